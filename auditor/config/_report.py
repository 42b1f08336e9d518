"""Everything that is wrong with config.toml, in words: gathered while it is read, told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from auditor.config._lines import lines_of, nearest_line
from auditor.errors import Problem
from auditor.model import Where

_SECRETIVE = ("token", "secret", "password", "passwd", "api_key", "apikey", "credential", "bearer", "ping_url")
_SECRET_NAMES = {"key", "pass", "pwd"}


def secretive(key: str) -> bool:
    """Whether a key's name says that a secret stands there."""
    folded = key.casefold().replace("-", "_")
    return not folded.endswith(("_env", "_envs", "_file", "_files")) and (
        folded in _SECRET_NAMES or any(word in folded for word in _SECRETIVE)
    )


def dotted(path: Sequence[object]) -> str:
    """A key path as it would be written in the file."""
    return ".".join(str(p) if str(p).replace("-", "").replace("_", "").isalnum() else f'"{p}"' for p in path)


class Report:
    """Collects the problems of one file, each with its line."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = lines_of(text)
        self.problems: list[Problem] = []

    def add(self, path: Sequence[object], message: str, remedy: str, value: object = None) -> None:
        """Note one problem; the value is left out where a secret might stand."""
        hidden = value is None or any(secretive(str(part)) for part in path)
        self.problems.append(
            Problem(
                where=Where(self._file, line=nearest_line(self._lines, path), key=dotted(path)),
                message=message,
                remedy=remedy,
                value=None if hidden else _short(value),
            )
        )

    def unknown(self, path: Sequence[object], known: Iterable[str], what: str = "key") -> None:
        """Note a name that nothing knows, with the nearest known one."""
        name = str(path[-1])
        names = sorted(known)
        if what == "key" and secretive(name):
            envs = [n for n in names if n.endswith(("_env", "_envs"))]
            close = difflib.get_close_matches(f"{name}_env", envs, n=1, cutoff=0.0) or [f"{name}_env"]
            self.add(
                path,
                "secrets never stand in this file",
                f"Put the value into an environment variable and write its name as `{close[0]}`; "
                "change the secret if this file was shared.",
            )
            return
        self.add(path, f"unknown {what} {name!r}", nearest(name, names, what))


def nearest(name: str, known: Iterable[str], what: str = "key") -> str:
    """The remedy for an unknown name: the nearest known one, or all of them."""
    names = sorted(known)
    folded = {n.casefold().replace("_", "-"): n for n in names}
    close = difflib.get_close_matches(name.casefold().replace("_", "-"), folded, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {folded[close[0]]!r}?"
    if not names:
        return f"Take it out: no {what} is known here."
    shown = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
    return f"Known here: {shown}."


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."
