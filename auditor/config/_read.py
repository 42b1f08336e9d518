"""TOML -> the classes of sections.py: every key held against its kind, all problems noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from typing import Any, Final, TypeVar

from auditor.config._kinds import Kind, ListOf, MapOf, RefusedError, Scalar, TableOf
from auditor.config._report import Report

T = TypeVar("T")


class _Bad:
    """Stands for a value that was refused."""


_BAD: Final = _Bad()


def keys_of(cls: type[Any]) -> Mapping[str, Field[Any]]:
    """A table's keys as written in the file, with their fields."""
    return {f.metadata["name"] or f.name: f for f in fields(cls)}


def read_table(cls: type[T], path: Sequence[str], raw: object, report: Report) -> T | None:
    """One table as an object of its class, or None where something in it was refused (noted in the report)."""
    if not isinstance(raw, dict):
        report.add(path, "has to be a table", "Write it as a table of its own, or in braces: { key = value }.", raw)
        return None
    keys = keys_of(cls)
    values: dict[str, Any] = {}
    good = True
    for name, value in raw.items():
        here = (*path, name)
        if name not in keys:
            report.unknown(here, keys)
            good = False
            continue
        values[keys[name].name] = _read(keys[name].metadata["kind"], here, value, report)
    for name, found in keys.items():
        if name not in raw and required(found):
            report.add((*path, name), "is missing", "Add it; the shipped config.toml shows how.")
            good = False
    if not good or any(value is _BAD for value in values.values()):
        return None
    return cls(**values)


def required(found: Field[Any]) -> bool:
    """Whether a key has no default."""
    return found.default is MISSING and found.default_factory is MISSING


def _read(kind: Kind, path: Sequence[str], raw: object, report: Report) -> Any:
    if isinstance(kind, Scalar):
        return _scalar(kind, path, raw, report)
    if isinstance(kind, TableOf):
        table = read_table(kind.cls, path, raw, report)
        return _BAD if table is None else table
    if isinstance(kind, ListOf):
        return _list(kind, path, raw, report)
    return _map(kind, path, raw, report)


def _scalar(kind: Scalar, path: Sequence[str], raw: object, report: Report) -> Any:
    try:
        return kind.read(raw)
    except RefusedError as error:
        reference = any(part.endswith(("_env", "_envs")) for part in path)  # the secret itself may stand there
        report.add(path, error.complaint, error.remedy, None if reference else raw)
        return _BAD


def _list(kind: ListOf, path: Sequence[str], raw: object, report: Report) -> Any:
    if not isinstance(raw, list):
        report.add(path, "has to be a list", 'Write it in brackets: ["one", "two"].', raw)
        return _BAD
    items = tuple(_scalar(kind.item, path, item, report) for item in raw)
    return _BAD if any(item is _BAD for item in items) else items


def _map(kind: MapOf, path: Sequence[str], raw: object, report: Report) -> Any:
    if not isinstance(raw, dict):
        report.add(path, "has to be a table", 'Write it in braces: { "name" = "value" }.', raw)
        return _BAD
    items = {name: _read(kind.item, (*path, name), value, report) for name, value in raw.items()}
    return _BAD if any(item is _BAD for item in items.values()) else items
