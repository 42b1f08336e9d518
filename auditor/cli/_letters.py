"""Words for the mails that are wanted: each gets the letter that the reports compose for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from auditor.mailing import (
    Alert,
    AllClear,
    Broken,
    Digest,
    Escalation,
    Fault,
    Nightly,
    Outage,
    Password,
    Takeover,
    Wanted,
    Weekly,
)
from auditor.mailing.alerts import shifts
from auditor.model import outline
from auditor.platforms import PLATFORMS

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from auditor.model import AccountResult, Run
    from reports.letter import Mail
    from reports.mail_alert import Shift
    from reports.mail_operators import Fault as Told
    from reports.view import Office, ReportView, Trend

_HOLDER = "native_id"
_NEXT = "The next mail comes when something changes."
_WORDS = {
    "link": "link", "name": "name", "handle": "handle", "bio": "text", "image": "picture",
    "verification": "verification mark", "history": "post history", "native_id": "account behind the handle",
}  # fmt: skip


def _no_page(_manager: str) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What letters of one run are written from. The view is costly, and built only for letters that need it."""

    run: Run
    office: Office
    zone: ZoneInfo
    at: datetime  # when they are written
    base_url: str
    view: Callable[[], ReportView]
    page_of: Callable[[str], str] = _no_page  # the address of a manager's own page

    @property
    def today(self) -> date:
        """The day in the organisation's zone."""
        return self.at.astimezone(self.zone).date()

    def write(self, one: Wanted) -> Mail:
        """The letter for one wanted mail."""
        match one.facts:
            case Nightly() | Weekly():
                return self._to_team(one.facts)
            case Digest() | AllClear() | Escalation():
                return self._about_accounts(one, one.facts)
            case Password() | Takeover():
                return self._reminder(one, one.facts)
            case Alert():
                return self._alert(one, one.facts)
            case Broken() | Outage():
                return self._to_operators(one.facts)

    def _to_team(self, facts: Nightly | Weekly) -> Mail:
        if isinstance(facts, Nightly):
            from reports import mail

            return mail.nightly(self.view(), base_url=self.base_url, next_mail=_NEXT)
        from reports import mail_weekly

        view = self.view()
        recent = [t for t in view.trend if t.at > self.at - timedelta(days=7)]
        return mail_weekly.weekly(view, week_ago=_week_ago(view), runs=len(recent), at=self.at, base_url=self.base_url)

    def _about_accounts(self, one: Wanted, facts: Digest | AllClear | Escalation) -> Mail:
        from reports import mail_manager

        match facts:
            case Digest():
                return mail_manager.digest(
                    self.view(), one.accounts, base_url=self.base_url, page=self.page_of(one.recipient),
                    told=facts.told, new=facts.new, next_mail=_NEXT,
                )
            case AllClear():
                return mail_manager.all_clear(self.view(), one.accounts)
            case Escalation():
                return mail_manager.escalation(
                    self.view(), one.accounts, unit=facts.unit, told=facts.told, base_url=self.base_url
                )

    def _reminder(self, one: Wanted, facts: Password | Takeover) -> Mail:
        from reports import mail_manager

        title = title_of(self._result(one))
        if isinstance(facts, Password):
            return mail_manager.password_reminder(
                self.office, account=title, account_id=one.accounts[0], due=facts.due, today=self.today
            )
        return mail_manager.takeover_reminder(
            self.office, account=title, role=facts.role, ends=facts.ends, today=self.today
        )

    def _alert(self, one: Wanted, facts: Alert) -> Mail:
        from reports.keys import account_key
        from reports.mail_alert import hijack

        result = self._result(one)
        finding = facts.finding
        changed = shifts(finding) if finding is not None else []
        before = [e.seen_at for e in finding.evidence if e.seen_at is not None] if finding is not None else []
        seen = result.fetched_at or self.run.started_at
        page = (
            f"{self.base_url.rstrip('/')}/a/{account_key(result.account.platform, result.account.id)}.html"
            if self.base_url
            else ""
        )
        return hijack(
            self.office,
            account=title_of(result),
            incident=facts.incident,
            shifts=[_shift(*one) for one in changed],
            last_good=min((at for at in before if at < seen), default=None),
            seen=seen,
            zone=self.zone,
            page=page,
            stage=facts.stage,
            note=facts.note or (finding.message if finding is not None and _needs_words(changed) else ""),
        )

    def _to_operators(self, facts: Broken | Outage) -> Mail:
        from reports import mail_operators

        faults = [_fault(f) for f in facts.faults]
        if isinstance(facts, Outage):
            return mail_operators.outage(
                self.office, run_id=self.run.id, at=self.run.started_at, zone=self.zone, faults=faults
            )
        platforms = len({r.account.platform for r in outline(self.run)})
        return mail_operators.run_failed(
            self.office, run_id=self.run.id, at=self.run.started_at, zone=self.zone, faults=faults,
            platforms=platforms, finished=True,
        )  # fmt: skip

    def _result(self, one: Wanted) -> AccountResult:
        return next(r for r in outline(self.run) if r.account.id == one.accounts[0])


def _shift(name: str, before: str, after: str) -> Shift:
    """One changed thing in words; an id alone tells nobody what it is."""
    from reports.mail_alert import Shift

    if name != _HOLDER:
        return Shift(_WORDS.get(name, name), before, after)
    return Shift(_WORDS[name], f"permanent id {before}" if before else "", f"permanent id {after}", alone=True)


def _needs_words(changed: Sequence[tuple[str, str, str]]) -> bool:
    """Whether the list of changes does not tell the matter by itself."""
    return all(name == _HOLDER for name, _, _ in changed)


def title_of(result: AccountResult) -> str:
    """An account as mails name it: "Library on X", by the register's names."""
    account = result.account
    return f"{account.name or account.handle} on {PLATFORMS[account.platform].label}"


def _fault(fault: Fault) -> Told:
    from reports.mail_operators import Fault as Told

    label = PLATFORMS[fault.where].label if fault.where in PLATFORMS else "The run"
    return Told(label, fault.accounts, fault.message, fault.remedy)


def _week_ago(view: ReportView) -> Trend | None:
    """The newest run that is at least six days old: with a nightly job the one of the same night last week."""
    day = view.run.started_at - timedelta(days=6)
    old = [t for t in view.trend if t.at <= day]
    return old[-1] if old else None
