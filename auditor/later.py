"""Parts of libraries that are loaded when first used, because nearly no run uses them and all would pay for them."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Protocol, cast

#: Each is imported by a library at its top and then hardly used; together they cost 0.2 s and 20 MiB a night.
LATER = frozenset(
    {
        "charset_normalizer",  # requests: tables to guess encodings with; the door knows them from the headers
        "holidays.countries",  # imports every country of the world; the one asked for is a module of its own
        "httplib2.auth",  # googleapiclient: a grammar of passwords in headers, through pyparsing
        "google.oauth2.service_account",  # googleapiclient: signatures, through cryptography; YouTube has a key
        "sqlalchemy.dialects.sqlite.aiosqlite",  # SQLAlchemy: another driver for the same database
        "asyncio",  # SQLAlchemy, google.auth: nothing here awaits anything
    }
)
#: Not there, whether installed or not: SQLAlchemy loads asyncio at once where it finds this.
ABSENT = frozenset({"greenlet"})
_lock = threading.RLock()


class _Loader(Protocol):
    """Of `importlib.abc.Loader`, whose import costs more than this file saves on a short command, what is used here."""

    def create_module(self, spec: ModuleSpec, /) -> ModuleType | None: ...
    def exec_module(self, module: ModuleType, /) -> None: ...


class _Waiting(ModuleType):
    """A module whose code runs when it is asked for a name that it does not have yet."""

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":  # who only asks for that shall not load the rest
            return importlib.import_module(f"{self.__name__}.version").__version__
        with _lock:
            loader = _LOADERS.pop(self.__name__, None)
            if loader is not None:
                loader.exec_module(self)
                self.__class__ = ModuleType  # type: ignore[assignment]
        return ModuleType.__getattribute__(self, name)


_LOADERS: dict[str, _Loader] = {}


class _Postponing:
    """Leaves a module empty and remembers how it would be filled."""

    def __init__(self, real: _Loader) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Whatever the real loader makes."""
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Not now."""
        _LOADERS[module.__name__] = self._real
        module.__class__ = _Waiting


class _Finder:
    """Finds the modules of the list as always, and has them wait."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """None for all modules that are not on the list: the next finder is asked."""
        if name in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if name not in LATER:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = cast("Any", _Postponing(spec.loader))
        return spec


def postpone() -> None:
    """From now on, load the modules of the list when they are first used. Asking twice changes nothing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, cast("Any", _Finder()))
