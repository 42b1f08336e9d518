"""What a profile text says: purpose, hours, disclaimers. A small grammar that can say why; see docs/statements.md."""

from __future__ import annotations

from auditor.statements.model import ALWAYS, Purpose, Quote, Statement, Window
from auditor.statements.reader import read, read_all, to_json, windows
from auditor.statements.suggest import describe, missing, suggest

__all__ = [
    "ALWAYS",
    "Purpose",
    "Quote",
    "Statement",
    "Window",
    "describe",
    "missing",
    "read",
    "read_all",
    "suggest",
    "to_json",
    "windows",
]
