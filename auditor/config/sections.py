"""The tables of config.toml as the contract promises them, one class a table, each key with its kind, use and default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from auditor.config._kinds import (
    CLOCK,
    DAY,
    DOMAIN,
    FILLED,
    HOST,
    MAILBOX,
    MAYBE_MAILBOX,
    MAYBE_WEB,
    SPAN,
    SWITCH,
    TEXT,
    TEXTS,
    VARIABLE,
    WEB,
    WEEKLY,
    ZONE,
    ListOf,
    MapOf,
    TableOf,
    choice,
    key,
    number,
    whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """Whose bank holidays count, and the days on which the organisation is closed."""

    country: str = key(TEXT, "ISO code of the country; empty = no bank holidays", "GB")
    subdivision: str = key(TEXT, "ISO code of the part of the country", "ENG")
    closures: tuple[tuple[date, date], ...] = key(ListOf(SPAN), "days, or ranges first/last, both included", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom readers of a mail or report may ask."""

    mail: str = key(MAYBE_MAILBOX, "mail address for questions", "")
    phone: str = key(TEXT, "telephone number for emergencies", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who is audited."""

    name: str = key(FILLED, "the organisation's full name")
    short_names: tuple[str, ...] = key(TEXTS, "other names that a display name may carry", ())
    link_domains: tuple[str, ...] = key(ListOf(DOMAIN), "domains that profiles may link to, subdomains included", ())
    mail_domains: tuple[str, ...] = key(ListOf(DOMAIN), "domains of staff mail addresses", ())
    timezone: str = key(ZONE, "where the organisation's clock hangs", "Europe/London")
    holidays: Holidays = key(TableOf(Holidays), "bank holidays and closures", Holidays())  # noqa: RUF009 - frozen
    contact: Contact = key(TableOf(Contact), "whom readers may ask", Contact())  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the policy itself fixes."""

    effective_on: date | None = key(  # noqa: RUF009 - frozen
        DAY, "since when the policy binds; older accounts' handles are advisory", None
    )
    handle_prefix: str = key(TEXT, "what handles begin with; empty = no such rule", "")
    central_accounts: tuple[str, ...] = key(TEXTS, '"platform:handle" or register ids; may speak in an emergency', ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Where the register lies: CSV files, or one workbook."""

    accounts: str | None = key(FILLED, "CSV file of the accounts", None)
    access: str | None = key(FILLED, "CSV file of the people with access", None)
    waivers: str | None = key(FILLED, "CSV file of the waivers", None)
    changes: str | None = key(FILLED, "CSV file of changes announced in advance", None)
    register_: str | None = key(FILLED, "one workbook instead of CSV files", None, name="register")
    workbook: str | None = key(FILLED, "another word for `register`", None)
    columns: Mapping[str, Mapping[str, str]] = key(
        MapOf(MapOf(FILLED)), "sheet -> canonical column -> header in your sheet", {}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Where comments and mentions are fetched although that costs calls or money."""

    platforms: tuple[str, ...] = key(TEXTS, "names of platforms", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How far and how long anything may be asked."""

    allow_private: tuple[str, ...] = key(ListOf(HOST), "hosts in private ranges that addresses may lead to", ())
    check_links: bool = key(SWITCH, "follow profile links and shorteners", default=False)
    timeout_seconds: float = key(number(600), "for one request in all", 30.0)
    deadline_minutes: float = key(number(1440), "for the whole run", 60.0)
    max_requests: int = key(whole(1, 100_000_000), "a run that foresees more is refused before its first", 30_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A mail server."""

    host: str = key(TEXT, "its name", "")
    port: int = key(whole(1, 65535), "its port", 587)
    tls: str = key(choice("starttls", "implicit", "none"), "how the connection is protected", "starttls")
    user: str = key(TEXT, "user name; empty = no sign-in", "")
    password_env: str = key(VARIABLE, "variable with the password", "")
    password_file: str = key(TEXT, "file (mode 600) or systemd credential with the password", "")
    auth: str = key(choice("password", "xoauth2"), "how to sign in: by password, or by an access token of OAuth", "password")
    token_env: str = key(VARIABLE, "variable with the access token for xoauth2", "")
    token_file: str = key(TEXT, "file (mode 600) or systemd credential with the access token, renewed by whoever writes it", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Microsoft Graph as mail transport."""

    tenant: str = key(TEXT, "tenant id", "")
    client_id: str = key(TEXT, "id of the registered app", "")
    client_secret_env: str = key(VARIABLE, "variable with the app's secret", "")
    client_secret_file: str = key(TEXT, "file (mode 600) or systemd credential with the app's secret", "")
    sender: str = key(MAYBE_MAILBOX, "mailbox that sends", "")
    base_url: str = key(WEB, "address of Graph", "https://graph.microsoft.com")
    authority: str = key(WEB, "address of the sign-in", "https://login.microsoftonline.com")
    look_up: bool = key(SWITCH, "look whether a mail cut off has gone before sending it again; needs Mail.ReadWrite", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Who gets mail, and how it is sent."""

    transport: str = key(choice("outbox", "smtp", "microsoft-graph", "sendmail"), "how mails leave", "outbox")
    from_: str = key(MAYBE_MAILBOX, "the sender", "", name="from")
    to: tuple[str, ...] = key(ListOf(MAILBOX), "who gets the nightly report", ())
    reply_to: str = key(MAYBE_MAILBOX, "where answers go", "")
    security: tuple[str, ...] = key(ListOf(MAILBOX), "who also gets alerts", ())
    operators: tuple[str, ...] = key(ListOf(MAILBOX), "who is told of failed and partial runs", ())
    unit_heads: Mapping[str, str] = key(MapOf(MAILBOX), "unit -> its head, told of what must be fixed and has been open for 14 days", {})
    managers: bool = key(SWITCH, "digests and reminders to account managers", default=True)
    outbox: str = key(FILLED, 'folder of transport "outbox"', "var/outbox")
    sendmail: str = key(FILLED, 'program of transport "sendmail"', "/usr/sbin/sendmail")
    smtp: Smtp = key(TableOf(Smtp), 'transport "smtp"', Smtp())  # noqa: RUF009 - frozen
    graph: Graph = key(TableOf(Graph), 'transport "microsoft-graph"', Graph())  # noqa: RUF009 - frozen
    on_doubt: str = key(choice("resend", "skip"), "a mail cut off before the server's answer", "resend")
    max_mails: int = key(whole(1, 1_000_000), "of one run; the team's come first, what is over is not made", 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """The dead man's switch that is told of start, success and failure."""

    ping_url_env: str = key(VARIABLE, "variable with its address", "")
    ping_url_file: str = key(TEXT, "file (mode 600) or systemd credential with its address", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Where runs are stored, and for how long."""

    url: str = key(FILLED, "database: SQLite file or PostgreSQL", "sqlite:///var/auditor.db")
    url_env: str = key(VARIABLE, "variable with the database's address, where it holds a password", "")
    url_file: str = key(TEXT, "file (mode 600) or systemd credential with the database's address", "")
    keep_post_texts_days: int = key(whole(0), "how long texts of posts are kept", 90)
    keep_runs_days: int = key(whole(1), "how long runs are kept", 1100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Where the report is published, and from which severity on a run ends with 11 to 14."""

    output: str = key(FILLED, "folder of the report", "var/reports")
    base_url: str = key(MAYBE_WEB, "where the folder is served; empty = mails carry no links to it", "")
    fail_on: str = key(choice("low", "medium", "high", "critical", "never"), "threshold of the exit code", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When `auditor schedule` works, in the organisation's time zone."""

    nightly: str = key(CLOCK, "time of the nightly run", "02:00")
    weekly: str = key(WEEKLY, "day and time of the weekly digests", "Mon 07:30")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What carries out the run."""

    kind: str = key(choice("local", "dask"), "this machine, or a Dask cluster", "local")


SECTIONS: dict[str, type[object]] = {
    "organisation": Organisation,
    "policy": Policy,
    "register": Register,
    "questions": Questions,
    "network": Network,
    "mail": Mail,
    "alerts": Alerts,
    "history": History,
    "report": Report,
    "schedule": Schedule,
    "engine": Engine,
}
