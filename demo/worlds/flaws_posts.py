"""What goes wrong in posts and conversations."""

from __future__ import annotations

from datetime import timedelta

from demo.world import Comment, Media, Post, World, WorldAccount
from demo.worlds.ids import minute_id
from demo.worlds.making import PERIODS, converse, post, schedule

LIMIT = {"blog": 90, "wiki": 90}
CARRIED = {"facebook", "instagram", "youtube", "mastodon", "bluesky", "blog", "wiki"}  # timelines that cost nothing more


def _newest(account: WorldAccount) -> Post:
    return account.newest_first()[0]


def silent(world: World, account: WorldAccount) -> None:
    """Nothing for longer than the cadence allows."""
    days = LIMIT.get(account.platform, 14) + 9 + account.number % 20
    account.posts = schedule(account, world.now, PERIODS[account.platform], days=days + 140, newest=days)
    world.expect(account.id, "posted-recently", "fail", f"no post for {days} days")
    world.expect(account.id, "posts-regularly", "fail" if account.platform in CARRIED and account.platform not in LIMIT else "any", "the silence up to now is a gap")
    world.expect(account.id, "answers-promptly", "any", "no conversation left")


def empty(world: World, account: WorldAccount) -> None:
    """Never posted in months."""
    account.posts, account.posts_count = [], 0
    account.created_at = world.now - timedelta(days=200)
    world.expect(account.id, "posted-recently", "fail", "never posted, older than 30 days")
    world.expect(account.id, "posts-regularly", "any", "no posts to judge")


def gap(world: World, account: WorldAccount) -> None:
    """Active now, but away for five weeks."""
    start, end = world.now - timedelta(days=62), world.now - timedelta(days=27)
    account.posts = [p for p in account.posts if not start < p.at < end]
    world.expect(account.id, "posts-regularly", "fail", "five weeks without a post")


def slow(world: World, account: WorldAccount) -> None:
    """Answers days later."""
    for one in account.posts:
        one.comments = []
    converse(account, world.now, delay=timedelta(days=3, hours=2))
    world.expect(account.id, "answers-promptly", "fail", "answers take days")
    world.expect(account.id, "no-unanswered-questions", "any", "all are answered, late")


def unanswered(world: World, account: WorldAccount) -> None:
    """Questions stand open."""
    for one in account.posts:
        one.comments = []
    converse(account, world.now, answered=False)
    world.expect(account.id, "no-unanswered-questions", "fail", "questions of past weeks without an answer")
    world.expect(account.id, "answers-promptly", "any", "nothing was answered")


def unsubtitled(world: World, account: WorldAccount) -> None:
    """Two of the newest films have no captions."""
    for one in account.newest_first()[1:3]:
        one.media = [Media("video", None, captions=False)]
    world.expect(account.id, "film-subtitled", "fail", "two films without subtitles among the newest five")


def live_unattested(world: World, account: WorldAccount) -> None:
    """A broadcast, and nobody has said that transcripts are offered."""
    _broadcast(account)
    world.expect(account.id, "transcripts-offered", "fail", "live film seen, no attestation")


def live_attested(world: World, account: WorldAccount) -> None:
    """A broadcast with transcripts offered: in order."""
    _broadcast(account)
    if account.row is not None:
        account.row["transcripts_on"] = (world.now.date() - timedelta(days=60)).isoformat()


def _broadcast(account: WorldAccount) -> None:
    film = account.newest_first()[2]
    film.live, film.title, film.media = True, "Live: questions and answers", [Media("video", None, captions=False)]


def undescribed(world: World, account: WorldAccount) -> None:
    """A picture without alternative text in the newest post."""
    _newest(account).media = [Media("image", None, picture="photo-2")]
    outcome = "fail|not_exposed|not_audited" if account.platform == "facebook" else "fail"
    world.expect(account.id, "images-described", outcome, "the newest picture has no alternative text")


def personal_data(world: World, account: WorldAccount) -> None:
    """Somebody's private address and number in a post."""
    _newest(account).text = "Lost your form? Write to jo.fennimore1987@mailbox.example or ring Jo on 07700 900123."
    world.expect(account.id, "no-personal-data", "review", "a private mail address and a phone number")


def rude(world: World, account: WorldAccount) -> None:
    """A post that somebody should look at."""
    _newest(account).text = "To whoever parked across the ramp again: move your cars, you idiots."
    world.expect(account.id, "respectful-language", "review", "an insult")


def wave(world: World, account: WorldAccount) -> None:
    """Far more comments in a day than in the month before."""
    late = post(account, world.now - timedelta(hours=20), 1, "Parking on campus changes from next term.")
    late.comments = [
        Comment(minute_id(account, late.at + timedelta(minutes=5 + i * 9), i % 9), late.at + timedelta(minutes=5 + i * 9),
                f"This is a bad change, number {i}.", f"Commenter {i}") for i in range(90)
    ]
    account.posts.append(late)
    world.expect(account.id, "no-comment-wave", "review", "ninety comments since yesterday")
