"""Bluesky and Mastodon: a second run of one night keeps the posts of the first, the next night asks for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

import demo
from connectors import bluesky, mastodon
from demo.world import Media, Post
from tests.connectors.asking import DAY, NOW, value
from tests.connectors.nights import Nights, registered

HOUR = timedelta(hours=1)
POSTS = {"bluesky": "app.bsky.feed.getAuthorFeed", "mastodon": "statuses"}
Lived = Callable[[str], Nights]


@pytest.fixture
def estate() -> Iterator[demo.Estate]:
    with demo.start("calm", now=NOW) as running:
        yield running


@pytest.fixture
def lived(estate: demo.Estate) -> Lived:
    """The accounts of a platform after their first night."""

    def first(platform: str) -> Nights:
        options = (
            {"base_url": estate.urls["bluesky"]} if platform == "bluesky" else {"base_urls": estate.urls["mastodon"]}
        )
        connect = bluesky.connect if platform == "bluesky" else mastodon.connect
        nights = Nights(connect, estate, registered(estate, platform), options=options)  # type: ignore[arg-type]
        nights.pass_by()
        assert nights.asked[POSTS[platform]] == 1
        return nights

    return first


def fresh(number: str, minutes_ago: float) -> Post:
    return Post(number, NOW - timedelta(minutes=minutes_ago), "Claim your voucher")


both = pytest.mark.parametrize("platform", ["bluesky", "mastodon"])


@both
def test_a_second_run_of_one_night_keeps_the_posts_with_the_time_at_which_they_were_seen(
    platform: str, lived: Lived
) -> None:
    nights = lived(platform)
    first = nights.seen[f"library-{platform}"]
    second = nights.pass_by(NOW + HOUR)[f"library-{platform}"]
    assert nights.asked[POSTS[platform]] == 0
    assert (second.posts, second.newest_post_at, second.films) == (first.posts, first.newest_post_at, first.films)
    assert second.texts == first.texts
    assert (second.taken_at, second.recalled_from("posts")) == (NOW + HOUR, NOW)


@both
@pytest.mark.parametrize("hours", [13, 24])
def test_the_next_night_asks_for_all_posts(platform: str, hours: int, lived: Lived) -> None:
    nights = lived(platform)
    nights.pass_by(NOW + HOUR)
    nights.pass_by(NOW + hours * HOUR)
    assert nights.asked[POSTS[platform]] == 1


@both
@pytest.mark.parametrize("change", [{"name": "Prize Desk"}, {"bio": "Win"}, {"image": "photo-bait"}])
def test_whoever_changed_the_profile_has_the_posts_looked_at(
    platform: str, change: dict[str, str], lived: Lived, estate: demo.Estate
) -> None:
    nights = lived(platform)
    estate.edit(f"library-{platform}", **change)
    nights.pass_by(NOW + HOUR)
    assert nights.asked[POSTS[platform]] == 1


@both
def test_a_post_between_two_runs_is_seen(platform: str, lived: Lived, estate: demo.Estate) -> None:
    nights = lived(platform)
    account = estate.world.accounts[f"library-{platform}"]
    estate.edit(account.id, posts=[*account.posts, fresh("112233445566", 3)])
    seen = nights.pass_by(NOW + HOUR)[account.id]
    assert value(seen.posts).items[0].text == "Claim your voucher"


@both
def test_questions_are_read_off_the_posts_so_they_are_asked_for(platform: str, lived: Lived) -> None:
    nights = lived(platform)
    nights.pass_by(NOW + HOUR, questions=True)
    assert nights.asked[POSTS[platform]] == 1


@both
def test_a_check_on_demand_asks_for_the_posts(platform: str, lived: Lived) -> None:
    nights = lived(platform)
    nights.pass_by(NOW + HOUR, fresh=True)
    assert nights.asked[POSTS[platform]] == 1


def test_on_mastodon_a_post_that_takes_the_place_of_another_moves_the_day_of_the_last_one(
    lived: Lived, estate: demo.Estate
) -> None:
    nights = lived("mastodon")
    account = estate.world.accounts["library-mastodon"]
    estate.edit(account.id, posts=[*account.newest_first()[:-1], fresh("112233445566", 3)])
    seen = nights.pass_by(NOW + HOUR)[account.id]
    assert value(seen.posts_count) == account.posts_count
    assert value(seen.posts).items[0].text == "Claim your voucher"


def test_on_mastodon_an_account_that_posted_today_is_asked_again(lived: Lived, estate: demo.Estate) -> None:
    nights = lived("mastodon")
    account = estate.world.accounts["library-mastodon"]
    estate.edit(account.id, posts=[*account.posts, fresh("112233445566", 3)])
    nights.pass_by(NOW + HOUR)
    nights.pass_by(NOW + 2 * HOUR)
    assert nights.asked["statuses"] == 1


def test_on_mastodon_a_description_that_was_added_to_a_picture_is_seen(lived: Lived, estate: demo.Estate) -> None:
    nights = lived("mastodon")
    newest = estate.world.accounts["library-mastodon"].newest_first()[0]
    newest.media = [Media("image", None)]
    nights.pass_by(NOW + DAY)
    newest.media = [Media("image", "The reading room")]
    seen = nights.pass_by(NOW + DAY + HOUR)["library-mastodon"]
    assert value(value(seen.posts).items[0].media[0].alt) == "The reading room"
