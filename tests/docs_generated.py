"""Writes the generated parts of the docs out of the declarations that read config.toml and the register.

All of docs/configuration.md, and the tables of docs/register.md. `make docs` runs it; tests/docs/test_docs_generated.py holds the
pages against what it would write.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from auditor.checks import discover  # noqa: E402 - runs as a script from any folder
from auditor.checks._api import Control  # noqa: E402
from auditor.config._kinds import Kind, ListOf, MapOf, Scalar, TableOf  # noqa: E402
from auditor.config._read import keys_of, required  # noqa: E402
from auditor.config.controls import option_names, words  # noqa: E402
from auditor.config.platform_tables import TABLES, PlatformTable  # noqa: E402
from auditor.config.sections import SECTIONS  # noqa: E402
from auditor.platforms import ALIASES, PLATFORMS, RETIRED  # noqa: E402
from auditor.register.columns import SHEETS, Column  # noqa: E402

PAGE = ROOT / "docs" / "configuration.md"
REGISTER = ROOT / "docs" / "register.md"
HEAD = """# Configuration

One file, `config.toml`: named with `--config`, else by `$AUDITOR_CONFIG`, else taken from the folder you are in. Relative paths in it
start from its own folder. The shipped [config.toml](../config.toml) is a complete, commented example; `auditor init` writes a first
one. Unknown keys are refused with the nearest known one, and all faults are told at once, with their lines.

No secret stands in this file. A key ending in `_env` names an environment variable; a key ending in `_file` names a file with mode
600, or, as a bare name, a systemd credential. A variable that is unset or empty counts as "no credential".

Editors that know JSON Schema find one in `auditor/config.schema.json`.

*This page is written by `make docs` out of the program's own declarations; do not edit it by hand.*
"""
CONTROLS = """## [controls.ID]

One table for each control whose settings you change; `auditor controls` lists the ids, [controls.md](controls.md) explains them. Every
control understands

| key | what for | value | default |
|---|---|---|---|
| `severity` | how grave a failure is | `"low"`, `"medium"`, `"high"` or `"critical"` | the control's own |
| `enabled` | false = not judged | true or false | `true` |
| `platform.NAME.KEY` | the same key for one platform | as the key | not set |
| `unit."NAME".KEY` | the same key for one unit | as the key | not set |
| `account."ID".KEY` | the same key for one account | as the key | not set |

and its own options below. The most specific wins: account, then unit, then platform, then the general value, then what is built in. A
general value does not override a built-in value for one platform.

| control | severity | options and their defaults |
|---|---|---|
"""
EXAMPLE = """
```toml
[controls.posted-recently]
max_days = 14
platform.blog.max_days = 90

[controls.handle-prefix]
severity = "high"
unit."Library".severity = "low"
account."library-x".enabled = false
```
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    parts += [_section(f"[{name}]", cls) for name, cls in SECTIONS.items()]
    parts += [_platforms(), CONTROLS + "".join(_control(c) for c in discover().values()) + EXAMPLE]
    return "\n".join(parts)


def _section(title: str, cls: type[object], level: str = "##") -> str:
    nested = [
        (name, f.metadata["kind"].cls) for name, f in keys_of(cls).items() if isinstance(f.metadata["kind"], TableOf)
    ]
    text = f"{level} {title}\n\n{cls.__doc__}\n\n{_table(cls)}"
    for name, own in nested:
        text += "\n" + _section(f"{title.strip('[]')}.{name}", own, level + "#")
    return text


def _table(cls: type[object], without: frozenset[str] = frozenset()) -> str:
    rows = ["| key | what for | value | default |", "|---|---|---|---|"]
    for name, found in keys_of(cls).items():
        if name not in without:
            kind = found.metadata["kind"]
            told = "**required**" if required(found) else _default(kind, found.default)
            rows.append(f"| `{name}` | {_cell(found.metadata['note'])} | {_value(kind)} | {told} |")
    return "\n".join(rows) + "\n"


def _platforms() -> str:
    common = frozenset({"enabled", "base_url"})
    text = (
        "## [platforms.NAME]\n\nOne table a platform. Without a table (X, Facebook, Instagram, YouTube) or with its variable unset, the "
        "platform is told as *no credential*; Mastodon, Bluesky, blogs and wikis need none. Instagram is asked with Facebook's table. "
        "Costs and credentials: [platforms](platforms/README.md).\n\n" + _table(PlatformTable)
    )
    for name, cls in TABLES.items():
        if name != "instagram":
            text += f"\n### [platforms.{name}]\n\n{cls.__doc__}\n\n{_own(cls, common)}"
    return text


def _own(cls: type[object], common: frozenset[str]) -> str:
    bases = [str(f.default) for f in fields(cls) if f.name == "base_url" and f.default]  # type: ignore[arg-type]
    base = f"`base_url` is `{bases[0]}`.\n" if bases else ""
    own = _table(cls, common)
    return base if own.count("\n") <= 2 else f"{base}\n{own}" if base else own


def _control(control: Control) -> str:
    hints, defaults = typing.get_type_hints(control.options), asdict(control.options())
    told = "; ".join(
        f"`{name}` ({_cell(words(hints[name]))}) = {_literal(defaults[name])}{_builtin(control, name)}"
        for name in option_names(control)
    )
    return f"| [{control.id}](controls.md#{control.id}) | {control.severity} | {told or '-'} |\n"


def _builtin(control: Control, option: str) -> str:
    own = [f"{_literal(values[option])} for {name}" for name, values in control.builtin.items() if option in values]
    return f", built in {', '.join(own)}" if own else ""


def register_page(text: str) -> str:
    """The page on the register with its tables written anew."""
    parts = {name: _columns(columns) for name, columns in SHEETS.items()} | {"platforms": _names()}
    for name, table in parts.items():
        head, start, rest = text.partition(f"<!-- written by make docs: {name} -->\n")
        _old, end, tail = rest.partition("<!-- end -->")
        assert start, f"docs/register.md has no place for {name}"
        assert end, f"docs/register.md: the place for {name} does not end"
        text = f"{head}{start}{table}{end}{tail}"
    return text


def _columns(columns: Mapping[str, Column]) -> str:
    rows = ["| column | what for | like |", "|---|---|---|"]
    for column in columns.values():
        name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
        rows.append(f"| {name} | {_cell(column.note)} | {f'`{column.example}`' if column.example else ''} |")
    return "\n".join(rows) + "\n"


def _names() -> str:
    rows = ["| platform | write | also understood |", "|---|---|---|"]
    for name, platform in PLATFORMS.items():
        others = ", ".join(f"`{old}`" for old, new in ALIASES.items() if new == name)
        gone = " (no longer exists)" if name in RETIRED else ""
        rows.append(f"| {platform.label}{gone} | `{name}` | {others} |")
    return "\n".join(rows) + "\n"


def _value(kind: Kind) -> str:
    if isinstance(kind, ListOf):
        return f"list of {_value(kind.item)}"
    if isinstance(kind, MapOf):
        return f"table: name = {_value(kind.item)}"
    if isinstance(kind, TableOf):
        return "table, see below"
    assert isinstance(kind, Scalar)
    return _scalar(kind.schema)


def _scalar(schema: Mapping[str, object]) -> str:
    choices = schema.get("enum")
    if isinstance(choices, (list, tuple)):
        return ", ".join(f'`"{c}"`' for c in choices)
    if "pattern" in schema:
        return "day, or days first/last"
    if schema.get("format") == "date":
        return "date"
    return {"boolean": "true or false", "integer": "whole number", "number": "number"}.get(str(schema["type"]), "text")


def _default(kind: Kind, default: Any) -> str:
    if isinstance(kind, (MapOf, TableOf)) or default is None:
        return "not set"
    return _literal(default)


def _literal(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        shown = ", ".join(str(_literal(v)).strip("`") for v in value[:6])
        return f"`[{shown}{', ...' if len(value) > 6 else ''}]`"
    if isinstance(value, (int, float, date)):
        return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"
    return f'`"{value}"`'


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def key_names() -> Iterator[str]:
    """Every key of every fixed table, for the test that the page names them all."""
    for cls in (*_all(SECTIONS.values()), *TABLES.values()):
        yield from keys_of(cls)


def _all(classes: Any) -> Iterator[type[object]]:
    for cls in classes:
        yield cls
        yield from _all(f.metadata["kind"].cls for f in fields(cls) if isinstance(f.metadata["kind"], TableOf))


if __name__ == "__main__":
    assert set(TABLES) <= set(PLATFORMS)
    PAGE.write_text(page(), encoding="utf-8")
    REGISTER.write_text(register_page(REGISTER.read_text(encoding="utf-8")), encoding="utf-8")
