"""The secret names of managers' pages: made of a key that is kept with each run, so that links in old mails still lead there."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import defaultdict
from typing import TYPE_CHECKING

from auditor.model import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from auditor.cli._context import App
    from auditor.history import History
    from auditor.model import Run

PAPER = "manager pages"
_NAME = 40  # hexadecimal digits: 160 bits


def keep_key(app: App, history: History, run: Run) -> None:
    """Keep with a run that is about to be finished what its pages' names are made of; the one before it, if there is one."""
    if _wanted(app):
        history.keep(run.id, PAPER, _key(history, run) or secrets.token_hex(32))


def addresses(app: App, history: History, run: Run) -> Callable[[str], str]:
    """Gives the address of a manager's page; empty where there is none."""
    key = _key(history, run) if _wanted(app) else None
    base = app.settings().report.base_url.rstrip("/")

    def page_of(manager: str) -> str:
        from reports.manager_pages import file_of

        return f"{base}/{file_of(_name(key, manager))}" if key else ""

    return page_of


def desks(app: App, history: History, run: Run) -> Mapping[str, tuple[str, ...]]:
    """Whose page holds which accounts: its secret name, and register ids in the order of the run."""
    from auditor.mailing.situation import in_use, manager_of

    key = _key(history, run) if _wanted(app) else None
    if key is None:
        return {}
    register, domains = app.register(), tuple(app.settings().organisation.mail_domains)
    today = (run.finished_at or run.started_at).astimezone(app.policy().org.zone).date()
    found: dict[str, list[str]] = defaultdict(list)
    for result in outline(run):
        if in_use(result) and (manager := manager_of(result.account, register, domains, today)) is not None:
            found[_name(key, manager)].append(result.account.id)
    return {name: tuple(ids) for name, ids in found.items()}


def _wanted(app: App) -> bool:
    """Only mails lead to these pages, and only where the report is served somewhere."""
    settings = app.settings()
    return bool(settings.report.base_url) and settings.mail.managers


def _key(history: History, run: Run) -> str | None:
    """The key kept with the run, else with the last one before it whose mails were on."""
    kept = history.kept(run.id, PAPER)
    if kept is not None:
        return kept
    before = history.latest(before=run.id, mailed=True)
    return history.kept(before, PAPER) if before is not None else None


def _name(key: str, manager: str) -> str:
    return hmac.new(bytes.fromhex(key), manager.strip().lower().encode(), hashlib.sha256).hexdigest()[:_NAME]
