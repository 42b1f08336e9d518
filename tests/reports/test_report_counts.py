"""Whatever a run says, its numbers are the same in every form and always add up."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model import Account, AccountResult, Finding, Outcome, Run, Severity, State
from reports import csv_table, html, json_v1, mail, terminal
from reports.view import Office, build
from reports.words import Status, of_finding

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
CONTROLS = ("purpose-stated", "hours-stated", "two-factor", "identity-unchanged")


@st.composite
def runs(draw, night=0):
    results = []
    for n in range(draw(st.integers(0, 6))):
        account = Account(id=f"a{n}", platform=draw(st.sampled_from(["x", "blog", "wechat"])), handle=f"h{n}", unit=draw(st.sampled_from(["Arts", "Law", "Éire"])))
        findings = tuple(
            Finding(
                account_id=account.id, control=control, clause="2.2.2", severity=draw(st.sampled_from(Severity)),
                outcome=draw(st.sampled_from(Outcome)), message="Something.", status=draw(st.sampled_from(["new", "open", None])),
                since=draw(st.sampled_from([None, date(2026, 11, 22), date(2026, 9, 1)])),
            )
            for control in CONTROLS[: draw(st.integers(0, 4))]
        )
        results.append(AccountResult(account=account, state=draw(st.sampled_from(State)), findings=findings))
    at = AT - timedelta(days=night)
    return Run(
        id=f"r{night}", kind="full", started_at=at, finished_at=at, version="1", policy_sha256="p", register_sha256="r", results=tuple(results)
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(run=runs(), previous=st.none() | runs(night=1))
def test_all_forms_agree_and_every_set_of_counts_makes_its_total(run, previous):
    view = build(run, infos={}, office=Office("Here"), zone=ZoneInfo("Europe/London"), previous=previous)
    findings = [f for r in run.results for f in r.findings]

    assert view.counts.total == len(run.results) == sum(u.counts.total for u in view.units)
    assert view.finding_counts.total == len(findings) == sum(c.counts.total for c in view.checks)
    assert sum(json_v1.totals(run).values()) == len(findings)

    rows = list(csv.DictReader(io.StringIO(csv_table.dumps(run).decode("utf-8-sig"))))
    for status in Status:
        assert sum(row["status"] == status.label for row in rows) == getattr(view.finding_counts, status.value)
        assert sum(of_finding(f) is status for f in findings) == getattr(view.finding_counts, status.value)

    told = mail.nightly(view)
    if run.results:
        totals = told.text.split("ALL ACCOUNTS")[1].split("Total")[0].split("\n")
        assert sum(int(line.split()[-1]) for line in totals if line.strip()) == len(run.results)
    assert f" {len(run.results):,} account" in terminal.summary(run, {}, 80) or not run.results
    assert dict(html.render(view))["index.html"]


@settings(max_examples=60, deadline=None)
@given(run=runs(), previous=runs(night=1))
def test_nothing_is_counted_as_both_new_and_fixed_and_lost_sight_is_neither(run, previous):
    view = build(run, infos={}, office=Office("Here"), zone=ZoneInfo("Europe/London"), previous=previous)
    pairs = [{(c.href, c.check) for c in lines} for lines in (view.changes.new, view.changes.fixed, view.changes.lost, view.changes.eased)]

    assert sum(len(p) for p in pairs) == len(set().union(*pairs))
    assert sum(r.new for r in view.accounts) == len(view.changes.new) == sum(u.new for u in view.units)
    assert sum(u.fixed for u in view.units) == len(view.changes.fixed)
