"""Each connector is fed answers bent in every place: one honest result per account, and never a fault of ours."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from auditor.model import Account, Snapshot, Trouble, Unreachable
from auditor.ports import Ask
from connectors import meta, x
from tests.connectors.asking import NOW, sights
from tests.connectors.loopback import Asked, Loopback, Reply
from tests.connectors.test_connectors_read_nonsense import MAKERS
from tests.connectors.test_door_hostile_bodies import SOUND_META, SOUND_X, setup
from tests.effort import within
from tests.fuzz.running import bent, fuzzed, odd_json, spoiled

PARTS = {  # the last words of a path that a platform answers differently; "other" is all the rest
    "youtube": ("channels", "playlistItems", "videos", "commentThreads", "comments"),
    "mastodon": ("statuses", "context", "accounts"),
}
STATUS = st.sampled_from((200, 200, 200, 200, 200, 400, 401, 403, 404, 410, 429, 500))


class _Faults(logging.Handler):
    """Notes every record that tells of a fault of ours."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.exc_info}")


def _honest(told: Any, faults: _Faults) -> None:
    assert faults.lines == []
    for sight in told:
        assert isinstance(sight, (Snapshot, Unreachable))
        if isinstance(sight, Unreachable):
            assert sight.message
            assert sight.remedy
            assert "auditor itself" not in sight.message


def _watching(work: Callable[[_Faults], None]) -> None:
    faults = _Faults()
    logging.getLogger("connectors").addHandler(faults)
    try:
        work(faults)
    finally:
        logging.getLogger("connectors").removeHandler(faults)


def _asked(path: str) -> Asked:
    return Asked("GET", path, {}, {}, b"", None)  # type: ignore[arg-type]


@st.composite
def _answers(draw: st.DrawFn, platform: str) -> dict[str, Any]:
    """By the last part of the path: a bent body and a status; now and then bytes that are no JSON at all."""
    script = MAKERS[platform][0]
    found = {}
    for part in PARTS.get(platform, ("other",)):
        sound = script(_asked(f"/{part}"))
        body = sound.body if sound is not None else {}  # type: ignore[union-attr]
        if isinstance(body, bytes):
            found[part] = (draw(spoiled(body)), draw(STATUS))
        else:
            found[part] = (
                draw(st.one_of(bent(body), bent(body), bent(body), odd_json(), spoiled(json.dumps(body).encode()))),
                draw(STATUS),
            )
    return found


@pytest.mark.parametrize("platform", sorted(MAKERS))
def test_a_platform_with_bent_answers(platform: str) -> None:
    given: dict[str, Any] = {}

    def script(asked: Asked) -> Reply:
        body, status = given.get(asked.path.rpartition("/")[2]) or next(iter(given.values()))
        return Reply(body, status)

    with Loopback(script) as server:

        @fuzzed(_answers(platform), examples=8)
        def check(answers: dict[str, Any]) -> None:
            given.update(answers)

            def work(faults: _Faults) -> None:
                connector, one = MAKERS[platform][1](server.url)
                with within(0.3):
                    told = sights(connector, [one])
                _honest(told.values(), faults)
                assert all(
                    not isinstance(s, Unreachable)
                    or s.trouble is not Trouble.GONE
                    or platform in {"wiki", "youtube", "mastodon", "bluesky", "blog"}
                    for s in told.values()
                )
                getattr(connector, "close", lambda: None)()

            _watching(work)

        check()


@pytest.mark.parametrize("platform", ["x", "meta"])
def test_the_large_platforms_with_bent_answers(platform: str) -> None:
    module, names, sound, options = {
        "x": (x, ("x",), SOUND_X, {}), "meta": (meta, ("facebook", "instagram"), SOUND_META, {"business_id": ""}),
    }[platform]  # fmt: skip
    given: dict[str, Any] = {}
    with Loopback(lambda _: Reply(given["body"], given["status"])) as server:

        @fuzzed(
            st.tuples(bent(sound) | bent(sound) | odd_json() | spoiled(json.dumps(sound).encode()), STATUS), examples=40
        )
        def check(answer: tuple[Any, int]) -> None:
            given.update(body=answer[0], status=answer[1])

            def work(faults: _Faults) -> None:
                connector = module.connect(setup(server.url, **options))
                asks = [
                    Ask(Account(id=f"{p}{n}", platform=p, handle="livuni", unit="U"), native_id=str(n))
                    for p in names
                    for n in (1, 2)
                ]
                with within(0.3):
                    told = list(connector.fetch(asks, now=NOW))
                assert sorted(s.account_id for s in told) == sorted(a.account.id for a in asks)
                _honest(told, faults)
                list(connector.candidates())
                connector.close()

            _watching(work)

        check()
