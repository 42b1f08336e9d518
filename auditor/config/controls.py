"""The `[controls.<id>]` tables, held against each control's own options."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from auditor.checks._api import Control, Options
from auditor.config._report import Report
from auditor.model import Severity
from auditor.platforms import PLATFORMS, canonical

_LAYERS = ("platform", "unit", "account")


@dataclass(frozen=True, slots=True)
class Layer:
    """What one table says of one control; None and absent = nothing said."""

    severity: Severity | None = None
    enabled: bool | None = None
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ControlTable:
    """One control's settings: in general, and for platforms, units and accounts by name."""

    general: Layer = Layer()
    platform: Mapping[str, Layer] = field(default_factory=dict)
    unit: Mapping[str, Layer] = field(default_factory=dict)  # keyed by the folded name, see `unit_key`
    account: Mapping[str, Layer] = field(default_factory=dict)


def unit_key(name: str) -> str:
    """Units compare without regard to case and spacing."""
    return " ".join(name.split()).casefold()


def option_names(control: Control) -> list[str]:
    """The options that config.toml may set; fingerprints are filled in from the marks."""
    return [f.name for f in fields(control.options) if f.name != "fingerprints"]


def read_controls(raw: object, known: Mapping[str, Control], report: Report) -> dict[str, ControlTable]:
    """Validate all control tables; problems go to the report."""
    if not isinstance(raw, dict):
        report.add(["controls"], "has to be a table", "Write [controls.<id>].", raw)
        return {}
    tables: dict[str, ControlTable] = {}
    for name, table in raw.items():
        path = ["controls", name]
        if name not in known:
            report.unknown(path, known, "control")
        elif not isinstance(table, dict):
            report.add(path, "has to be a table", f"Write [controls.{name}] and its settings below.", table)
        else:
            tables[name] = _Reader(known[name], report).table(path, table)
    return tables


class _Reader:
    def __init__(self, control: Control, report: Report) -> None:
        self._control = control
        self._report = report
        self._hints = typing.get_type_hints(control.options)
        self._names = option_names(control)

    def table(self, path: list[str], raw: dict[str, Any]) -> ControlTable:
        general = self._layer(path, {k: v for k, v in raw.items() if k not in _LAYERS}, extra=_LAYERS)
        return ControlTable(
            general,
            platform=self._named([*path, "platform"], raw.get("platform", {}), self._platform),
            unit=self._named([*path, "unit"], raw.get("unit", {}), lambda _, name: unit_key(name)),
            account=self._named([*path, "account"], raw.get("account", {}), lambda _, name: name),
        )

    def _named(self, path: list[str], raw: object, key: Callable[[list[str], str], str | None]) -> dict[str, Layer]:
        if not isinstance(raw, dict):
            self._report.add(path, "has to be a table", f'Write {path[-1]}."name".option = value.', raw)
            return {}
        layers: dict[str, Layer] = {}
        for name, table in raw.items():
            here = [*path, name]
            if not isinstance(table, dict):
                self._report.add(here, "has to be a table", f'Write {path[-1]}."{name}".option = value.', table)
            elif (resolved := key(here, name)) is not None:
                layers[resolved] = self._layer(here, table)
        return layers

    def _platform(self, path: list[str], name: str) -> str | None:
        found = canonical(name)
        if found is None:
            self._report.unknown(path, PLATFORMS, "platform")
        return found

    def _layer(self, path: list[str], raw: dict[str, Any], extra: tuple[str, ...] = ()) -> Layer:
        severity: Severity | None = None
        enabled: bool | None = None
        options: dict[str, object] = {}
        for name, value in raw.items():
            here = [*path, name]
            if name == "severity":
                severity = self._severity(here, value)
            elif name == "enabled":
                enabled = value if isinstance(value, bool) else None
                if enabled is None:
                    self._report.add(here, "has to be true or false", "Write true or false, without quotes.", value)
            elif name in self._names:
                accepted = fitting(self._hints[name], value)
                if accepted is None:
                    self._report.add(here, f"has to be {words(self._hints[name])}", "Correct the value.", value)
                else:
                    options[name] = accepted
            else:
                self._report.unknown(here, ["severity", "enabled", *self._names, *extra], "option")
        return Layer(severity, enabled, self._checked(path, options))

    def _severity(self, path: list[str], value: object) -> Severity | None:
        if isinstance(value, str) and value in list(Severity):
            return Severity(value)
        self._report.add(path, "is no severity", "Use low, medium, high or critical.", value)
        return None

    def _checked(self, path: list[str], options: dict[str, object]) -> dict[str, object]:
        """Let the options class refuse what its own rules forbid."""
        default: Options = self._control.options()
        try:
            replace(default, **options)
        except ValueError as error:
            self._report.add(path, str(error), "Correct the value.")
            return {}
        return options


def fitting(hint: Any, value: object) -> object | None:
    """The value as the annotation wants it, or None if it does not fit."""
    for kind in _alternatives(hint):
        accepted = _fit(kind, value)
        if accepted is not None:
            return accepted
    return None


def _fit(kind: Any, value: object) -> object | None:
    origin = typing.get_origin(kind)
    if origin is typing.Literal:
        return value if value in typing.get_args(kind) and not isinstance(value, bool) else None
    if origin is tuple:
        inner = typing.get_args(kind)[0]
        items = [_fit(inner, item) for item in value] if isinstance(value, list) else [None]
        return None if any(item is None for item in items) else tuple(items)
    if kind is bool:
        return value if isinstance(value, bool) else None
    if isinstance(value, bool):
        return None
    if kind is float:
        return float(value) if isinstance(value, (int, float)) and math.isfinite(value) and value >= 0 else None
    if kind is int:
        return value if isinstance(value, int) and value >= 0 else None
    return value if isinstance(kind, type) and isinstance(value, kind) else None


def _alternatives(hint: Any) -> tuple[Any, ...]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(arg for arg in typing.get_args(hint) if arg is not type(None))
    return (hint,)


def words(hint: Any) -> str:
    """What an annotation wants, in words."""
    names = {bool: "true or false", int: "a whole number, not negative", float: "a number, not negative", str: "text"}
    said = []
    for kind in _alternatives(hint):
        if typing.get_origin(kind) is typing.Literal:
            said.append("one of " + ", ".join(repr(a) for a in typing.get_args(kind)))
        elif typing.get_origin(kind) is tuple:
            said.append("a list in brackets of " + names.get(typing.get_args(kind)[0], "values"))
        else:
            said.append(names.get(kind, "another kind of value"))
    return " or ".join(said)
