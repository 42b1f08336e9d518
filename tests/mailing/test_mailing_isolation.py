"""No manager's mail holds anything of an account that is not theirs, whatever the register: whole messages, byte by byte."""

from __future__ import annotations

import email
import email.policy
import random
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from auditor.cli._letters import Desk
from auditor.cli._mails import finished
from auditor.config import Settings, load
from auditor.mailing import Wanted
from auditor.model import Account, AccountResult, Outcome, Run
from reports.view import Office, build
from tests.mailing.mailing_nights import FAIL, MUST, PASS, REVIEW, RULES, SHOULD, Nights, Said

CONFIG = """
[organisation]
name = "University of Westmarch"
mail_domains = ["uni.example"]
[register]
accounts = "a.csv"
[mail]
from = "Audit <audit@uni.example>"
to = ["team@uni.example"]
reply_to = "desk@uni.example"
[report]
base_url = "https://audit.uni.example"
"""
STREAMS = {"digest", "clear", "password", "takeover"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return load(tmp_path / "config.toml", {})


def _word(dice: random.Random, start: str) -> str:
    return start + "".join(dice.choices("bcdfghjklmnpqrstvwxz", k=9))


def _register(dice: random.Random) -> list[Account]:
    people = [f"{_word(dice, 'p')}@uni.example" for _ in range(dice.randint(2, 5))]
    units = [_word(dice, "Unit").title() for _ in range(dice.randint(1, 4))]
    platforms = ["x", "youtube", "instagram", "blog"]
    return [
        Account(
            id=_word(dice, "id"), platform=dice.choice(platforms), handle=_word(dice, "handle"), unit=dice.choice(units),
            name=_word(dice, "Name"), native_id=_word(dice, "nid"), manager_email=dice.choice([*people, None]),
        )
        for _ in range(dice.randint(4, 24))
    ]  # fmt: skip


def _telling(result: AccountResult, others: list[Account], dice: random.Random) -> AccountResult:
    """Messages that name another account, as those about duplicates do."""
    other = dice.choice(others)
    words = f"The register has this account also as {other.id}, @{other.handle} and {other.native_id}."
    return replace(result, findings=tuple(replace(f, message=words, remedy=words) for f in result.findings))


def _decoded(data: bytes) -> str:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    parts = [p.get_content() for p in message.walk() if not p.is_multipart()]
    heads = [f"{k}: {v}" for k, v in message.items()]
    texts = [p if isinstance(p, str) else p.decode("utf-8", "replace") for p in parts]
    return "\n".join([*heads, *texts, data.decode("ascii", "replace")]).casefold()


def _mail(settings: Settings, nights: Nights, run: Run, one: Wanted) -> bytes:
    office = Office("University of Westmarch", "desk@uni.example", "01234 567 890")
    desk = Desk(
        run=run, office=office, zone=RULES.zone, at=nights.at, base_url="https://audit.uni.example",
        view=lambda: build(run, infos={}, office=office, zone=RULES.zone, previous=None),
    )  # fmt: skip
    letter = desk.write(one)
    return finished(
        settings, letter, run_id=run.id, kind=one.kind, recipient=one.recipient, at=nights.at, stream=one.stream,
        thread=one.thread,
    ).message  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_a_managers_mails_hold_nothing_of_other_accounts(seed: int, settings: Settings) -> None:
    dice = random.Random(seed)
    nights = Nights(*_register(dice))
    seen = 0
    for night in range(6):
        said = {a.id: _said(dice, night, nights) for a in nights.accounts}
        letters = nights.night(said)
        assert nights.previous is not None
        others = nights.accounts
        run = replace(nights.previous, results=tuple(_telling(r, others, dice) for r in nights.previous.results))
        for one in letters:
            if one.stream in STREAMS and one.recipient != "team@uni.example":
                _assert_own(_decoded(_mail(settings, nights, run, one)), nights.accounts, one.recipient)
                seen += 1
    assert seen


def _said(dice: random.Random, night: int, nights: Nights) -> Said:
    must: Outcome = FAIL if night in {1, 2} else dice.choice([PASS, FAIL])
    due = (nights.at + timedelta(days=1)).date().isoformat()
    return Said(
        {MUST: must, SHOULD: dice.choice([PASS, FAIL, REVIEW])},
        {"password-rotated": {"due_on": due} if night == 3 else {}},
    )


def _assert_own(text: str, accounts: list[Account], recipient: str) -> None:
    mine = [a for a in accounts if (a.manager_email or "").lower() == recipient]
    units = {a.unit for a in mine}
    for account in accounts:
        if account in mine:
            continue
        foreign = [account.id, account.handle, account.name or "", account.native_id or ""]
        foreign += [account.unit] if account.unit not in units else []
        if account.manager_email and account.manager_email != recipient:
            foreign.append(account.manager_email)
        for name in foreign:
            assert name.casefold() not in text, f"{name} in a mail to {recipient}"
