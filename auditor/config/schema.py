"""The JSON Schema of config.toml for editors, out of the same declarations that read it.

`python -m auditor.config.schema` writes the shipped file, auditor/config.schema.json, anew.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from auditor.checks import discover
from auditor.checks._api import Control
from auditor.config._kinds import Kind, ListOf, MapOf, Scalar, TableOf
from auditor.config._read import keys_of, required
from auditor.config.controls import option_names
from auditor.config.platform_tables import PlatformTable, table_of
from auditor.config.sections import SECTIONS
from auditor.model import Severity
from auditor.platforms import ALIASES, PLATFORMS

SHIPPED = Path(__file__).resolve().parent.parent / "config.schema.json"
_PLAIN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    float: {"type": "number", "minimum": 0},
    str: {"type": "string"},
}


def config_schema() -> dict[str, Any]:
    """The whole schema, as plain data."""
    properties: dict[str, Any] = {name: _table(cls) for name, cls in SECTIONS.items()}
    properties["controls"] = _object({c.id: _control(c) for c in discover().values()}, "Settings of single controls.")
    properties["platforms"] = _object(
        {name: _table(table_of(name)) for name in PLATFORMS}
        | {old: _table(table_of(new)) for old, new in ALIASES.items() if old == "twitter"},
        "How each platform is asked.",
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "auditor config.toml",
        "type": "object",
        "required": ["organisation"],
        "additionalProperties": False,
        "properties": dict(sorted(properties.items())),
    }


def schema_text() -> str:
    """The schema as the shipped file holds it."""
    return json.dumps(config_schema(), indent=1, ensure_ascii=False) + "\n"


def _object(properties: Mapping[str, Any], description: str, needed: list[str] | None = None) -> dict[str, Any]:
    content: dict[str, Any] = {"type": "object", "description": description, "additionalProperties": False}
    if needed:
        content["required"] = needed
    return {**content, "properties": dict(properties)}


def _table(cls: type[object]) -> dict[str, Any]:
    keys = keys_of(cls)
    properties: dict[str, Any] = {}
    for name, found in keys.items():
        shown: dict[str, Any] = {**_kind(found.metadata["kind"]), "description": found.metadata["note"]}
        if not required(found) and found.default is not None and _is_plain(found.default):
            shown["default"] = list(found.default) if isinstance(found.default, tuple) else found.default
        properties[name] = shown
    own = cls.__doc__ if issubclass(cls, PlatformTable) or cls.__doc__ else ""
    return _object(properties, str(own), [name for name, found in keys.items() if required(found)])


def _kind(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, Scalar):
        return dict(kind.schema)
    if isinstance(kind, ListOf):
        return {"type": "array", "items": dict(kind.item.schema)}
    if isinstance(kind, MapOf):
        return {"type": "object", "additionalProperties": _kind(kind.item)}
    assert isinstance(kind, TableOf)
    return _table(kind.cls)


def _control(control: Control) -> dict[str, Any]:
    hints = typing.get_type_hints(control.options)
    defaults = asdict(control.options())
    layer: dict[str, Any] = {
        "severity": {"enum": list(Severity), "default": control.severity},
        "enabled": {"type": "boolean", "default": True},
    }
    for name in option_names(control):
        shown = _annotated(hints[name])
        value = defaults[name]
        if value is not None and _is_plain(value):
            shown["default"] = list(value) if isinstance(value, tuple) else value
        layer[name] = shown
    bare = {name: {k: v for k, v in shown.items() if k != "default"} for name, shown in layer.items()}
    named = {"type": "object", "additionalProperties": _object(bare, "Overrides under this name.")}
    return _object({**layer, "platform": named, "unit": named, "account": named}, f"{control.title} ({control.clause})")


def _annotated(hint: Any) -> dict[str, Any]:
    """The schema of an option by its annotation."""
    kinds = [hint]
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        kinds = [arg for arg in typing.get_args(hint) if arg is not type(None)]
    shown = [_one(kind) for kind in kinds]
    return shown[0] if len(shown) == 1 else {"anyOf": shown}


def _one(kind: Any) -> dict[str, Any]:
    if typing.get_origin(kind) is typing.Literal:
        return {"enum": list(typing.get_args(kind))}
    if typing.get_origin(kind) is tuple:
        return {"type": "array", "items": _one(typing.get_args(kind)[0])}
    return dict(_PLAIN.get(kind, {}))


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(item, (str, int)) for item in value)
    return isinstance(value, (str, int, float, bool))


if __name__ == "__main__":
    SHIPPED.write_text(schema_text(), encoding="utf-8")
