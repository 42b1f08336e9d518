"""The controls' part of the example config.toml: every control with its options and defaults.

`python -m auditor.config.example` writes that part of the checkout's config.toml anew, from the line after its end marker.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from auditor.checks import discover
from auditor.checks._api import Control
from auditor.config.controls import option_names

EXAMPLE = Path(__file__).resolve().parents[2] / "config.toml"
MARKER = "# --- Every control, with its defaults "
_WIDTH = 56
# Live in the example: what the policy itself fixes.
_LIVE: dict[str, dict[str, object]] = {
    "password-store": {"approved": ["LastPass", "1Password", "Bitwarden", "Keeper"]},
    "posted-recently": {"max_days": 14},
}
_SHOWN: dict[tuple[str, str], object] = {("approved-image", "marks"): ["brand/shield.png"]}


def controls_text() -> str:
    """All controls as TOML, commented but for what the policy fixes."""
    return "\n".join(line.rstrip() for control in discover().values() for line in _control(control)) + "\n"


def _control(control: Control) -> Iterator[str]:
    live = _LIVE.get(control.id, {})
    defaults = asdict(control.options())
    lead = "" if live else "# "
    yield ""
    yield (
        f"{lead}[controls.{control.id}]".ljust(_WIDTH)
        + f"# {control.title}. Clause {control.clause}, {control.severity}"
    )
    for name in option_names(control):
        value = live.get(name, _SHOWN.get((control.id, name), defaults[name]))
        yield f"{'' if name in live else '# '}{name} = {_toml(value)}"
    for platform, options in control.builtin.items():
        for name, value in options.items():
            yield f"# platform.{platform}.{name} = {_toml(value)}".ljust(_WIDTH) + "# built in"


def _toml(value: object) -> str:
    return json.dumps("" if value is None else value, ensure_ascii=False)


if __name__ == "__main__":
    head = EXAMPLE.read_text(encoding="utf-8").partition(MARKER)[0]
    line = MARKER + "-" * (123 - len(MARKER))
    EXAMPLE.write_text(f"{head}{line}\n{controls_text()}", encoding="utf-8")
