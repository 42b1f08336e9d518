"""Everything that is wrong with config.toml, in words: gathered while it is read, told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from auditor.config._lines import lines_of, nearest_line
from auditor.errors import Problem
from auditor.model import Where

_SECRETIVE = ("token", "secret", "password", "passwd", "api_key", "apikey", "credential", "bearer", "ping_url")
_SECRET_NAMES = {"key", "pass", "pwd"}
_KINDS = {
    "string_type": ("has to be text", 'Put it in quotes: key = "text".'),
    "bool_type": ("has to be true or false", "Write true or false, without quotes."),
    "int_type": ("has to be a whole number", "Write a whole number, without quotes."),
    "float_type": ("has to be a number", "Write a number, without quotes."),
    "tuple_type": ("has to be a list", 'Write it in brackets: ["one", "two"].'),
    "dict_type": ("has to be a table", 'Write it in braces: { "name" = "value" }.'),
    "model_type": ("has to be a table", "Write it as a table of its own, or in braces: { key = value }."),
    "date_type": ("is not a date", "Write it like 2026-12-24."),
    "date_from_datetime_inexact": ("is not a date", "Write it like 2026-12-24, without a time."),
    "finite_number": ("has to be a number", "Write an ordinary number."),
}


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
            close = difflib.get_close_matches(f"{name}_env", envs, n=1, cutoff=0.0)
            self.add(
                path,
                "secrets never stand in this file",
                f"Put the value into an environment variable and write its name as `{(close or ['token_env'])[0]}`; "
                "change the secret if this file was shared.",
            )
            return
        self.add(path, f"unknown {what} {name!r}", nearest(name, names, what))

    def refused(self, path: Sequence[object], error: ValidationError, model: type[BaseModel]) -> None:
        """Translate what pydantic says of one table."""
        for item in error.errors(include_url=False):
            self._one([*path, *item["loc"]], item, model, len(path))

    def _one(self, path: list[object], item: Mapping[str, Any], model: type[BaseModel], depth: int) -> None:
        kind, value, context = item["type"], item.get("input"), item.get("ctx", {})
        if any(str(part).endswith(("_env", "_envs")) for part in path):
            value = None  # somebody may have put the secret itself there
        if kind == "extra_forbidden":
            self.unknown(path, keys_of(_inner(model, path[depth:-1])))
        elif kind == "missing":
            self.add(path, "is missing", "Add it; docs/configuration.md and the shipped config.toml show how.")
        elif kind == "value_error":
            message, _, remedy = str(context.get("error", "")).partition("; ")
            self.add(path, message, (remedy[:1].upper() + remedy[1:] or "Correct it") + ".", value)
        elif kind == "literal_error":
            self.add(path, "is not one of the values known here", f"Use one of: {context['expected']}.", value)
        elif kind in _KINDS:
            self.add(path, *_KINDS[kind], value)
        else:
            said = str(item["msg"]).removeprefix("Input ")
            self.add(path, said[:1].lower() + said[1:], "Correct the value.", value)


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


def keys_of(model: type[BaseModel] | None) -> list[str]:
    """A table's keys as written in the file."""
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _inner(model: type[BaseModel], path: Sequence[object]) -> type[BaseModel] | None:
    """The class of the inline table at a path below a table."""
    current: type[BaseModel] | None = model
    for part in path:
        fields = {f.alias or n: f for n, f in current.model_fields.items()} if current else {}
        kind = fields[str(part)].annotation if str(part) in fields else None
        current = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    return current


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."
