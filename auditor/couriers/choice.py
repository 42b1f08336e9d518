"""The courier that config asks for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor.couriers import Courier
from auditor.errors import UsageError
from auditor.secrets import Secret


def courier_for(mail: Any, base_dir: Path, env: Mapping[str, str]) -> Courier:
    """The courier of the [mail] table. Raises `UsageError` where something it needs is missing."""
    match str(mail.transport):
        case "outbox":
            from auditor.couriers.folder import FolderCourier

            return FolderCourier(base_dir / str(mail.outbox))
        case "sendmail":
            from auditor.couriers.sendmail import SendmailCourier

            return SendmailCourier()
        case "smtp":
            return _smtp(mail.smtp, base_dir, env)
        case "microsoft-graph":
            return _graph(mail.graph, base_dir, env)
        case other:
            raise UsageError(
                f"[mail] transport {other!r} is not known.", "Use smtp, microsoft-graph, sendmail or outbox."
            )


def _smtp(table: Any, base_dir: Path, env: Mapping[str, str]) -> Courier:
    from auditor.couriers.smtp import SmtpCourier, SmtpServer

    host = _needed(table, "host", "smtp")
    password = _secret(table, "password", base_dir, env)
    user = str(_get(table, "user") or "")
    if user and password is None:
        raise UsageError(
            "[mail] smtp has a user but no password.", "Name the environment variable that holds it in password_env."
        )
    ca_file = _get(table, "ca_file")
    return SmtpCourier(
        SmtpServer(
            host=host, port=int(_get(table, "port") or 587), tls=_get(table, "tls") or "starttls", user=user,
            password=password, ca_file=str(base_dir / str(ca_file)) if ca_file else None,
        )
    )  # fmt: skip


def _graph(table: Any, base_dir: Path, env: Mapping[str, str]) -> Courier:
    from auditor.couriers.graph import BASE_URL, LOGIN_URL, GraphCourier, GraphMailbox

    secret = _secret(table, "client_secret", base_dir, env)
    if secret is None:
        raise UsageError(
            "[mail] graph has no client secret.", "Name the environment variable that holds it in client_secret_env."
        )
    return GraphCourier(
        GraphMailbox(
            tenant=_needed(table, "tenant", "graph"), client_id=_needed(table, "client_id", "graph"),
            client_secret=secret, sender=_needed(table, "sender", "graph"),
            base_url=str(_get(table, "base_url") or BASE_URL), login_url=str(_get(table, "login_url") or LOGIN_URL),
        )
    )  # fmt: skip


def _get(table: Any, name: str) -> Any:
    return table.get(name) if isinstance(table, Mapping) else getattr(table, name, None)


def _needed(table: Any, name: str, where: str) -> str:
    value = str(_get(table, name) or "")
    if not value:
        raise UsageError(f"[mail] {where} has no {name}.", f"Set `{name}` in the {where} table of [mail].")
    return value


def _secret(table: Any, name: str, base_dir: Path, env: Mapping[str, str]) -> Secret | None:
    """A secret from `NAME_env` or `NAME_file`; None if neither gives one."""
    variable = str(_get(table, f"{name}_env") or "")
    if variable and env.get(variable):
        return Secret(env[variable])
    file = str(_get(table, f"{name}_file") or "")
    if not file:
        return None
    path = base_dir / file
    try:
        if os.stat(path).st_mode & 0o077:  # noqa: PTH116
            raise UsageError(f"The secret's file {path} can be read by others.", f"Run `chmod 600 {path}`.")
        value = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(f"The secret's file {path} cannot be read: {error.strerror}.", "Check [mail].") from None
    return Secret(value) if value else None
