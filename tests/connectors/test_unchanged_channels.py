from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

import demo
from auditor.model import Account, Snapshot
from auditor.secrets import Secret
from connectors import _recall
from connectors._setup import Setup
from connectors.youtube import connect
from demo.ground import TOKENS
from demo.world import Media, Post
from tests.connectors.asking import DAY, NOW, value
from tests.connectors.nights import Nights, registered

HOUR = timedelta(hours=1)
CHANNEL = "library-youtube"


@pytest.fixture
def estate() -> Iterator[demo.Estate]:
    with demo.start("calm", now=NOW) as running:
        yield running


@pytest.fixture
def nights(estate: demo.Estate) -> Nights:
    """The channels after their first night."""
    key = {"key": Secret(TOKENS["youtube"])}
    lived = Nights(
        connect, estate, registered(estate, "youtube"), options={"base_url": estate.urls["youtube"]}, secrets=key
    )
    lived.pass_by()
    return lived


def film(number: str, days_ago: float, **more: Any) -> Post:
    return Post(number, NOW - days_ago * DAY, "Words", title="A film", media=[Media("video", captions=True)], **more)


def quiet_day(native_id: str) -> int:
    """A day on which it is not this channel's turn."""
    return next(n for n in range(1, 8) if not _recall.is_due(native_id, NOW, NOW + n * DAY))


def test_the_first_night_lists_every_channels_uploads(nights: Nights) -> None:
    assert nights.asked == {"channels": 1, "playlistItems": 2, "videos": 1}


def test_an_unchanged_channel_keeps_its_uploads_with_the_time_at_which_they_were_seen(nights: Nights) -> None:
    first = nights.seen[CHANNEL]
    later = NOW + quiet_day(str(first.native_id)) * DAY
    second = nights.pass_by(later)[CHANNEL]

    assert nights.asked["playlistItems"] < 2
    assert second.posts == first.posts
    assert second.newest_post_at == first.newest_post_at
    assert second.taken_at == later
    assert (second.source_of("posts"), second.recalled_from("posts")) == ("youtube:posts", NOW)
    assert second.recalled_from("films") is None  # captions come and go without an upload: asked every night


def test_a_second_run_of_one_night_asks_for_channels_only(nights: Nights) -> None:
    first = nights.seen[CHANNEL]
    second = nights.pass_by(NOW + HOUR)[CHANNEL]

    assert nights.asked == {"channels": 1}
    assert nights.foreseen >= 1
    assert second.films == first.films
    assert second.recalled_from("films") == NOW


def test_nobody_who_waits_for_the_truth_of_now_is_told_of_yesterday(nights: Nights) -> None:
    nights.pass_by(NOW + HOUR, fresh=True)
    assert nights.asked == {"channels": 1, "playlistItems": 2, "videos": 1}


def test_every_channel_is_listed_at_least_every_seventh_night_and_not_all_on_the_same(nights: Nights) -> None:
    listed = []
    for night in range(1, 15):
        nights.pass_by(NOW + night * DAY)
        listed.append(nights.asked["playlistItems"])
    assert sum(listed) == 4  # two channels in two weeks
    assert sum(listed[:7]) == sum(listed[7:]) == 2


@pytest.mark.parametrize("night", range(1, 8))
def test_subtitles_that_are_added_or_lost_are_seen_on_the_next_night(
    night: int, nights: Nights, estate: demo.Estate
) -> None:
    account = estate.world.accounts[CHANNEL]
    newest = account.newest_first()[0]
    newest.media = [Media("video", captions=False)]
    estate.edit(CHANNEL, location="Liverpool")
    seen = nights.pass_by(NOW + night * DAY)[CHANNEL]
    assert [value(f.media[0].captions) for f in value(seen.films)] == [False, True, True, True, True]


def test_in_a_second_run_missing_subtitles_are_looked_for_again(estate: demo.Estate, nights: Nights) -> None:
    newest = estate.world.accounts[CHANNEL].newest_first()[0]
    newest.media = [Media("video", captions=False)]
    nights.pass_by(NOW + DAY)
    newest.media = [Media("video", captions=True)]
    seen = nights.pass_by(NOW + DAY + HOUR)[CHANNEL]
    assert nights.asked["videos"] == 1
    assert all(value(f.media[0].captions) for f in value(seen.films))


@pytest.mark.parametrize("after", [HOUR, DAY, 2 * DAY, 3 * DAY])
def test_an_upload_is_seen_in_the_next_run(after: timedelta, nights: Nights, estate: demo.Estate) -> None:
    account = estate.world.accounts[CHANNEL]
    estate.edit(CHANNEL, posts=[*account.posts, film("late0000001", 0.01)])
    seen = nights.pass_by(NOW + after)[CHANNEL]
    assert value(seen.posts).items[0].id == value(seen.films)[0].id == "late0000001"
    assert value(seen.newest_post_at) == NOW - 0.01 * DAY


@pytest.mark.parametrize("after", [HOUR, DAY, 2 * DAY, 3 * DAY])
def test_an_upload_that_takes_the_place_of_another_film_is_seen_in_the_next_run(
    after: timedelta, nights: Nights, estate: demo.Estate
) -> None:
    account = estate.world.accounts[CHANNEL]
    estate.edit(CHANNEL, posts=[*account.newest_first()[:-1], film("swap0000001", 0.01)])
    seen = nights.pass_by(NOW + after)[CHANNEL]
    assert value(seen.posts_count) == account.posts_count
    assert value(seen.posts).items[0].id == "swap0000001"


def still(resource: dict[str, Any]) -> dict[str, Any]:
    """A channel's resource under an ETag that notices nothing and counters that stand still."""
    return resource | {"etag": "always", "statistics": resource["statistics"] | {"viewCount": "1"}}


@pytest.fixture
def unwary(monkeypatch: pytest.MonkeyPatch) -> None:
    """A YouTube whose ETags and counters of views notice no change of films."""
    from demo.platforms import youtube

    made = youtube.channel
    monkeypatch.setattr(youtube, "channel", lambda *args: still(made(*args)))


@pytest.mark.usefixtures("unwary")
def test_a_newest_film_that_is_gone_brings_the_list_back_whatever_the_etag_says(
    nights: Nights, estate: demo.Estate
) -> None:
    account = estate.world.accounts[CHANNEL]
    estate.edit(CHANNEL, posts=[*account.newest_first()[1:], film("swap0000001", 0.01)])
    seen = nights.pass_by(NOW + quiet_day(account.native_id) * DAY)[CHANNEL]
    assert value(seen.posts).items[0].id == "swap0000001"
    assert seen.recalled_from("posts") is None
    assert "films_missing" not in seen.extra


@pytest.mark.usefixtures("unwary")
def test_the_worst_that_can_hide_is_found_within_a_week(nights: Nights, estate: demo.Estate) -> None:
    account = estate.world.accounts[CHANNEL]
    estate.edit(CHANNEL, posts=[*account.newest_first()[:-1], film("swap0000001", 0.01)])
    found = [
        value(nights.pass_by(NOW + night * DAY)[CHANNEL].posts).items[0].id == "swap0000001" for night in range(1, 8)
    ]
    turn = next(n for n in range(1, 8) if _recall.is_due(account.native_id, NOW, NOW + n * DAY))
    assert found == [night >= turn for night in range(1, 8)]


@pytest.mark.parametrize(
    "change",
    [{"name": "Prize Desk"}, {"bio": "Win now"}, {"handle": "prizes"}, {"image": "photo-bait"}, {"banner": "banner-2"}],
)
@pytest.mark.usefixtures("unwary")
def test_a_profile_that_changed_in_anything_has_its_uploads_listed(
    change: dict[str, str], nights: Nights, estate: demo.Estate
) -> None:
    estate.edit(CHANNEL, **change)
    seen = nights.pass_by(NOW + HOUR)[CHANNEL]
    assert nights.asked["playlistItems"] == 1
    assert seen.recalled_from("posts") is None


def test_uploads_that_were_not_seen_whole_are_listed_again(estate: demo.Estate, nights: Nights) -> None:
    estate.edit(CHANNEL, extras={"uploads_private": True}, bio="Other words")
    assert not hasattr(nights.pass_by(NOW + HOUR)[CHANNEL].posts, "value")
    estate.edit(CHANNEL, extras={})
    seen = nights.pass_by(NOW + 2 * HOUR)[CHANNEL]
    assert value(seen.posts).items


def test_what_history_cannot_tell_is_asked(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_accounts: Sequence[Account]) -> Mapping[str, Snapshot]:
        raise OSError("database is locked")

    monkeypatch.setattr("tests.connectors.nights.Setup", lambda **parts: Setup(**{**parts, "recall": broken}))
    nights.pass_by(NOW + HOUR)
    assert nights.asked["playlistItems"] == 2
    assert "asked for anew" in caplog.text
