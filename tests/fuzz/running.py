"""Runs a fuzzer a bounded time: a fixed handful of inputs in every test run, and for $FUZZ_SECONDS with `make fuzz`."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

EXAMPLES = 30
_PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
_CHUNKS = (b"", b"\0", b"\xff", b"\xef\xbb\xbf", b'"', b",", b";", b"\n", b"\r\n", b"<", b"&x;", b"]]>", b"{", b"[", b"null", b"9" * 40, b"-1", b"\xed\xa0\x80", b"\xe2\x80\xae", b"=1+1", b"\\u0000", b"e999", b"x" * 300)  # fmt: skip


def fuzzed(
    strategy: st.SearchStrategy[Any], *, examples: int = EXAMPLES
) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Make a test of a check: the same inputs every time, and new ones as long as $FUZZ_SECONDS says."""

    def decorate(check: Callable[[Any], None]) -> Callable[[], None]:
        @functools.wraps(check)
        def test() -> None:
            ends = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "0"))
            turn = 0
            while turn == 0 or time.monotonic() < ends:
                some = settings(
                    max_examples=examples,
                    deadline=None,
                    database=None,
                    phases=_PHASES,
                    suppress_health_check=list(HealthCheck),
                    print_blob=True,
                )
                chance = seed(turn if turn == 0 else time.time_ns())
                chance(some(given(strategy)(check)))()
                turn += 1

        del test.__wrapped__  # type: ignore[attr-defined]  # pytest would take the check's argument for a fixture
        return test

    return decorate


@st.composite
def spoiled(draw: st.DrawFn, *sound: bytes) -> bytes:
    """Sound bytes with a few pieces cut out, doubled, swapped for others, or put in."""
    data = bytearray(draw(st.sampled_from(sound)))
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, max(0, len(data))))
        length = draw(st.sampled_from((0, 1, 2, 8, 60, 700)))
        piece = draw(st.sampled_from((*_CHUNKS, bytes(data[at : at + 200]))) | st.binary(max_size=12))
        data[at : at + length] = piece
    return bytes(data)


def odd_json() -> st.SearchStrategy[Any]:
    """Any JSON value, with a liking for the odd ones."""
    text = st.text(max_size=12) | st.sampled_from(
        [
            "",
            "x" * 3000,
            "\u202e\0",
            "2026-11-20T10:00:00Z",
            "9999-12-31T23:59:59-14:00",
            "https://[",
            "-1",
            "did:plc:a",
            "\U0001f600",
        ]
    )
    leaf = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.integers(min_value=10**18, max_value=10**40)
        | st.floats(allow_nan=False, allow_infinity=False)
        | text
    )
    return st.recursive(
        leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=8
    )


@st.composite
def bent(draw: st.DrawFn, sound: Any) -> Any:
    """A sound JSON value in which some parts are swapped for odd ones, left out or doubled."""
    if draw(st.integers(0, 24)) == 0:
        return draw(odd_json())
    if isinstance(sound, dict):
        return {k: draw(bent(v)) for k, v in sound.items() if draw(st.integers(0, 30))}
    if isinstance(sound, list):
        made = [draw(bent(v)) for v in sound]
        return made + made[: draw(st.integers(0, 1))]
    return sound


def outcome(work: Callable[[], Any], *ours: type[Exception]) -> Any:
    """The result, or the error of ours that came instead; any other error comes through."""
    try:
        return work()
    except ours as error:
        return error
