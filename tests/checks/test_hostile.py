"""No control breaks on what platforms and spreadsheets may hold, and a part that failed to arrive never makes a pass."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from auditor.checks import discover
from auditor.model import (
    Exchange,
    Exchanges,
    Figures,
    Image,
    Incident,
    Link,
    Media,
    Outcome,
    Post,
    SecurityFacts,
    Seen,
    Snapshot,
    Unseen,
    Why,
)
from tests.checks.builders import (
    NOW,
    UNAVAILABLE,
    UNSUPPORTED,
    WITHHELD,
    access,
    account,
    case,
    check_shape,
    post,
    snapshot,
    timeline,
)
from tests.effort import within

CONTROLS = discover()
FIELDS = tuple(
    f.name
    for f in fields(Snapshot)
    if f.name not in {"account_id", "taken_at", "native_id", "private", "calls", "extra"}
)
TEXTS = [
    "",
    "\x00\x1b[31m\r\n",
    "\u202e\u2066\ufeff\u200d" * 3,
    "<script>alert(1)</script>{{7*7}}%s%n",
    "=cmd|' /C calc'!A0",
    "\ud800",
    "A" * 5000,
    "https://" * 400,
    "Z\u0310\u0351" * 500,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 50,
    "9-5 Mon-" * 500,
    "a@b.c " * 500,
]


def rich(text="News and help from the Library. Monitored Mon-Fri 9am-5pm.") -> Snapshot:
    told = Post(
        id="p",
        at=NOW - timedelta(days=2),
        text=text,
        url=text,
        title=text,
        lang=text[:5],
        links=(text,),
        media=(Media("image", alt=Seen(text), captions=Seen(True)),),
    )
    return snapshot(
        handle=Seen(text),
        name=Seen(text),
        bio=Seen(text),
        texts=Seen(((text, text),)),
        links=Seen((Link(text, text),)),
        image=Seen(Image(text, key=text, fingerprint=text)),
        verified=Seen(text),
        followers=Seen(10),
        posts_count=Seen(9),
        posts=timeline(told),
        films=Seen((told,)),
        security=Seen(SecurityFacts(text, (), text)),
        exchanges=Seen(Exchanges((Exchange(id="e", at=NOW - timedelta(days=3), text=text + "?", url=text),))),
    )


def ask(control_id: str, made, snapshot_needed=True):
    """The runner in small."""
    control = CONTROLS[control_id]
    settings = control.options()
    if control.applies is not None and (verdict := control.applies(made, settings)) is not None:
        return verdict
    unseen = [getattr(made.snapshot, n) for n in control.needs if isinstance(getattr(made.snapshot, n), Unseen)]
    if unseen:
        return None
    return control.judge(made, settings)


@pytest.mark.parametrize("control_id", CONTROLS)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_hostile_texts_are_judged_like_others(control_id, text):
    row = account(
        handle=text,
        name=text,
        unit=text or "U",
        purpose=text,
        audience=text,
        hours=text,
        manager_email=text,
        activity_plan=text,
        password_store=text,
        two_factor=text,
        two_factor_on=date(2026, 1, 1),
        live_titles=(text,),
        opened_on=date(2020, 1, 1),
    )
    past = tuple(
        Figures(NOW - timedelta(days=n), 10, 9, None, 1, (text,), (text[:2],), (3,), 1) for n in range(20, 0, -1)
    )
    for platform in ("x", "blog", "wiki", "mastodon", "bluesky"):
        made = case(
            replace(row, platform=platform),
            rich(text),
            previous=rich(),
            past=past,
            past_audits=20,
            log=[access(person=text)],
            incidents=(Incident("i", NOW - timedelta(days=4), NOW - timedelta(days=3)),),
        )
        verdict = ask(control_id, made)
        assert verdict is None or verdict.message


@pytest.mark.parametrize("why", [UNAVAILABLE, UNSUPPORTED, WITHHELD], ids=lambda u: u.why)
@pytest.mark.parametrize("control_id", [c.id for c in CONTROLS.values() if c.basis == "platform"])
def test_a_snapshot_that_shows_nothing_passes_nothing(control_id, why):
    made = case(
        account(opened_on=date(2020, 1, 1), hours="Mon-Fri 09:00-17:00"),
        snapshot(**dict.fromkeys(FIELDS, why)),
        previous=rich(),
        past_audits=20,
        incidents=(Incident("i", NOW - timedelta(days=4), NOW - timedelta(days=3)),),
    )
    verdict = ask(control_id, made)
    assert verdict is None or verdict.outcome in {Outcome.NOT_EXPOSED, Outcome.NOT_AUDITED, Outcome.NOT_APPLICABLE}
    if verdict is not None and why.why is Why.UNAVAILABLE:
        assert verdict.outcome is Outcome.NOT_AUDITED


def bad() -> Snapshot:
    """A profile in which nearly every control fails or has to be reviewed."""
    told = [
        post(
            40,
            text="Call 07700 900123, you idiot",
            media=(Media("image", alt=Seen(None)),),
            lang="xx",
            links=("https://coin.example",),
        ),
        post(20, text="During the incident"),
    ]
    return snapshot(
        handle=Seen("coin"),
        name=Seen("Coin"),
        bio=Seen("This account is not monitored. Views my own."),
        links=Seen((Link("https://coin.example"),)),
        image=Seen(None),
        verified=Seen("x"),
        followers=Seen(1),
        posts_count=Seen(2),
        posts=timeline(*told),
        newest_post_at=Seen(NOW - timedelta(days=20)),
        native_id="6666",
        films=Seen((post(3, media=(Media("video", captions=Seen(False)),)),)),
        security=Seen(SecurityFacts("off")),
        exchanges=Seen(
            Exchanges(
                tuple(
                    Exchange(id=str(n), at=NOW - timedelta(days=5 if n == 0 else 0, minutes=n), text="Why?")
                    for n in range(30)
                )
            )
        ),
    )


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("control_id", [c.id for c in CONTROLS.values() if c.basis != "register"])
def test_a_part_that_failed_to_arrive_never_turns_a_finding_into_a_pass(control_id, field):
    past = tuple(
        Figures(NOW - timedelta(days=n), 1000, 400, None, 1, ("a.example",), ("en",), (3,), 1) for n in range(20, 0, -1)
    )
    common = {
        "previous": rich(),
        "past": past,
        "past_audits": 20,
        "incidents": (Incident("i", NOW - timedelta(days=20, hours=1), NOW - timedelta(days=19)),),
    }
    row = account(two_factor="app", two_factor_on=date(2026, 6, 1), hours="Mon-Fri 09:00-17:00")
    whole = ask(control_id, case(row, bad(), **common))
    broken = ask(control_id, case(row, replace(bad(), **{field: UNAVAILABLE}), **common))
    if whole is not None and whole.outcome in {Outcome.FAIL, Outcome.REVIEW}:
        assert broken is None or broken.outcome is not Outcome.PASS


@pytest.mark.parametrize("control_id", CONTROLS)
def test_a_profile_of_a_million_letters_is_judged_in_time(control_id):
    text = "News 9-5 at a.example/x? " * 40_000
    made = case(account(hours="Mon-Fri 09:00-17:00"), rich(text), previous=rich(), past_audits=20)
    with within(2):
        ask(control_id, made)


def test_the_bad_profile_is_bad_and_every_verdict_well_formed():
    made = case(account(), bad(), previous=rich(), now=datetime(2026, 11, 22, 2, tzinfo=UTC))
    outcomes = {}
    for control_id in CONTROLS:
        verdict = ask(control_id, made)
        if verdict is not None:
            check_shape(verdict)
            outcomes[control_id] = verdict.outcome
    assert outcomes["identity-unchanged"] is Outcome.FAIL
    assert sum(o is Outcome.PASS for o in outcomes.values()) < 15


def test_observed_fields_are_what_this_test_thinks_they_are():
    assert all(isinstance(getattr(rich(), name), (Seen, Unseen)) for name in FIELDS)
