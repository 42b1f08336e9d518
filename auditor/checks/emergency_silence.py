"""Clause 2.2.7: during a live incident every account but the central ones is silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditor.checks._api import Case, Control, Options, failed, not_applicable, not_exposed, passed, review
from auditor.checks._handles import same_handle
from auditor.checks._seen import label, unseen
from auditor.checks._time import DAY
from auditor.checks._words import count, instant, listing
from auditor.model import Account, Incident, Post, Posts, Seen, Severity, Unseen, Verdict
from auditor.platforms import canonical

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceOptions(Options):
    """`days`: how long an incident is looked at after it ended."""

    days: int = 90


@dataclass(frozen=True, slots=True)
class _Inside:
    """A post in an incident's window, with its minutes after the start."""

    post: Post
    minutes: int


def applies(case: Case, options: SilenceOptions) -> Verdict | None:
    """Not applicable to central accounts, and where no incident was live in the last days."""
    if _central(case):
        return not_applicable("This is a central account, which speaks for the organisation in an emergency.")
    if not _recent(case, options):
        return not_applicable(f"No incident was live in the last {count(options.days, 'day')}.")
    return None


def judge(case: Case, options: SilenceOptions) -> Verdict:
    """Fail on any post inside a window, scheduled ones included; where the window was not fully seen, never pass."""
    if (verdict := applies(case, options)) is not None:
        return verdict
    posts = _posts(case)
    if isinstance(posts, Verdict):
        return posts
    incidents = _recent(case, options)
    inside = [found for incident in incidents for found in _inside(case, posts, incident)]
    if inside:
        return _broken(case, inside)
    vague = [p for i in incidents for p in posts.items if p.day_only and _overlaps(p, i, case.now)]
    if vague:
        return review(
            f"{label(case)} dates a post only by its day, on which an incident was live for part of the time.",
            case.seen("posts.at", f"{vague[0].at:%Y-%m-%d} {vague[0].url or vague[0].id}", part="posts"),
            remedy="Open the post and look whether it was published during the incident.",
        )
    if not all(_covered(posts, incident) for incident in incidents):
        return not_exposed(f"The posts shown by {label(case)} do not reach back to the start of the incident.")
    began = instant(incidents[0].started_at, case.org.zone)
    live = ", which is still live" if any(i.ended_at is None for i in incidents) else ""
    return passed(
        f"The account was silent during {count(len(incidents), 'incident')} (the last began on {began}{live}).",
        case.seen("posts.newest", _newest(posts), part="posts"),
    )


def _broken(case: Case, inside: list[_Inside]) -> Verdict:
    inside = sorted(inside, key=lambda i: i.post.at)
    offsets = [count(i.minutes, "minute") for i in inside[:_SHOWN]]
    more = [f"{len(inside) - _SHOWN} more"] if len(inside) > _SHOWN else []
    return failed(
        f"{count(len(inside), 'post')} went out during a live incident: {listing(offsets + more)} after it began.",
        *(
            case.seen("posts.at", f"{i.post.at.isoformat()} {i.post.url or i.post.id}".strip(), part="posts")
            for i in inside[:20]
        ),
        posts=[{"url": i.post.url, "at": i.post.at.isoformat(), "minutes": i.minutes} for i in inside],
    )


def _central(case: Case) -> bool:
    return is_central(case.account, case.org.central_accounts)


def is_central(account: Account, named: Iterable[str]) -> bool:
    """Whether the register or these configured names say that an account speaks for the organisation in an emergency."""
    return account.central or any(_means(name, account) for name in named)


def _means(name: str, account: Account) -> bool:
    """Whether a configured name, "platform:handle" or a register id, stands for this account."""
    platform, _, handle = name.partition(":")
    if name.strip() == account.id:
        return True
    return canonical(platform) == account.platform and same_handle(account.platform, account.handle, handle.strip())


def _recent(case: Case, options: SilenceOptions) -> list[Incident]:
    """Incidents live at any time in the last days, newest first; those of the future are none."""
    oldest = case.now - timedelta(days=options.days)
    live = [i for i in case.incidents if i.started_at <= case.now and (i.ended_at is None or i.ended_at >= oldest)]
    return sorted(live, key=lambda i: i.started_at, reverse=True)


def _posts(case: Case) -> Posts | Verdict:
    """The posts seen; at the least the time of the newest one."""
    assert case.snapshot is not None
    posts, newest = case.snapshot.posts, case.snapshot.newest_post_at
    if isinstance(posts, Seen):
        return posts.value
    if isinstance(newest, Seen):
        items = (Post(id="newest", at=newest.value),) if newest.value is not None else ()
        return Posts(items, reach="newest" if items else "timeline")
    assert isinstance(posts, Unseen)
    return unseen(case, posts, "the recent posts")


def _inside(case: Case, posts: Posts, incident: Incident) -> Iterable[_Inside]:
    end = incident.ended_at or case.now
    for post in posts.items:
        last = post.at + DAY if post.day_only else post.at
        if incident.started_at <= post.at and last <= end:
            yield _Inside(post, int((post.at - incident.started_at).total_seconds() // 60))


def _overlaps(post: Post, incident: Incident, now: datetime) -> bool:
    return post.at <= (incident.ended_at or now) and post.at + DAY > incident.started_at


def _covered(posts: Posts, incident: Incident) -> bool:
    """Whether the posts seen prove that there is none in the window."""
    if posts.reach == "timeline":
        return posts.since is None or posts.since <= incident.started_at
    newest = max((post.at for post in posts.items), default=None)
    return newest is None or newest < incident.started_at


def _newest(posts: Posts) -> str:
    newest = max((post.at for post in posts.items), default=None)
    return newest.isoformat() if newest else "(no posts)"


CONTROL = Control(
    id="emergency-silence",
    title="Accounts that are not central are silent during a live incident",
    clause="2.2.7",
    severity=Severity.CRITICAL,
    basis="platform",
    judge=judge,
    applies=applies,
    options=SilenceOptions,
    expected="While an incident is live only the central accounts post; scheduled posts are stopped.",
    remedy="Stop all scheduled posts now, delete what went out if it can mislead, and tell the central social media team.",
    why="In an emergency people act on what they read, and two voices can contradict each other.",
    minutes=10,
)
