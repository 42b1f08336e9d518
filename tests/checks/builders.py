"""Small builders: an account, a snapshot and a case in which everything is in order, to be changed where a test looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from auditor.checks import discover
from auditor.checks._api import Case, Options, Organisation
from auditor.model import (
    Access,
    Account,
    Call,
    Evidence,
    Image,
    Link,
    Outcome,
    Post,
    Posts,
    Register,
    Seen,
    Snapshot,
    Trouble,
    Unreachable,
    Unseen,
    Verdict,
    Where,
    Why,
)

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
UNAVAILABLE = Unseen(Why.UNAVAILABLE)
WITHHELD = Unseen(Why.WITHHELD)
UNSUPPORTED = Unseen(Why.UNSUPPORTED)

ORG = Organisation(
    name="University of Harrowgate",
    short_names=("Harrowgate Uni", "UoH", "HarUni"),
    link_domains=("harrowgate.ac.uk",),
    mail_domains=("harrowgate.ac.uk",),
    holiday_country="GB",
    holiday_subdivision="ENG",
    effective_on=date(2018, 5, 1),
    handle_prefix="haruni",
    central_accounts=("x:haruni",),
    contact_mail="social@harrowgate.ac.uk",
    contact_phone="01632 960123",
)


def account(**changes) -> Account:
    given = {
        "id": "library-x",
        "platform": "x",
        "handle": "harunilibrary",
        "native_id": "1001",
        "unit": "Library",
        "manager_email": "m.person@harrowgate.ac.uk",
        "where": Where("accounts.csv", 2),
    }
    return Account(**{**given, **changes})


def access(**changes) -> Access:
    given = {
        "account_id": "library-x",
        "person": "M. Person",
        "email": "m.person@harrowgate.ac.uk",
        "role": "manager",
        "granted_on": date(2024, 1, 8),
        "where": Where("access.csv", 2),
    }
    return Access(**{**given, **changes})


def snapshot(**changes) -> Snapshot:
    given = {
        "account_id": "library-x",
        "taken_at": NOW,
        "native_id": "1001",
        "handle": Seen("HarUniLibrary"),
        "name": Seen("UoH Library"),
        "bio": Seen("News and help from the Library. Monitored Mon-Fri 9am-5pm."),
        "links": Seen((Link("https://www.harrowgate.ac.uk/library"),)),
        "image": Seen(Image("https://img.example/1.png", key="https://img.example/1.png")),
        "created_at": Seen(datetime(2019, 3, 1, tzinfo=UTC)),
        "newest_post_at": Seen(NOW - timedelta(days=1)),
        "calls": (Call("x:users", NOW, "0" * 64), Call("x:posts", NOW, "1" * 64)),
    }
    return Snapshot(**{**given, **changes})


def post(days_ago: float = 1, **changes) -> Post:
    at = NOW - timedelta(days=days_ago)
    given = {"id": f"p{days_ago}", "at": at, "url": f"https://x.example/p{days_ago}", "text": "Open late this week."}
    return Post(**{**given, **changes})


def timeline(*posts: Post, since: datetime | None = None, reach="timeline") -> Seen[Posts]:
    return Seen(Posts(tuple(posts), reach=reach, since=since))


def trouble(
    kind: Trouble,
    message: str = "X did not answer.",
    remedy: str = "Wait for the next run.",
    held_by: str | None = None,
) -> Unreachable:
    return Unreachable("library-x", NOW, kind, message, remedy, source="x:users", held_by=held_by)


def case(row: Account | None = None, shot: Snapshot | None = None, **changes) -> Case:
    row = row or account()
    log = changes.pop("log", ())
    rows = changes.pop("rows", (row,))
    given = {
        "account": row,
        "now": NOW,
        "org": ORG,
        "register": Register(rows, access=tuple(log), has_access_log=changes.pop("has_log", bool(log))),
        "snapshot": shot,
        "sight": shot,
    }
    return Case(**{**given, **changes})


def judged(control_id: str, made: Case, **options) -> Verdict:
    """What the runner would ask: first whether the control applies, then its judgement; every verdict is well formed."""
    control = discover()[control_id]
    settings: Options = replace(control.options(), **options)
    verdict = control.applies(made, settings) if control.applies is not None else None
    verdict = verdict or control.judge(made, settings)
    check_shape(verdict)
    return verdict


def check_shape(verdict: Verdict) -> None:
    assert verdict.message
    assert verdict.message[0].isupper() or not verdict.message[0].isalpha()
    assert verdict.message.rstrip().endswith((".", '."')), verdict.message
    if verdict.outcome in {Outcome.FAIL, Outcome.REVIEW, Outcome.PASS}:
        assert verdict.evidence, verdict.message
    for item in verdict.evidence:
        assert isinstance(item, Evidence)
        assert item.field
        for start, end in item.marks:
            assert 0 <= start < end <= len(item.value)
    for text in (verdict.message, *(e.value for e in verdict.evidence)):
        assert "m.person@" not in text
        assert "M. Person" not in text
