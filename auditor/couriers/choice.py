"""The courier that config asks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from auditor.couriers.answers import Courier
from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.config.sections import Graph, Mail, Smtp


def courier_for(mail: Mail, base_dir: Path, env: Mapping[str, str]) -> Courier:
    """The courier of the [mail] table. Raises `UsageError` where something it needs is missing."""
    match mail.transport:
        case "outbox":
            from auditor.couriers.folder import FolderCourier

            return FolderCourier(base_dir / mail.outbox)
        case "sendmail":
            from auditor.couriers.sendmail import SendmailCourier

            return SendmailCourier(base_dir / mail.sendmail)
        case "smtp":
            return _smtp(mail.smtp, base_dir, env)
        case "microsoft-graph":
            return _graph(mail.graph, base_dir, env)
        case other:
            raise UsageError(
                f"[mail] transport {other!r} is not known.", "Use smtp, microsoft-graph, sendmail or outbox."
            )


def _smtp(table: Smtp, base_dir: Path, env: Mapping[str, str]) -> Courier:
    from auditor.config.credentials import secret
    from auditor.couriers.smtp import SmtpCourier, SmtpServer

    if not table.host:
        raise UsageError("[mail] smtp has no host.", "Set `host` in the smtp table of [mail].")
    password = secret(table.password_env, table.password_file, key="mail.smtp.password", base_dir=base_dir, env=env)
    token = secret(table.token_env, table.token_file, key="mail.smtp.token", base_dir=base_dir, env=env)
    if table.auth == "xoauth2":
        if not table.user or token is None:
            raise UsageError(
                "[mail] smtp signs in by token, but has no user or no token.",
                "Set `user`, and name in token_env or token_file what holds the access token.",
            )
    elif table.user and password is None:
        raise UsageError(
            "[mail] smtp has a user but no password.", "Name the environment variable that holds it in password_env."
        )
    tls = cast("Literal['starttls', 'implicit', 'none']", table.tls)
    return SmtpCourier(
        SmtpServer(
            host=table.host, port=table.port, tls=tls, user=table.user, password=password,
            token=token if table.auth == "xoauth2" else None,
        )
    )  # fmt: skip


def _graph(table: Graph, base_dir: Path, env: Mapping[str, str]) -> Courier:
    from auditor.config.credentials import secret
    from auditor.couriers.graph import GraphCourier, GraphMailbox

    for name in ("tenant", "client_id", "sender"):
        if not getattr(table, name):
            raise UsageError(f"[mail] graph has no {name}.", f"Set `{name}` in the graph table of [mail].")
    found = secret(
        table.client_secret_env, table.client_secret_file, key="mail.graph.client_secret", base_dir=base_dir, env=env
    )
    if found is None:
        raise UsageError(
            "[mail] graph has no client secret.", "Name the environment variable that holds it in client_secret_env."
        )
    return GraphCourier(
        GraphMailbox(
            tenant=table.tenant, client_id=table.client_id, client_secret=found, sender=table.sender,
            base_url=table.base_url, login_url=table.authority, look_up=table.look_up,
        )
    )  # fmt: skip
