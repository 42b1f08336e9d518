"""Decides whether an organisation's social media accounts are healthy; speaks no HTTP, writes no HTML."""

__version__ = "0.1.0"
