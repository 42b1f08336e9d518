"""What every command needs from config, register, policy and history, loaded when first asked for."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.config import Settings
    from auditor.errors import Problem
    from auditor.history import History
    from auditor.model import Account, Register, Run
    from auditor.policy import Policy
    from reports.view import ReportView


def _instant(written: str) -> datetime:
    from auditor.errors import UsageError

    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            "$AUDITOR_NOW is no instant.", "Write it like 2026-11-22T02:00:00+00:00, or take it out."
        ) from None


class App:
    """One invocation: the config path given, and what was loaded from it so far."""

    def __init__(self, config_path: Path | None = None) -> None:
        self.config_path = config_path
        self.verbose = 0
        self.warnings: tuple[Problem, ...] = ()
        self.view: tuple[str, str | None, ReportView] | None = None  # see auditor.cli._publish.view_of
        self.earlier: Run | None = None  # see auditor.cli._publish.earlier

    def now(self) -> datetime:
        """The wall clock; the only place besides the door that reads it. $AUDITOR_NOW sets it for rehearsals."""
        pinned = os.environ.get("AUDITOR_NOW")
        if pinned:
            return _instant(pinned)
        return datetime.now(UTC)

    @cached_property
    def _settings(self) -> Settings:
        from auditor.config import find, load

        return load(find(self.config_path, os.environ), os.environ)

    @cached_property
    def _register(self) -> tuple[Register, tuple[Problem, ...]]:
        from auditor.register import read

        settings = self.settings()
        return read(settings.register, settings.base_dir)

    @cached_property
    def _policy(self) -> Policy:
        from auditor.policy import build

        return build(self.settings())

    def settings(self) -> Settings:
        """The configuration, or a ProblemsError with everything that is wrong with it."""
        return self._settings

    def register_with_problems(self) -> tuple[Register, tuple[Problem, ...]]:
        """The register and everything wrong with it, stopping or not."""
        return self._register

    def register(self) -> Register:
        """The register, or a ProblemsError if a run cannot go on with it; warnings are kept in `warnings`."""
        from auditor.errors import ProblemsError

        register, problems = self._register
        stopping = tuple(p for p in problems if p.stops)
        if stopping:
            raise ProblemsError("The register cannot be used; nothing was asked of any platform.", stopping)
        self.warnings = tuple(p for p in problems if not p.stops)
        return register

    def policy(self) -> Policy:
        """The controls in force with their options."""
        return self._policy

    def history(self, *, create: bool = True, check: bool = False) -> History:
        """The store of runs; with `check`, damage is looked for and a risky place is told."""
        import click

        from auditor.history import History
        from auditor.text import show

        settings = self.settings()
        history = History.open(settings.database_url(os.environ), settings.base_dir, create=create, check=check)
        for words in history.warnings if check else ():
            click.echo(show(words), err=True)
        return history

    def accounts(self, names: tuple[str, ...]) -> list[Account]:
        """The registered accounts that these ids, handles or profile addresses mean."""
        from auditor.cli._accounts import resolve

        return resolve(self.register(), names)
