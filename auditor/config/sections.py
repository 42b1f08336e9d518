"""The tables of config.toml as they are promised in the contract, one class a table."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from auditor.config._types import (
    Clock,
    Day,
    Domains,
    Filled,
    Hosts,
    Mailbox,
    Mailboxes,
    MaybeMailbox,
    MaybeWeb,
    Section,
    Spans,
    Texts,
    Variable,
    Web,
    Weekly,
    Zone,
)


class Holidays(Section):
    """Whose bank holidays count, and the days on which the organisation is closed (inclusive ranges)."""

    country: str = "GB"
    subdivision: str = "ENG"
    closures: Spans = ()


class Contact(Section):
    """Whom readers of a mail or report may ask."""

    mail: MaybeMailbox = ""
    phone: str = ""


class Organisation(Section):
    """Who is audited."""

    name: Filled
    short_names: Texts = ()
    link_domains: Domains = ()
    mail_domains: Domains = ()
    timezone: Zone = "Europe/London"
    holidays: Holidays = Holidays()
    contact: Contact = Contact()


class Policy(Section):
    """What the policy itself fixes."""

    effective_on: Day | None = None
    handle_prefix: str = ""
    central_accounts: Texts = ()


class Register(Section):
    """Where the register lies: CSV files, or one workbook."""

    accounts: Filled | None = None
    access: Filled | None = None
    waivers: Filled | None = None
    changes: Filled | None = None
    register_: Filled | None = Field(default=None, alias="register")
    workbook: Filled | None = None
    columns: dict[str, dict[str, Filled]] = Field(default_factory=dict)


class Questions(Section):
    """The platforms whose comments and mentions are fetched although that costs calls or money."""

    platforms: Texts = ()


class Network(Section):
    """How far and how long anything may be asked."""

    allow_private: Hosts = ()
    check_links: bool = False
    timeout_seconds: float = Field(default=30, gt=0, le=600, allow_inf_nan=False)
    deadline_minutes: float = Field(default=60, gt=0, le=1440, allow_inf_nan=False)


class Smtp(Section):
    """A mail server."""

    host: str = ""
    port: int = Field(default=587, gt=0, lt=65536)
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    user: str = ""
    password_env: Variable = ""
    password_file: str = ""


class Graph(Section):
    """Microsoft Graph as mail transport."""

    tenant: str = ""
    client_id: str = ""
    client_secret_env: Variable = ""
    client_secret_file: str = ""
    sender: MaybeMailbox = ""
    base_url: Web = "https://graph.microsoft.com"
    authority: Web = "https://login.microsoftonline.com"


class Mail(Section):
    """Who gets mail, and how it is sent."""

    transport: Literal["outbox", "smtp", "microsoft-graph", "sendmail"] = "outbox"
    from_: MaybeMailbox = Field(default="", alias="from")
    to: Mailboxes = ()
    reply_to: MaybeMailbox = ""
    security: Mailboxes = ()
    operators: Mailboxes = ()
    unit_heads: dict[str, Mailbox] = Field(default_factory=dict)
    managers: bool = True
    outbox: Filled = "var/outbox"
    sendmail: Filled = "/usr/sbin/sendmail"
    smtp: Smtp = Smtp()
    graph: Graph = Graph()
    on_doubt: Literal["resend", "skip"] = "resend"


class Alerts(Section):
    """The dead man's switch that is told of start, success and failure."""

    ping_url_env: Variable = ""
    ping_url_file: str = ""


class History(Section):
    """Where runs are stored, and for how long."""

    url: Filled = "sqlite:///var/auditor.db"
    url_env: Variable = ""
    url_file: str = ""
    keep_post_texts_days: int = Field(default=90, ge=0)
    keep_runs_days: int = Field(default=1100, ge=1)


class Report(Section):
    """Where the report is published, and from which severity on a run ends with 11 to 14."""

    output: Filled = "var/reports"
    base_url: MaybeWeb = ""
    fail_on: Literal["low", "medium", "high", "critical", "never"] = "high"


class Schedule(Section):
    """When `auditor schedule` works, in the organisation's time zone."""

    nightly: Clock = "02:00"
    weekly: Weekly = "Mon 07:30"


class Engine(Section):
    """What carries out the run."""

    kind: Literal["local", "dask"] = "local"


SECTIONS: dict[str, type[Section]] = {
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
