"""Tells operators at once of a run that ended by an error: past the history and the outbox, which may be what failed."""

from __future__ import annotations

import logging
import os
import threading
from typing import TYPE_CHECKING

from auditor.errors import AuditorError, ProblemsError
from auditor.secrets import redact

if TYPE_CHECKING:
    from auditor.cli._context import App

log = logging.getLogger(__name__)

PROBLEMS = 10  # of a register, told one by one
SECONDS = 10.0  # for all of it: names, connection, sign-in, every recipient


def tell_operators(app: App, error: Exception, *, seconds: float = SECONDS) -> None:
    """One plain mail to each operator, tried once. Never raises, and waits no longer than told."""
    try:
        if not app.settings().mail.operators:
            return
        sending = threading.Thread(target=_try, args=(app, error), name="fault mail", daemon=True)
        sending.start()
        sending.join(seconds)
        if sending.is_alive():
            log.warning("operators could not be told by mail: no end within %g seconds", seconds)
    except Exception:
        log.warning("operators could not be told by mail", exc_info=True)


def _try(app: App, error: Exception) -> None:
    try:
        _send(app, error)
    except Exception:
        log.warning("operators could not be told by mail", exc_info=True)


def _send(app: App, error: Exception) -> None:
    from auditor.cli._mails import finished, office_of, sender_of
    from auditor.couriers import Sent, TransportDown, courier_for
    from reports.mail_operators import ended_by_error

    settings, at = app.settings(), app.now()
    letter = ended_by_error(
        office_of(app), at=at, zone=app.policy().org.zone, what=_words(error), remedy=_remedy(error)
    )
    with courier_for(settings.mail, settings.base_dir, os.environ) as courier:
        try:
            courier.open()
        except TransportDown as down:
            log.warning("operators could not be told by mail: %s", redact(down.reason))
            return
        for operator in dict.fromkeys(settings.mail.operators):
            mail = finished(
                settings, letter, run_id=at.strftime("%Y-%m-%dT%H-%M-%SZ"), kind="fault", recipient=operator, at=at,
                stream="operators",
            )  # fmt: skip
            answer = courier.send(mail.recipient, mail.message, sender_of(settings))
            if not isinstance(answer, Sent):
                log.warning("an operator could not be told by mail: %s", redact(answer.reason))


def _words(error: Exception) -> list[str]:
    """What is wrong, a paragraph each; the cells that a register's problems were found in are not quoted."""
    if isinstance(error, ProblemsError):
        stopping = [p for p in error.problems if p.stops]
        told = [f"{p.where}: {p.message}. {p.remedy}" for p in stopping[:PROBLEMS]]
        rest = [f"And {len(stopping) - PROBLEMS} more; `auditor register check` lists them all."] if len(stopping) > PROBLEMS else []
        return [redact(one) for one in (error.message, *told, *rest)]
    if isinstance(error, AuditorError):
        return [redact(error.message)]
    return [f"Unexpected error: {type(error).__name__}: {redact(str(error))[:500]}"]


def _remedy(error: Exception) -> str:
    if isinstance(error, AuditorError):
        return redact(error.hint)
    return "This is a fault of the auditor. Please report it with the output of `auditor run -v -v`."
