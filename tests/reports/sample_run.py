"""A made-up university and its runs, of any size, the same every time: for tests, for looking at pages and for timing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from auditor.model import (
    Account,
    AccountResult,
    Call,
    CallCount,
    Candidate,
    ControlInfo,
    Evidence,
    Finding,
    Image,
    Link,
    Outcome,
    Run,
    Seen,
    Severity,
    Snapshot,
    State,
    Trouble,
    Unreachable,
    Waiver,
    Where,
)
from reports.view import Office, Past, ReportView, Trend, build

NOW = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")
OFFICE = Office("University of Westmarch", "social@westmarch.example", "01234 567 890")

_CONTROLS = """
handle-prefix|2.2.1|medium|Handle begins with the agreed prefix|register|The handle does not begin with wm.
handle-as-registered|2.2.1|high|Handle is the one registered|platform|The account now calls itself wmarts, not wmartsfaculty.
display-name|2.2.2|medium|Display name names the university or unit|platform|The display name does not name the university or its unit.
owner-designated|2.2.1|high|A designated owner is registered|register|The register names no owner for this account.
manager-reachable|2.2.2|high|One account manager is reachable at a university address|register|The registered manager address is not at the university.
activity-plan|2.2.1|low|Activity plan is recorded|register|The register holds no activity plan.
no-duplicates|2.2.1|medium|No second account for the same unit and audience|register|Two accounts serve the same audience on this platform.
platform-alive|2.2.2|medium|Platform still exists|register|The platform closed on 2 Apr 2019.
account-live|2.2.2|high|Account is live and reachable|platform|The platform has suspended this account.
purpose-stated|2.2.2|medium|Profile states the account's purpose|platform|The profile says whose account it is, but not what it is for.
hours-stated|2.2.2|medium|Profile states the hours when it is monitored|platform|The profile does not say when the account is monitored.
hours-agree|2.2.2|low|Stated hours agree with the register|platform|The profile says Mon-Fri 9-5, the register Mon-Thu 9-4.
approved-image|2.2.2|medium|Profile picture is an approved mark|platform|The picture is not one of the approved marks.
profile-link|2.2.2|medium|Link in the profile leads to an allowed domain|platform|The link leads to a domain that is not approved.
profile-complete|2.2.2|low|Profile is complete|platform|The profile has no banner.
no-personal-disclaimer|2.3|medium|No "views my own" disclaimer|platform|The profile disclaims the views of the university.
posted-recently|2.2.2|medium|Posted within the agreed time|platform|The newest post is 41 days old; the limit is 14.
posts-regularly|2.2.2|low|Posts regularly|platform|There was no post for 33 days, from 2 Sep to 5 Oct.
answers-promptly|2.2.2|medium|Questions are answered promptly|platform|Half of the questions waited over 6 operating hours.
no-unanswered-questions|2.2.2|medium|No question is left unanswered|platform|3 questions wait for over 8 operating hours.
two-factor|2.2.5|critical|Two-factor authentication is on for everyone|mixed|2 of 5 people with access have no second factor.
password-rotated|2.2.5|high|Password changed in the last quarter|register|The password was last changed 131 days ago; the limit is 92.
password-after-leaver|2.2.5|critical|Password changed since the last leaver|register|An editor left on 3 Nov 2026; the password is older than that.
takeover-closed|2.2.5|high|Temporary access has ended properly|register|Temporary access ended 6 days ago and the password was not changed.
press-access|2.2.5|high|Press team has emergency access|register|The register does not confirm that the press team has access.
access-log-kept|2.2.5|medium|Access log is kept and reviewed|register|The access log was last reviewed 140 days ago.
password-store|2.2.5|medium|Password is kept in an approved store|register|The register says that the password is kept in a spreadsheet.
device-safeguards|2.2.5|low|Devices are locked and do not fill in passwords|register|The confirmation is older than a year.
identity-unchanged|2.2.6|critical|Identity is unchanged since the last audit|platform|Name and link changed at once, and nobody announced it.
usual-activity|2.2.6|high|Audience and activity are in their usual range|platform|The account lost 38 % of its followers in one night.
film-subtitled|2.2.4|medium|Films have subtitles|platform|2 of the newest 5 films have no subtitles.
transcripts-offered|2.2.4|low|Transcripts of live film are offered|register|The confirmation is older than a year.
images-described|2.2.4|low|Pictures have alternative text|platform|4 of 11 pictures have no alternative text.
no-personal-data|2.2.3|high|No personal data in posts|platform|A post may hold a private telephone number.
respectful-language|2.2.3|high|Language is respectful|platform|A word in a post may offend.
posts-checked|2.2.3|low|A colleague checks posts before they go out|register|The register does not confirm it.
no-comment-wave|2.2.6|medium|No unusual wave of comments|platform|412 comments in a day; usual are 20.
emergency-silence|2.2.7|critical|Silence during an emergency|platform|1 post fell into the incident.
"""

_UNITS = (
    "Faculty of Arts", "Faculty of Science", "School of Law", "School of Medicine", "Library", "Sport and Fitness", "Careers",
    "Students' Guild liaison", "Research Institute for Coastal Cities", "Museums and Galleries", "International Office",
    "School of Music", "Department of Physics", "Widening Participation", "Alumni Relations", "Press Office", "Estates",
    "Graduate School", "School of Engineering", "Language Centre",
)
_PLATFORMS = ("x", "facebook", "instagram", "youtube", "mastodon", "bluesky", "linkedin", "blog")
_TRIES = {"x": 24, "facebook": 22, "instagram": 20, "youtube": 14, "mastodon": 4, "bluesky": 6, "linkedin": 7, "blog": 3}


def infos() -> dict[str, ControlInfo]:
    found = {}
    for line in _CONTROLS.strip().splitlines():
        id_, clause, severity, title, basis, _ = line.split("|")
        found[id_] = ControlInfo(
            id=id_,
            title=title,
            clause=clause,
            severity=Severity(severity),
            basis=basis,
            expected=f"Clause {clause} of the policy: {title[0].lower()}{title[1:]}.",
            remedy="Open the app and sign in as usual. Go to Settings, then Profile. Put it right and save. Tell the desk when it is done.",
            why="Visitors decide within seconds whether they can trust an account.",
            minutes=5,
        )
    return found


def _messages() -> dict[str, str]:
    return {line.split("|")[0]: line.split("|")[5] for line in _CONTROLS.strip().splitlines()}


def run(size: int = 250, *, seed: int = 7, night: int = 0, worse: float = 0.4) -> Run:
    """A full run; `night` counts back from the newest. Equal arguments give equal runs, and neighbouring nights differ a little."""
    at = NOW - timedelta(days=night)
    controls, messages = infos(), _messages()
    results = tuple(_result(n, random.Random(f"{seed}/{n}"), night, at, controls, messages, worse) for n in range(size))
    return Run(
        id=f"{at:%Y-%m-%dT%H-%M-%SZ}",
        kind="full",
        started_at=at,
        finished_at=at + timedelta(minutes=4, seconds=31),
        version="0.1.0",
        policy_sha256="5f" * 32,
        register_sha256="c0" * 32,
        results=results,
        candidates=(
            Candidate("instagram", "wmarts_official", None, "prefix", "instagram:search"),
            Candidate("x", "westmarch_un1", "991", "look-alike", "x:search"),
        ),
        calls={"x": CallCount(3, 250, 2.5), "facebook": CallCount(121, 121, 0.0), "youtube": CallCount(70, 84, 0.0)},
    )


def _result(n, rng, night, at, controls, messages, worse):
    platform = rng.choices(list(_TRIES), weights=list(_TRIES.values()))[0]
    unit = _UNITS[n % len(_UNITS)]
    handle = f"wm{unit.split()[-1].lower()}{n}"
    account = Account(
        id=f"{unit.split()[-1].lower()}-{n}", platform=platform, handle=handle, unit=unit, name=unit if n % 3 else f"{unit} News",
        manager_email="manager@westmarch.example", where=Where("register/accounts.csv", n + 2),
    )
    state = rng.choices(
        [State.LIVE, State.UNREACHABLE, State.PRIVATE, State.SUSPENDED, State.CLOSED], weights=[240, 3, 2, 1, 2]
    )[0]
    if platform == "linkedin":
        state = State.NO_CREDENTIAL
    quality = rng.choice([0.0, 0.0, 0.0, 0.4, 0.6, 1.0, 1.0, 2.0]) * worse
    findings = tuple(
        _finding(account, info, state, quality, random.Random(f"{n}/{info.id}"), night, at, messages[info.id])
        for info in controls.values()
    )
    passed = sum(f.outcome is Outcome.PASS for f in findings)
    failed = sum(f.outcome is Outcome.FAIL for f in findings)
    asked = state not in {State.CLOSED, State.RETIRED, State.NO_CREDENTIAL}
    return AccountResult(
        account=account, state=state, findings=findings, sight=_sight(account, state, at, n), fetched_at=at if asked else None,
        score=passed / (passed + failed) if passed + failed else None, native_id=str(1000 + n),
    )


def _finding(account, info, state, quality, rng, night, at, message):
    outcome = _outcome(info, state, quality, rng, night, account.platform)
    waiver = None
    since = None
    words = {
        Outcome.PASS: "It is as the policy asks.",
        Outcome.NOT_APPLICABLE: "Closed on the register." if state is State.CLOSED else f"There is nothing to judge here on {account.platform}.",
        Outcome.NOT_EXPOSED: f"{account.platform.capitalize()} does not show this.",
        Outcome.NOT_AUDITED: "The platform did not answer in time." if state is State.UNREACHABLE else "There is no access to this platform.",
    }.get(outcome, message)
    age = rng.choice([0, 3, 9, 33, 61])
    if outcome in {Outcome.FAIL, Outcome.WAIVED, Outcome.REVIEW}:
        since = (at - timedelta(days=age)).date()
    if outcome is Outcome.WAIVED:
        waiver = Waiver(
            account_id=account.id, control=info.id, reason="A new picture is being made.", approved_by="Director of Communications",
            until=date(2026, 12, 9),
        )
    field, value, source = ("register.password_changed_on", "2026-07-14", str(account.where))
    marks = ()
    if info.basis == "platform":
        field, value, source = "profile.bio", _bio(account), f"{account.platform}:users"
        marks = ((0, 9),)
    return Finding(
        account_id=account.id, control=info.id, clause=info.clause, severity=info.severity, outcome=outcome, message=words,
        evidence=(Evidence(field, value, source, None, marks),), expected=info.expected, remedy=info.remedy,
        fingerprint=f"{account.id}/{info.id}", status="new" if since == at.date() else "open" if since else None, since=since, waiver=waiver,
        last_known=(Outcome.PASS, at - timedelta(days=1)) if outcome is Outcome.NOT_AUDITED and state is State.UNREACHABLE else None,
        details={"hijack": True} if info.id == "identity-unchanged" and outcome is Outcome.FAIL else {},
    )


def _outcome(info, state, quality, rng, night, platform):
    if state in {State.CLOSED, State.RETIRED}:
        return Outcome.PASS if info.id == "platform-alive" else Outcome.NOT_APPLICABLE
    if state in {State.UNREACHABLE, State.NO_CREDENTIAL} and info.basis != "register":
        return Outcome.NOT_AUDITED
    if state is State.SUSPENDED and info.basis == "platform":
        return Outcome.FAIL if info.id == "account-live" else Outcome.NOT_AUDITED
    dice, rare = rng.random(), info.severity is Severity.CRITICAL or info.id in {"usual-activity", "account-live", "no-comment-wave"}
    if info.id in {"transcripts-offered", "emergency-silence", "film-subtitled"} and platform != "youtube":
        return Outcome.NOT_APPLICABLE
    if info.id in {"answers-promptly", "no-unanswered-questions"} and platform in {"x", "bluesky"}:
        return Outcome.NOT_EXPOSED
    limit = (0.005 if rare else 0.07) * quality
    changed = rng.random() < 0.002 and night == 0
    if (dice < limit) != changed:
        if info.id in {"no-personal-data", "respectful-language", "no-comment-wave"}:
            return Outcome.REVIEW
        if changed and rare:
            return Outcome.PASS
        return Outcome.WAIVED if rng.random() < 0.04 else Outcome.FAIL
    return Outcome.PASS


def _bio(account):
    return f"News from {account.unit} at the University of Westmarch.\nEvents, research and people. Find us at https://westmarch.example/{account.handle}"


def _sight(account, state, at, n):
    if state in {State.CLOSED, State.RETIRED, State.NO_CREDENTIAL}:
        return None
    if state in {State.UNREACHABLE, State.SUSPENDED}:
        trouble = Trouble.TIMEOUT if state is State.UNREACHABLE else Trouble.SUSPENDED
        return Unreachable(account.id, at, trouble, "The platform did not answer in time.", "Nothing to do: it is asked again in the next run.", "x:users")
    return Snapshot(
        account_id=account.id, taken_at=at, native_id=str(1000 + n), handle=Seen(account.handle), name=Seen(account.name),
        bio=Seen(_bio(account)), links=Seen((Link(f"https://westmarch.example/{account.handle}"),)), image=Seen(Image("https://p.example/1.png", key="p", fingerprint="ffe0c08080c0e0ff")),
        created_at=Seen(at - timedelta(days=2000)), followers=Seen(1200 + 13 * n), posts_count=Seen(431), newest_post_at=Seen(at - timedelta(days=3)),
        calls=(Call(f"{account.platform}:users", at, "ab" * 32),),
    )


def trend(size: int = 250, runs: int = 30) -> tuple[Trend, ...]:
    rng = random.Random(3)
    points = []
    for n in range(runs, 0, -1):
        if n in {11, 12, 13}:
            continue
        must = round(size * (0.18 + n * 0.003)) + rng.randint(-2, 2)
        should, unclear = round(size * (0.20 + n * 0.002)), round(size * 0.09) + rng.randint(-3, 6)
        at = NOW - timedelta(days=n - 1)
        points.append(Trend(f"{at:%Y-%m-%d}", at, must, should, 2, unclear, size - must - should - 2 - unclear, size))
    return tuple(points)


def histories(found: Run, runs: int = 29) -> dict[str, list[Past]]:
    return {
        r.account.id: [Past(f"r{n}", NOW - timedelta(days=n), int(n > 17), 2 if n > 5 else 1, 0, 3, 30) for n in range(runs, -1, -1)] for r in found.results
    }


def view(size: int = 250, *, first: bool = False, worse: float = 0.4) -> ReportView:
    newest = replace(run(size, worse=worse), first=first)
    previous = None if first else run(size, night=1, worse=worse)
    return build(
        newest, infos=infos(), office=OFFICE, zone=ZONE, previous=previous, trend=() if first else trend(size), histories={} if first else histories(newest)
    )
