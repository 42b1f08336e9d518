"""Clause 2.2.2: the account posted within its cadence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auditor.checks._api import Case, Control, Options, failed, not_applicable, not_audited, not_exposed, passed
from auditor.checks._seen import label, opened_on, unseen
from auditor.checks._time import DAY, SLOW, calendar_of, open_days, plausible
from auditor.checks._words import count, day, local_day
from auditor.model import Posts, Seen, Severity, Unseen, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceOptions(Options):
    """`max_days`: the longest time without a post; `count_reposts`: whether a repost is one; `never_posted_days`: grace."""

    max_days: int = 14
    count_reposts: bool = True
    never_posted_days: int = 30


def applies(case: Case, _options: CadenceOptions) -> Verdict | None:
    """Not applicable to accounts that the register has as paused."""
    if case.account.status == "paused":
        return not_applicable("The register says that this account is paused, so nobody expects it to post.")
    return None


def judge(case: Case, options: CadenceOptions) -> Verdict:
    """Pass while the age of the newest post, in whole days without closures, is at most the limit."""
    newest = _newest(case, options)
    if isinstance(newest, Verdict):
        return newest
    if newest is None:
        return _never(case, options)
    limit = case.account.posting_days or options.max_days
    last = plausible(newest, case.now)
    evidence = case.seen("profile.newest_post_at", newest.isoformat(), part="posts")
    if last is None:
        return not_audited(
            f"{label(case)} dates the newest post {local_day(newest, case.org.zone)}, which is in the future."
        )
    age = open_days(last, case.now, calendar_of(case.org))
    closed = (case.now - last) // DAY - age
    ago = "today" if age + closed == 0 else f"{count(age + closed, 'day')} ago"
    closures = f" ({count(closed, 'day')} of closure not counted)" if closed > 0 else ""
    message = (
        f"The newest post is of {local_day(last, case.org.zone)}, {ago}{closures}; the limit is {count(limit, 'day')}."
    )
    return (passed if age <= limit else failed)(message, evidence, age_days=age, limit_days=limit)


def _newest(case: Case, options: CadenceOptions) -> datetime | Verdict | None:
    """When the account last posted, None if never, or the verdict where that was not shown."""
    assert case.snapshot is not None
    field, posts = case.snapshot.newest_post_at, case.snapshot.posts
    if options.count_reposts:
        times = (
            [post.at for post in posts.value.items if plausible(post.at, case.now)] if isinstance(posts, Seen) else []
        )
        if isinstance(field, Seen) and field.value is not None and (plausible(field.value, case.now) or not times):
            times.append(field.value)
        if not times and isinstance(field, Unseen):
            return None if _empty(posts) else unseen(case, field, "when it last posted")
        return max(times, default=None)
    if isinstance(posts, Unseen):
        return None if isinstance(field, Seen) and field.value is None else unseen(case, posts, "the recent posts")
    own = [post.at for post in posts.value.items if not post.repost and plausible(post.at, case.now)]
    if not own and posts.value.items and (posts.value.reach == "newest" or posts.value.since is not None):
        return _only_reposts(case, posts.value, options)
    return max(own, default=None)


def _only_reposts(case: Case, posts: Posts, options: CadenceOptions) -> Verdict:
    """Nothing of its own among the posts shown: certain only where they reach back beyond the limit."""
    limit = case.account.posting_days or options.max_days
    since = posts.since
    if posts.reach == "timeline" and since is not None and open_days(since, case.now, calendar_of(case.org)) > limit:
        return failed(
            f"There are only reposts since {local_day(since, case.org.zone)}; the limit is {count(limit, 'day')} without a post "
            "of its own.",
            case.seen("posts.newest", posts.items[0].url or posts.items[0].id, part="posts"),
            limit_days=limit,
        )
    return not_exposed(f"{label(case)} showed only reposts, so the newest post of the account itself is not known.")


def _empty(posts: object) -> bool:
    return (
        isinstance(posts, Seen)
        and not posts.value.items
        and posts.value.reach == "timeline"
        and posts.value.since is None
    )


def _never(case: Case, options: CadenceOptions) -> Verdict:
    opened = opened_on(case)
    evidence = case.seen("profile.newest_post_at", "", part="posts")
    if opened is None:
        return failed(
            "The account has never posted, and neither platform nor register tells when it was opened.", evidence
        )
    age = (case.today - opened).days
    if age <= options.never_posted_days:
        return not_applicable(
            f"The account was opened on {day(opened)} and has not posted yet; it has {count(options.never_posted_days, 'day')} "
            "to begin.",
            evidence,
        )
    return failed(
        f"The account has never posted since it was opened on {day(opened)}, {count(age, 'day')} ago.",
        evidence,
        remedy="Begin to post as the activity plan says, or close the account and have the register changed.",
        age_days=age,
    )


CONTROL = Control(
    id="posted-recently",
    title="The account posted within its cadence",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    applies=applies,
    options=CadenceOptions,
    builtin=SLOW,
    expected="The account is kept up to date: there is a post within the days agreed.",
    remedy="Post something that the readers can use, or have the account paused or closed in the register.",
    why="A silent account says that nobody is there, and its followers stop looking.",
    minutes=20,
)
