"""Runs in which every field that a stranger fills holds a hostile text: one account a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.model import AccountResult, Candidate, Evidence, Image, Link, Run, Seen, Snapshot, Unreachable
from reports.view import ReportView, build
from tests.reports import sample_run as sample


def run_of(texts: Sequence[str], *, ids: bool = False) -> Run:
    """A run with one account a text; with `ids`, the register's id holds it too."""
    run = sample.run(len(texts), worse=4.0)
    results = tuple(
        _poisoned(result, text, n if ids else None)
        for n, (result, text) in enumerate(zip(run.results, texts, strict=True))
    )
    candidates = tuple(Candidate("x", text, text, text, text) for text in texts[:5])
    return replace(run, results=results, candidates=candidates)


def view_of(run: Run) -> ReportView:
    """What the pages and mails of such a run show."""
    return build(run, infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE, previous=None, trend=())


def _poisoned(result: AccountResult, text: str, number: int | None) -> AccountResult:
    account = replace(
        result.account,
        name=text,
        unit=text,
        url=text,
        purpose=text,
        audience=text,
        notes=text,
        handle=text,
        owner_name=text,
        manager_name=text,
        hours=text,
    )
    if number is not None:
        account = replace(account, id=text)
    findings = tuple(
        replace(
            f,
            account_id=account.id,
            message=text,
            expected=text,
            remedy=text,
            evidence=tuple(Evidence(text, text, text, None, ((0, 3),)) for _ in f.evidence),
            waiver=f.waiver and replace(f.waiver, reason=text, approved_by=text),
        )
        for f in result.findings
    )
    sight = result.sight
    if isinstance(sight, Snapshot):
        sight = replace(
            sight,
            account_id=account.id,
            handle=Seen(text),
            name=Seen(text),
            bio=Seen(text),
            texts=Seen(((text, text),)),
            links=Seen((Link(text, text),)),
            image=Seen(Image(text)),
            location=Seen(text),
            verified=Seen(text),
            native_id=text,
        )
    elif isinstance(sight, Unreachable):
        sight = replace(sight, account_id=account.id, message=text, remedy=text)
    return replace(result, account=account, findings=findings, sight=sight, native_id=text)
