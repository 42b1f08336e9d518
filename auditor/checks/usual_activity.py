"""Clause 2.2.6: audience and activity are within the account's usual range, by plain thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed, review
from auditor.checks._figures import busiest_day, hosts_of, hours_away, language, posts_in_a_day, recent_posts
from auditor.checks._links import allowed, domain, parse
from auditor.checks._seen import label, unseen
from auditor.checks._words import count, listing
from auditor.model import Figures, Post, Seen, Severity, Unseen, Verdict, Why
from auditor.text import show


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualOptions(Options):
    """The thresholds; `min_audits`: silent before so many earlier audits. Posts are those of the last 24 hours."""

    min_audits: int = 14
    follower_loss_percent: int = 20
    follower_loss_least: int = 50
    burst_posts: int = 15
    burst_times: int = 3
    odd_hours: int = 3
    odd_hours_posts: int = 3
    new_domain_posts: int = 3
    new_language_posts: int = 3


@dataclass(frozen=True, slots=True)
class _Sign:
    """One figure out of range, in words with its numbers. Not `certain` = a person has to look."""

    words: str
    field: str
    value: str
    certain: bool = True


def applies(case: Case, options: UsualOptions) -> Verdict | None:
    """Not applicable until there are enough earlier audits to know what is usual."""
    if case.past_audits >= options.min_audits:
        return None
    return not_applicable(  # without telling how many there are: that would be another text to store every night
        f"What is usual is known after {count(options.min_audits, 'earlier audit')}; there are fewer so far."
    )


def judge(case: Case, options: UsualOptions) -> Verdict:
    """Compare followers, posts in a day, hours, linked domains and language with the account's own earlier figures."""
    if (verdict := applies(case, options)) is not None:
        return verdict
    assert case.snapshot is not None
    shot = case.snapshot
    recent = recent_posts(shot, case.now)
    signs = [*_followers(case, options), *_burst(case, options, recent), *_hours(case, options, recent)]
    signs += [*_domains(case, options, recent), *_language(case, options, recent)]
    if signs:
        tell = failed if any(s.certain for s in signs) or len(signs) > 1 else review
        return tell(
            f"Out of the account's usual range: {listing([s.words for s in signs])}.",
            *(case.seen(s.field, s.value, part=s.field.partition(".")[0]) for s in signs),
            signs=[s.words for s in signs],
        )
    fields = (shot.followers, shot.posts_count, shot.posts)
    broken = next((f for f in fields if isinstance(f, Unseen) and f.why is Why.UNAVAILABLE), None)
    if broken is not None:
        return unseen(case, broken, "followers and recent posts")
    if not any(isinstance(f, Seen) for f in fields):
        return unseen(
            case, shot.posts if isinstance(shot.posts, Unseen) else Unseen(Why.UNSUPPORTED), "followers or recent posts"
        )
    return passed(
        f"Within the usual range of {count(case.past_audits, 'earlier audit')} on {label(case)}: {_figures(case, recent)}.",
        case.seen("profile.figures", _figures(case, recent)),
    )


def _figures(case: Case, recent: Sequence[Post]) -> str:
    assert case.snapshot is not None
    parts = []
    if isinstance(case.snapshot.followers, Seen):
        parts.append(count(case.snapshot.followers.value, "follower"))
    if (posts := posts_in_a_day(case, recent)) is not None:
        parts.append(f"{count(posts, 'post')} in the last 24 hours")
    return ", ".join(parts) or "nothing out of the ordinary"


def _followers(case: Case, options: UsualOptions) -> Iterator[_Sign]:
    assert case.snapshot is not None
    known = [f.followers for f in case.past[-options.min_audits :] if f.followers is not None]
    if not isinstance(case.snapshot.followers, Seen) or not known:
        return
    now, usual = case.snapshot.followers.value, round(median(known))
    least = max(options.follower_loss_least, usual * options.follower_loss_percent / 100)
    if usual - now >= least:
        yield _Sign(
            f"{count(usual - now, 'follower')} lost (usually {usual:,}, now {now:,}; told from a loss of {round(least):,})",
            "profile.followers",
            str(now),
        )


def _burst(case: Case, options: UsualOptions, recent: Sequence[Post]) -> Iterator[_Sign]:
    posts, busiest = posts_in_a_day(case, recent), busiest_day(case.past)
    least = max(options.burst_posts, options.burst_times * busiest)
    if posts is not None and posts > least:
        yield _Sign(
            f"{count(posts, 'post')} in 24 hours (busiest day so far {busiest:,}; told above {least:,})",
            "posts.count",
            str(posts),
        )


def _hours(case: Case, options: UsualOptions, recent: Sequence[Post]) -> Iterator[_Sign]:
    usual = {hour for f in case.past for hour in f.hours_utc}
    odd = [p for p in recent if not p.day_only and hours_away(p.at.hour, usual) > options.odd_hours]
    if len(odd) >= options.odd_hours_posts:
        yield _Sign(
            f"{count(len(odd), 'post')} more than {options.odd_hours} hours away from any hour at which it posted before "
            f"(told from {options.odd_hours_posts})",
            "posts.at",
            ", ".join(p.at.isoformat() for p in odd[:5]),
        )


def _domains(case: Case, options: UsualOptions, recent: Sequence[Post]) -> Iterator[_Sign]:
    used = {host for f in case.past for host in _plain(f)}
    if not used and not any(f.hours_utc for f in case.past):
        return  # no earlier posts were ever seen, so that every domain would be new
    counts: dict[str, int] = {}
    for post in recent:
        for host in hosts_of(post):
            if host not in used and not allowed(host, case.org.link_domains):
                counts[host] = counts.get(host, 0) + 1
    if counts:
        names = [
            f"{show(host, 60)} ({count(n, 'post')})" for host, n in sorted(counts.items(), key=lambda i: -i[1])[:3]
        ]
        yield _Sign(
            f"links to domains never used before: {listing(names)}",
            "posts.links",
            " ".join(counts),
            certain=max(counts.values()) >= options.new_domain_posts,
        )


def _plain(figures: Figures) -> Iterator[str]:
    for name in figures.link_domains:
        where = parse(name)
        yield domain(where.host) if where else name


def _language(case: Case, options: UsualOptions, recent: Sequence[Post]) -> Iterator[_Sign]:
    usual = {tag.partition("-")[0].casefold() for f in case.past for tag in f.langs}
    tags = [tag for post in recent if (tag := language(post))]
    new = [tag for tag in tags if tag not in usual]
    if usual and len(new) >= options.new_language_posts and len(new) == len(tags):
        yield _Sign(
            f"all {count(len(new), 'post')} of the last 24 hours are in a language not used before "
            f"({listing(sorted(set(new)))}, usually {listing(sorted(usual)[:5])})",
            "posts.lang",
            ", ".join(sorted(set(new))),
        )


CONTROL = Control(
    id="usual-activity",
    title="Audience and activity are within their usual range",
    clause="2.2.6",
    severity=Severity.HIGH,
    basis="platform",
    judge=judge,
    applies=applies,
    options=UsualOptions,
    expected="Followers and posts stay within what is usual for the account.",
    remedy="Look at the newest posts and at the list of followers. If the posts are not yours, change the password and tell the "
    "central social media team at once; otherwise nothing has to be done.",
    why="A stolen account is often noticed first by what it does.",
    minutes=10,
)
