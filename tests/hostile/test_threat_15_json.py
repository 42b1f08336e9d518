"""JSON that is odd in every way a format can be: one honest result per account from each connector, and no fault of ours."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from auditor.model import Seen, Snapshot, Trouble, Unreachable
from tests.connectors.asking import sights
from tests.connectors.loopback import Asked, Loopback, Reply
from tests.connectors.test_connectors_read_nonsense import MAKERS
from tests.effort import within
from tests.hostile import corpora

OWN = (
    "null", "[]", "{}", '{"data":null}', '{"data":[null]}', '{"data":{}}', "NaN", '{"a":Infinity}', '{"a":-Infinity}', '{"a":1e999}', "[" * 60_000 + "]" * 60_000,
    '{"a":' + "9" * 5_000 + "}", '{"a":"\\ud800"}', '{"a":"\\udc00\\ud800"}', '{"a":"\\u0000"}', '{"id":"1","id":"2"}', "\ufeff{}", "{}garbage", "{'a':1}", '{"a":1,}',
    '{"data":[{"id":1}]}', '{"data":[{"id":[]}]}', '{"data":[{"id":"1","created_at":"0001-01-01T00:00:00Z"}]}', '{"data":[{"id":"1","created_at":"2016-12-31T23:59:60Z"}]}',
    '{"items":[{"id":{}}]}', '{"items":"many"}', '{"profiles":[[]]}', '{"query":{"users":{}}}', '"' + "x" * 2_000_000 + '"', '{"__proto__":{"a":1},"__class__":"x"}', "true", "-0", "1E400",
    '{"error":{"code":"x","errors":[{"reason":[]}]}}', '{"errors":[{"code":[],"value":{},"type":5}]}', '{"error":"x","message":{"a":1}}', '{"error":{"message":[],"code":{},"error_subcode":"x"}}',
)  # fmt: skip
BODIES = list(dict.fromkeys((*OWN, *corpora.collected("gen-json-bodies.json"))))


@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize("platform", MAKERS)
def test_odd_json_gives_one_honest_result_and_never_a_pass_on_nothing(
    platform: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    body = b""
    with Loopback(lambda _: Reply(body, status)) as server:
        for text in BODIES:
            body = text.encode("utf-8", "surrogatepass")
            connector, one = MAKERS[platform][1](server.url)
            with within(0.4, text):
                sight = sights(connector, [one])[one.account.id]
            assert "auditor itself" not in str(sight), (text[:60], sight)
            if isinstance(sight, Unreachable):
                assert sight.message
                assert sight.remedy
                assert "Traceback" not in sight.message
                assert sight.trouble is not Trouble.GONE or platform == "wiki", (text[:60], sight)
            close = getattr(connector, "close", None)
            if close:
                close()
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


@pytest.mark.parametrize("platform", ["bluesky", "mastodon", "youtube", "wiki"])
def test_of_two_equal_keys_no_half_is_believed_silently(platform: str) -> None:
    """The last one counts, as in every reader of JSON that we use; both cannot be mixed."""
    script, make = MAKERS[platform]

    def doubled(asked: Asked) -> Reply:
        body = json.dumps(script(asked).body)
        return Reply((body[:-1] + "," + body[1:]).encode() if body.startswith("{") and len(body) > 2 else body.encode())

    with Loopback(doubled) as server:
        connector, one = make(server.url)
        sight = sights(connector, [one])[one.account.id]
    assert isinstance(sight, Snapshot)


def test_texts_of_a_megabyte_are_kept_within_bounds() -> None:
    script, make = MAKERS["bluesky"]

    def long(asked: Asked) -> Reply:
        return Reply(
            json.loads(
                json.dumps(script(asked).body).replace('"description": "x"', f'"description": "{"x" * 1_000_000}"')
            )
        )

    with Loopback(long) as server:
        connector, one = make(server.url)
        sight = sights(connector, [one])[one.account.id]
    assert isinstance(sight, Snapshot)
    assert isinstance(sight.bio, Seen)
    assert isinstance(sight.bio.value, str)


def test_numbers_of_five_thousand_digits_are_no_counts() -> None:
    script, make = MAKERS["bluesky"]

    def huge(asked: Asked) -> Any:
        return Reply(json.dumps(script(asked).body).replace('"postsCount": 2', f'"postsCount": {"9" * 4_000}').encode())

    with Loopback(huge) as server:
        connector, one = make(server.url)
        sight = sights(connector, [one])[one.account.id]
    assert not isinstance(sight, Snapshot) or not isinstance(sight.posts_count, Seen)
