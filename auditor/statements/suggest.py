"""A compliant text for a profile: the author's words, with only what is missing added."""

from __future__ import annotations
