"""Compiled templates, kept beside their sources as Python keeps its own: compiling them takes a tenth of a night's work."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Keeps what the templates of one environment compile to, where that can be written; `kind` names the environment.

    Jinja looks at the template's text and the Python version before it takes anything from here.
    """

    def __init__(self, templates: Path, kind: str) -> None:
        self._folder = templates / "__pycache__"
        self._kind = f"{kind}-{jinja2.__version__}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept; what cannot be read is compiled again."""
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError), self._file(bucket).open("rb") as kept:
            bucket.load_bytecode(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, whole or not at all; a folder that may not be written to is no fault."""
        if sys.dont_write_bytecode:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
            try:
                with os.fdopen(handle, "wb") as kept:
                    bucket.write_bytecode(kept)
                os.replace(name, self._file(bucket))  # noqa: PTH105 - a name from mkstemp
            except BaseException:
                os.unlink(name)  # noqa: PTH108
                raise

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{self._kind}-{bucket.key}.pyc"
