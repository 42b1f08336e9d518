"""Logging for people at a terminal and for collectors: one line a record, no secret, no control character."""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime

from auditor.errors import UsageError
from auditor.secrets import redact

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class Lines(logging.Formatter):
    """One JSON object a record; a traceback travels as a list of lines without local variables."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of ASCII JSON."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            entry["error"] = redact("".join(traceback.format_exception_only(error)).strip())[:2000]
            entry["trace"] = [
                f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno} {f.name}"
                for f in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(entry)


def configure(verbose: int = 0) -> None:
    """Send our log to stderr: warnings by default, info with -v, everything with -v -v. SDKs never below info."""
    level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("auditor", "connectors", "reports"):
        logging.getLogger(name).setLevel(level)
    wanted = os.environ.get("AUDITOR_LOG_LEVEL", "").upper()
    if wanted:
        if wanted not in LEVELS:
            raise UsageError("$AUDITOR_LOG_LEVEL is no level.", f"Use {', '.join(LEVELS).lower()}.")
        logging.getLogger("auditor").setLevel(wanted)
