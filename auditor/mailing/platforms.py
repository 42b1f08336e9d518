"""Platforms that changed as a whole, and what operators are told of a run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.mailing.letters import Broken, Fault, Outage, Wanted
from auditor.mailing.memory import Hold
from auditor.mailing.situation import Situation, in_use, unique
from auditor.model import AccountResult, Outcome, State, Trouble, Unreachable
from auditor.platforms import PLATFORMS

SHARE = 0.3  # of a platform's accounts that change at once
FEWEST = {Outcome.NOT_AUDITED: 2, Outcome.FAIL: 3}  # accounts: fewer are no outage, whatever their share
NIGHTS = 3  # after which it is not an outage any more but how things are
_OURS = frozenset(
    {Trouble.DENIED, Trouble.EXPIRED, Trouble.THROTTLED, Trouble.EXHAUSTED, Trouble.NO_CREDENTIAL, Trouble.CANCELLED}
)


def holds(s: Situation) -> dict[str, Hold]:
    """The platforms about which no manager is mailed tonight; those that begin tonight have lasted 0 nights."""
    found: dict[str, Hold] = {}
    before = {r.account.id: r for r in s.previous.results} if s.previous is not None else {}
    same_rules = s.previous is not None and s.previous.policy_sha256 == s.run.policy_sha256
    for platform, results in by_platform(s.run.results).items():
        old = s.memory.holds.get(platform)
        turned = _turned(results, before, fails=same_rules)
        if turned:
            found[platform] = Hold(
                0 if old is None else old.nights + 1, sorted({*turned, *(old.controls if old else ())})
            )
        elif old is not None and old.nights + 1 < NIGHTS and _lasts(results, old):
            found[platform] = Hold(old.nights + 1, old.controls)
    return found


def by_platform(results: Iterable[AccountResult]) -> Mapping[str, list[AccountResult]]:
    """The accounts that are in use and can be asked about, by platform."""
    found: dict[str, list[AccountResult]] = defaultdict(list)
    for result in results:
        if in_use(result):
            found[result.account.platform].append(result)
    return found


def _turned(results: Sequence[AccountResult], before: Mapping[str, AccountResult], *, fails: bool) -> set[str]:
    """The controls that so many accounts at once fail, or could not be checked for, which was not so before."""
    counted: Counter[tuple[str, Outcome]] = Counter()
    for result in results:
        earlier = before.get(result.account.id)
        if earlier is None:
            continue
        was = {f.control: f.outcome for f in earlier.findings}
        for finding in result.findings:
            outcome, old = finding.outcome, was.get(finding.control)
            if old is None or old is outcome:
                continue
            if outcome is Outcome.NOT_AUDITED or (outcome is Outcome.FAIL and fails and old is not Outcome.REVIEW):
                counted[finding.control, outcome] += 1
    return {control for (control, outcome), number in counted.items() if _much(number, len(results), outcome)}


def _lasts(results: Sequence[AccountResult], hold: Hold) -> bool:
    counted = Counter((f.control, f.outcome) for r in results for f in r.findings if f.outcome in FEWEST)
    return any(
        _much(number, len(results), outcome)
        for (control, outcome), number in counted.items()
        if control in hold.controls
    )


def _much(number: int, of: int, outcome: Outcome = Outcome.NOT_AUDITED) -> bool:
    return number >= FEWEST[outcome] and number >= SHARE * of


def letters(s: Situation, held: Mapping[str, Hold]) -> Iterator[Wanted]:
    """One mail about platforms that broke tonight, one about what else is newly wrong with the run."""
    broken = {name for name, hold in held.items() if hold.nights == 0}
    every = faults(s)
    outage = tuple(_outage(s, name, every) for name in sorted(broken))
    if outage:
        for mailbox in unique(*s.rules.operators):
            yield Wanted(kind="operators-outage", recipient=mailbox, facts=Outage(outage))
    rest = tuple(f for f in every if f.where not in broken)
    if any(f.key not in s.memory.faults for f in rest):
        for mailbox in unique(*s.rules.operators):
            yield Wanted(kind="operators-partial", recipient=mailbox, facts=Broken(rest))


def faults(s: Situation) -> list[Fault]:
    """What is wrong with the run itself, by platform and trouble."""
    found: list[Fault] = []
    if s.abandoned > 1:
        found.append(
            Fault(
                "run/unfinished", "run", 0, f"The {s.abandoned} runs before this one did not finish.",
                "Look at the log, at the machine's memory and disk, and at what stops the job.",
            )
        )  # fmt: skip
    for platform, results in by_platform(s.run.results).items():
        by_trouble: dict[Trouble, list[Unreachable]] = defaultdict(list)
        for result in results:
            if isinstance(result.sight, Unreachable) and result.state in {State.UNREACHABLE, State.NO_CREDENTIAL}:
                by_trouble[result.sight.trouble].append(result.sight)
        for trouble, sights in by_trouble.items():
            if trouble is Trouble.NO_CREDENTIAL and not PLATFORMS[platform].audited:
                continue  # attested by people, always
            if trouble in _OURS or _much(len(sights), len(results)):
                one = sights[0]
                found.append(Fault(f"{platform}/{trouble}", platform, len(sights), one.message, one.remedy))
    return found


def _outage(s: Situation, platform: str, every: Sequence[Fault]) -> Fault:
    own = [f for f in every if f.where == platform]
    if own:
        return max(own, key=lambda f: f.accounts)
    number = len(by_platform(s.run.results)[platform])
    return Fault(
        f"{platform}/turned", platform, number, "Many accounts came to the same result in one night.",
        "Look at one of them by hand; if it is as it should be, the platform answers differently from before.",
    )  # fmt: skip
