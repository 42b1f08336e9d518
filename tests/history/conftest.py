"""Builders for runs, and an empty history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from auditor.history import History
from auditor.model import (
    Account,
    AccountResult,
    Call,
    CallCount,
    Evidence,
    Finding,
    Outcome,
    Post,
    Posts,
    Run,
    Seen,
    Severity,
    Snapshot,
    State,
    Trouble,
    Unreachable,
)
from auditor.outbox import OutboxMail

FIRST = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def night(n):
    return FIRST + timedelta(days=n)


def snapshot(account_id="library-x", at=FIRST, bio="News from the Library.", followers=100, **more):
    return Snapshot(
        account_id=account_id, taken_at=at, native_id=more.pop("native_id", "1001"), bio=Seen(bio),
        followers=Seen(followers), calls=(Call("x:users", at, "ab" * 32),), **more,
    )  # fmt: skip


def unreachable(account_id="library-x", at=FIRST, trouble=Trouble.TIMEOUT):
    return Unreachable(account_id, at, trouble, "The platform did not answer.", "Nothing; it is asked again tomorrow.")


def posts(*texts, at=FIRST):
    items = [Post(id=str(n), at=at - timedelta(hours=n), text=text, title=text) for n, text in enumerate(texts)]
    return Seen(Posts(tuple(items)))


def finding(account_id="library-x", control="hours-stated", outcome=Outcome.PASS, at=FIRST, **more):
    return Finding(
        account_id=account_id, control=control, clause="2.2.2", severity=more.pop("severity", Severity.MEDIUM),
        outcome=outcome, message=more.pop("message", "The profile says when the account is monitored."),
        evidence=(Evidence("profile.bio", "Mon-Fri 9-5", "x:users", at),),
        expected="Hours in the profile.", remedy="Write the hours into the profile.",
        fingerprint=more.pop("fingerprint", f"{account_id}/{control}"), **more,
    )  # fmt: skip


def result(sight, *findings, state=State.LIVE, account_id=None, **more):
    name = account_id or sight.account_id
    return AccountResult(
        account=Account(id=name, platform="x", handle=name, unit="Library"), state=state, findings=findings, sight=sight,
        fetched_at=sight.taken_at if sight else None, **more,
    )  # fmt: skip


def run(run_id="2026-11-22T02-00-00Z", *results, kind="full", at=FIRST, **more):
    return Run(
        id=run_id, kind=kind, started_at=at, finished_at=at + timedelta(minutes=1), version="0.1.0", policy_sha256="p",
        register_sha256="r", results=results, calls={"x": CallCount(1, 2, 0.5)}, **more,
    )  # fmt: skip


def begin(history, a_run):
    return history.begin(
        a_run.id, kind=a_run.kind, started_at=a_run.started_at, version=a_run.version,
        policy_sha256=a_run.policy_sha256, register_sha256=a_run.register_sha256, selection=a_run.selection,
    )  # fmt: skip


def store(history, a_run, mails=(), shard="x/0"):
    """The whole life of a run."""
    begin(history, a_run)
    history.record(a_run.id, shard, [r.sight for r in a_run.results if r.sight], {"x": CallCount(1)})
    history.conclude(a_run, mails)
    return a_run


def mail(recipient="team@example.ac.uk", kind="nightly", **more):
    return OutboxMail(
        kind=kind, recipient=recipient, subject=more.pop("subject", "Account audit"),
        message=more.pop("message", b"Subject: Account audit\r\n\r\nAll well.\r\n"),
        message_id=f"<{kind}.{recipient}@example.ac.uk>", created_at=more.pop("created_at", FIRST), **more,
    )  # fmt: skip


@pytest.fixture
def raw(history, tmp_path):
    """Runs a statement past the store, as somebody with a database browser would."""

    def execute(statement):
        with history._engine.begin() as connection:
            done = connection.exec_driver_sql(statement)
            return done.all() if done.returns_rows else done.rowcount

    return execute


@pytest.fixture
def make():
    return SimpleNamespace(
        night=night, snapshot=snapshot, unreachable=unreachable, posts=posts, finding=finding, result=result, run=run,
        begin=begin, store=store, mail=mail, FIRST=FIRST,
    )  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def history_url(request):
    """The address of a history that nothing is in yet, of either kind."""
    return "sqlite:///auditor.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
def history(history_url, tmp_path):
    """An empty history."""
    with History.open(history_url, tmp_path) as opened:
        yield opened
