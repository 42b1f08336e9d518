"""The controls: one file each, found by scanning this folder. A control is a pure function with literal metadata.

Adding one: a file named after its id (dashes as underscores) that defines `CONTROL`, a test of the same name under
tests/checks/, and a section in docs/controls.md.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from auditor.checks._api import Control


@cache
def discover() -> dict[str, Control]:
    """All controls by id, sorted by id. Fails loudly on a file that does not define exactly one well-formed control."""
    found: dict[str, Control] = {}
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        control = getattr(module, "CONTROL", None)
        if not isinstance(control, Control):
            raise TypeError(f"{module.__name__} defines no CONTROL")
        if control.id != info.name.replace("_", "-"):
            raise TypeError(f"{module.__name__}: the control's id is {control.id!r}, not the file's name")
        found[control.id] = control
    return dict(sorted(found.items()))
