"""Suspected hijacks: told at once and once, again when they change, and when they are over."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from auditor.mailing.letters import Alert, Wanted
from auditor.mailing.memory import Incident, short
from auditor.mailing.situation import Situation, in_use, unique
from auditor.model import AccountResult, Finding, Outcome, State

log = logging.getLogger(__name__)

CONTROL = "identity-unchanged"
SIGNS = frozenset({CONTROL, "account-live"})  # the controls that may speak of a hijack
FORGOTTEN_AFTER = timedelta(days=30)
_HOLDER = "native_id"  # the field that says which account is behind the handle
SPEAKS = frozenset({Outcome.FAIL, Outcome.REVIEW})
_NEVER_BACK = frozenset({"history"})  # fields that cannot become again what they were
_ANNOUNCED = "The change has been entered in the register as announced."
_RESTORED = "What had changed is again as it was before."


@dataclass(frozen=True, slots=True)
class Turn:
    """How one incident went on tonight; `after` is None when it is over."""

    result: AccountResult
    incident: Incident
    stage: Literal["new", "update", "closed"] | None
    note: str = ""
    after: Incident | None = None
    finding: Finding | None = None


def turns(s: Situation) -> list[Turn]:
    """Every incident that is live or begins tonight.

    What an audit without mails saw since the last mails counts as seen tonight: to this run it may be nothing new any more.
    """
    between = {r.account.id: f for r in s.unmailed if (f := sign_of(r)) is not None and suspected(f)}
    found: list[Turn] = []
    for result in s.run.results:
        old = s.memory.incidents.get(result.account.id)
        finding = sign_of(result)
        if old is not None:
            found.append(_goes_on(s, result, old, finding))
            continue
        earlier = between.get(result.account.id)
        if earlier is not None and finding is not None and _taken_back(earlier, finding, result):
            continue
        sign = finding if finding is not None and suspected(finding) else earlier
        if sign is not None and in_use(result):
            new = Incident(_name(s, result.account.id), s.today.isoformat(), _fields(sign))
            found.append(Turn(result, new, "new", after=new, finding=sign))
    return found


def _taken_back(earlier: Finding, now: Finding, result: AccountResult) -> bool:
    """Whether tonight everything is again as it was before what an audit in between saw."""
    was, back = _fields(earlier), _fields(now)
    return bool(was) and all(
        (name in back and back[name][1] == before) or (name == _HOLDER and _is_holder(result, before))
        for name, (before, _) in was.items()
    )


def _is_holder(result: AccountResult, hashed: str) -> bool:
    """Whether the platform shows the account, and it is the one with this permanent id."""
    return result.state is State.LIVE and result.native_id is not None and short(result.native_id) == hashed


def sign_of(result: AccountResult) -> Finding | None:
    """The finding that speaks of a hijack, else what is said of the account's identity."""
    about = [f for f in result.findings if f.control == CONTROL or suspected(f)]
    return next((f for f in about if suspected(f)), about[0] if about else None)


def suspected(finding: Finding) -> bool:
    """Whether a finding says that somebody else may control the account."""
    return finding.outcome in SPEAKS and bool(finding.details.get("hijack"))


def _name(s: Situation, account_id: str) -> str:
    return f"{s.today.isoformat()}-{short(account_id)[:4]}"


def _fields(finding: Finding) -> dict[str, list[str]]:
    """The changed fields as hashes of before and after."""
    return {name: [short(before), short(after)] for name, before, after in shifts(finding)}


def shifts(finding: Finding) -> list[tuple[str, str, str]]:
    """What changed: field, before, after."""
    told = finding.details.get("changes")
    rows = told if isinstance(told, list | tuple) else ()
    return [(str(c.get("field")), str(c.get("before")), str(c.get("after"))) for c in rows if isinstance(c, Mapping)]


def _goes_on(s: Situation, result: AccountResult, old: Incident, finding: Finding | None) -> Turn:
    changed = _fields(finding) if finding is not None else {}
    if not in_use(result):
        return Turn(result, old, "closed", "The account has been closed.", finding=finding)
    if _announced(s, result, old):
        return Turn(result, old, "closed", _ANNOUNCED, finding=finding)
    fields = dict(old.fields)
    if _HOLDER in fields and _is_holder(result, fields[_HOLDER][0]):
        del fields[_HOLDER]
    moved = False
    for name, (before, after) in changed.items():
        if name in fields and after == fields[name][0]:
            del fields[name]
        elif name in fields and name not in _NEVER_BACK:
            moved = moved or after != fields[name][1]
            fields[name] = [fields[name][0], after]
        elif (
            finding is not None
            and (finding.outcome is Outcome.FAIL or suspected(finding))
            and name not in fields
            and not _going_back(old, changed)
        ):
            fields[name] = [before, after]
            moved = True
    left = {name for name in fields if name not in _NEVER_BACK}
    restored = finding is not None and finding.outcome is Outcome.PASS and bool(finding.details.get("restored"))
    if restored or (not left and fields != old.fields):
        return Turn(result, old, "closed", _RESTORED, finding=finding)
    standing = finding is not None and suspected(finding)
    if s.today - date.fromisoformat(old.opened) > FORGOTTEN_AFTER and not (moved or standing):
        return Turn(result, old, None)
    after_ = replace(old, fields=fields)
    return Turn(result, old, "update" if moved else None, after=after_, finding=finding)


def _going_back(old: Incident, changed: Mapping[str, list[str]]) -> bool:
    """Whether tonight's change takes back something of the incident: then what else changed belongs to putting it right."""
    return any(name in old.fields and after == old.fields[name][0] for name, (_, after) in changed.items())


def _announced(s: Situation, result: AccountResult, old: Incident) -> bool:
    """Whether the register has come to announce every change of the incident."""
    opened = date.fromisoformat(old.opened)
    own = [
        c for c in s.register.changes if c.account_id == result.account.id and c.start <= s.today and c.until >= opened
    ]
    named = {c.field for c in own}
    return bool(own) and ("*" in named or set(old.fields) <= named)


def letters(s: Situation, held_back: Mapping[str, object]) -> Iterator[Wanted]:
    """Each turn to the manager, the team and security. Never to one mailbox alone, as that may be the one in the wrong hands."""
    for turn in turns(s):
        if turn.stage is None:
            continue
        account = turn.result.account
        manager = None if account.platform in held_back or s.baseline else s.manager_of(account)
        mailboxes = unique(*([manager] if manager else []), *s.rules.to, *s.rules.security)
        if len(mailboxes) < 2:
            log.warning(
                "the alert about account %s goes to %d address: name another one under [mail] security",
                account.id,
                len(mailboxes),
            )
        for mailbox in mailboxes:
            yield Wanted(
                kind=f"alert-{turn.stage}-{account.id}",
                recipient=mailbox,
                facts=Alert(turn.incident.id, turn.stage, turn.note, turn.finding),
                accounts=(account.id,),
                thread=s.thread("alert", turn.incident.id, account.id),
            )
