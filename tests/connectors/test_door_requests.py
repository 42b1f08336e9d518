from __future__ import annotations

import logging
import math
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import responses

from auditor.errors import PlatformError
from auditor.model import CallCount, Trouble
from auditor.secrets import Secret
from connectors._answer import json_flaw
from connectors._budget import Budget
from connectors._guard import Guard
from connectors._http import Answer, Door
from connectors._ledger import Ledger
from tests.connectors.loopback import Loopback, Reply, packed, raw, reset, silence

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SOURCE = "x:users"


class World:
    """A door with a clock that only moves when the door sleeps."""

    def __init__(self, url: str, *, deadline: float = math.inf, timeout: float = 30.0, **more: Any) -> None:
        self.slept: list[float] = []
        self.budget = Budget(
            deadline=deadline, timeout_seconds=timeout, sleep=self.slept.append, rng=lambda: 0.5,
            now=lambda: NOW + timedelta(seconds=sum(self.slept)), clock=lambda: sum(self.slept),
        )
        self.ledger = Ledger()
        self.door = Door("x", base_url=url, budget=self.budget, ledger=self.ledger, **more)

    def get(self, path: str = "/2/users", **more: Any) -> Answer:
        return self.door.get(path, source=SOURCE, **more)

    def fails(self, path: str = "/2/users") -> PlatformError:
        with pytest.raises(PlatformError) as caught:
            self.get(path)
        return caught.value


@pytest.fixture
def made() -> Iterator[Any]:
    worlds: list[World] = []

    def make(url: str, **more: Any) -> World:
        worlds.append(World(url, **more))
        return worlds[-1]

    yield make
    for world in worlds:
        world.door.close()


def test_the_sdk_host_is_rewritten_to_the_base_url_with_its_path_and_the_token_is_added(made: Any) -> None:
    with Loopback([packed(b'{"ok": true}')]) as server:
        world = made(server.url + "/proxy", aliases=("https://api.twitter.com",), bearer=Secret("bearer-value-1"))
        response = world.door.session(SOURCE).get("https://api.twitter.com/2/users", params={"ids": "1"})
    assert response.json() == {"ok": True}
    assert server.asked[0].path == "/proxy/2/users"
    assert server.asked[0].headers["authorization"] == "Bearer bearer-value-1"
    assert server.asked[0].headers["accept-encoding"] == "gzip"


def test_proxy_settings_of_the_environment_are_ignored(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Loopback([Reply({})]) as server:
        assert made(server.url).get().status == 200


def test_a_foreign_address_is_refused_without_a_request(made: Any) -> None:
    with Loopback([Reply({})]) as server:
        assert made(server.url).fails("https://elsewhere.example/x").trouble is Trouble.REFUSED
    assert server.asked == []


def test_two_faults_then_an_answer_are_three_counted_requests(made: Any) -> None:
    with Loopback([Reply(b"<html>", 503), reset, Reply({"a": 1})]) as server:
        world = made(server.url)
        assert world.get(units=5, price=0.5).json() == {"a": 1}
    assert world.ledger.counts() == {"x": CallCount(requests=3, units=5, price_usd=0.5)}
    assert world.slept == [0.25, 1.0]


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply(b"<html>down</html>", 503), Trouble.BROKEN),
        (Reply({}, 500), Trouble.BROKEN),
        (reset, Trouble.BROKEN),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"), Trouble.BROKEN),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nhalf a chunk"), Trouble.BROKEN),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + zlib.compress(b"x" * 999, wbits=31)[:12]), Trouble.BROKEN),
        (raw(b"nonsense\r\n\r\n"), Trouble.BROKEN),
        (Reply({}, 429), Trouble.THROTTLED),
    ],
    ids=["503", "500", "reset", "cut-length", "cut-chunk", "cut-gzip", "nonsense", "429"],
)
def test_a_lasting_fault_is_tried_three_times_and_named(made: Any, reply: Any, trouble: Trouble) -> None:
    with Loopback([reply]) as server:
        error = made(server.url).fails()
    assert (error.trouble, len(server.asked)) == (trouble, 3)
    assert error.message
    assert error.remedy


def test_silence_ends_as_a_timeout(made: Any) -> None:
    with Loopback([silence]) as server:
        world = made(server.url, timeout=0.05)
        assert world.fails().trouble is Trouble.TIMEOUT
    assert len(world.slept) == 2  # between three tries


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: "], ids=["body", "headers"])
def test_a_slow_drip_cannot_stretch_a_request(made: Any, start: bytes) -> None:
    gone, drops = threading.Event(), 3_000
    drip = raw(start, *[b"x"] * drops, wait=lambda: gone.wait(0.02))
    with Loopback([drip]) as server:
        world = made(server.url, timeout=0.15)
        began = time.monotonic()
        assert world.fails().trouble is Trouble.TIMEOUT
        spent = time.monotonic() - began
        gone.set()
    assert spent < drops * 0.02 / 4


def test_a_gzip_bomb_is_refused_at_once_and_stays_small(made: Any) -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    bomb = b"".join(squeeze.compress(bytes(2**20)) for _ in range(200)) + squeeze.flush()
    with Loopback([Reply(bomb, headers={"Content-Encoding": "gzip"})]) as server:
        world = made(server.url)
        tracemalloc.start()
        error = world.fails()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert "larger" in error.message
    assert len(server.asked) == 1
    assert peak < 80 * 2**20


def test_answers_over_the_cap_or_doubly_packed_are_refused_without_a_second_try(made: Any) -> None:
    with Loopback([Reply(b"x" * 101), Reply(b"x", headers={"Content-Encoding": "gzip, gzip"})]) as server:
        world = made(server.url)
        with pytest.raises(PlatformError, match="larger"):
            world.get(max_bytes=100)
        assert "encoding" in world.fails().message
    assert len(server.asked) == 2


def test_several_gzip_members_and_padding_are_one_body(made: Any) -> None:
    body = zlib.compress(b'{"a"', wbits=31) + zlib.compress(b": 1}", wbits=31) + b"\0" * 8
    with Loopback([Reply(body, headers={"Content-Encoding": "gzip"})]) as server:
        assert made(server.url).get().json() == {"a": 1}


@pytest.mark.parametrize(
    "body",
    [b"<html>hello</html>", b"", b"{", b'{"a": NaN}', b"[" * 100_000, b'{"n": ' + b"9" * 5000 + b"}", b"\xff\xfe{"],
    ids=["html", "empty", "half", "nan", "deep", "huge-number", "bytes"],
)
def test_what_is_no_json_is_broken(made: Any, body: bytes) -> None:
    with Loopback([Reply(body)]) as server, pytest.raises(PlatformError) as caught:
        made(server.url).get().json()
    assert caught.value.trouble is Trouble.BROKEN


@pytest.mark.parametrize("body", [[], None, 3, "text"])
def test_json_that_is_no_object_is_broken_where_one_is_expected(made: Any, body: Any) -> None:
    with Loopback([Reply(body)]) as server, pytest.raises(PlatformError):
        made(server.url).get().object()


def test_half_emoji_and_nul_become_replacement_characters(made: Any) -> None:
    with Loopback([Reply(b'{"a": ["x\\ud83dy", "\\u0000", "\\ud83d\\ude00"]}')]) as server:
        assert made(server.url).get().json() == {"a": ["x\ufffdy", "\ufffd", "\U0001f600"]}


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "120"},
        {"Retry-After": "Sun, 22 Nov 2026 02:02:00 GMT"},
        {"x-rate-limit-reset": str(int(NOW.timestamp()) + 120)},
        {"ratelimit-reset": "120"},
        {"ratelimit-reset": str(int(NOW.timestamp()) + 120)},
        {"X-RateLimit-Reset": "2026-11-22T02:02:00.000Z"},
    ],
    ids=str,
)
def test_a_rate_limit_is_waited_for_as_the_platform_says(made: Any, headers: dict[str, str]) -> None:
    with Loopback([Reply({}, 429, headers), Reply({"ok": 1})]) as server:
        world = made(server.url)
        assert world.get().json() == {"ok": 1}
    assert world.slept == [120.0]


@pytest.mark.parametrize("reset_header", ["-5", "253402300000", "soon", "nan", "inf", "99999999999999999999", ""])
def test_an_absurd_reset_is_none_and_the_credential_stops_after_three_tries(made: Any, reset_header: str) -> None:
    with Loopback([Reply({}, 429, {"x-rate-limit-reset": reset_header, "Retry-After": "-1"})]) as server:
        world = made(server.url)
        first, second = world.fails(), world.fails()
    assert (first.trouble, first.retry_at, len(server.asked)) == (Trouble.THROTTLED, None, 3)
    assert second.trouble is Trouble.THROTTLED
    assert max(world.slept) <= 30


@pytest.mark.parametrize("limits", [{"deadline": 60.0}, {}], ids=["deadline", "max_wait"])
def test_a_reset_out_of_reach_stops_the_credential_without_sleeping(made: Any, limits: dict[str, float]) -> None:
    with Loopback([Reply({}, 429, {"Retry-After": "1200"})]) as server:
        world = made(server.url, **limits)
        error = world.fails()
        world.fails()
    assert (error.trouble, error.retry_at) == (Trouble.THROTTLED, NOW + timedelta(seconds=1200))
    assert (world.slept, len(server.asked)) == ([], 1)


def test_nothing_is_asked_after_the_deadline_or_when_cancelled(made: Any) -> None:
    with Loopback([Reply({})]) as server:
        late, stopped = made(server.url, deadline=-1.0), made(server.url)
        stopped.budget.cancelled.set()
        assert late.fails().trouble is stopped.fails().trouble is Trouble.CANCELLED
    assert server.asked == []


def test_stopping_the_run_ends_a_request_under_way(made: Any) -> None:
    with Loopback([silence]) as server:
        world = made(server.url, timeout=100.0)
        stop = threading.Timer(0.05, world.budget.cancelled.set)
        stop.start()
        began = time.monotonic()
        assert world.fails().trouble is Trouble.CANCELLED
        stop.join()
    assert time.monotonic() - began < 15  # the server would have gone on for a minute


def test_retries_of_a_credential_have_a_budget(made: Any) -> None:
    with Loopback([Reply({}, 503)]) as server:
        world = made(server.url)
        for _ in range(8):
            world.fails()
    assert len(server.asked) == 8 + 10


def test_a_post_is_sent_once_unless_it_is_a_read(made: Any) -> None:
    with Loopback([Reply({}, 503)]) as server:
        world = made(server.url)
        for idempotent in (False, True):
            with pytest.raises(PlatformError):
                world.door.post("/", source=SOURCE, data={"a": "1"}, idempotent=idempotent)
    assert [a.form for a in server.asked] == [{"a": "1"}] * 4


def test_the_connector_may_call_a_500_final_or_a_400_the_end(made: Any) -> None:
    def classify(answer: Answer) -> Any:
        if answer.status == 400:
            return PlatformError(Trouble.EXPIRED, "dead", "renew")
        return "final" if b"deprecated" in answer.body else None

    with Loopback([Reply({"e": "deprecated"}, 500), Reply({}, 400)]) as server:
        world = made(server.url, classify=classify)
        assert world.get().status == 500
        assert world.fails().trouble is Trouble.EXPIRED
        assert world.fails().trouble is Trouble.EXPIRED
    assert len(server.asked) == 2


@pytest.mark.parametrize("body", [b"", b"<html>proxy</html>", b'{"data": [1, 2'])
def test_a_200_that_cannot_be_json_is_a_passing_fault_where_json_is_expected(made: Any, body: bytes) -> None:
    with Loopback([Reply(body), Reply([1]), Reply(body)]) as server:
        world = made(server.url, flaw=json_flaw)
        assert world.get().json() == [1]
        assert world.fails().trouble is Trouble.BROKEN
    assert len(server.asked) == 5


@pytest.mark.parametrize("cut", [b'{"error": "InvalidReq', b'[{"id": 1}, {"i'])
def test_a_refusal_that_was_cut_short_is_asked_for_again(made: Any, cut: bytes) -> None:
    with Loopback([Reply(cut, 400), Reply({"error": "InvalidRequest"}, 400)]) as server:
        assert made(server.url, flaw=json_flaw).get().json() == {"error": "InvalidRequest"}
    assert len(server.asked) == 2


def test_a_page_with_another_status_is_not_asked_for_again(made: Any) -> None:
    with Loopback([Reply(b"<html>no such thing</html>", 404)]) as server:
        assert made(server.url, flaw=json_flaw).get().status == 404
    assert len(server.asked) == 1


@pytest.mark.parametrize(("date", "lines"), [
    (NOW + timedelta(minutes=4), 0), (NOW + timedelta(minutes=6), 1), (NOW - timedelta(days=400), 1),
])  # fmt: skip
def test_a_platform_whose_clock_is_far_from_ours_is_told_once(
    made: Any, caplog: pytest.LogCaptureFixture, date: datetime, lines: int
) -> None:
    with Loopback([Reply({"ok": 1}, headers={"Date": format_datetime(date, usegmt=True)})]) as server:
        world = made(server.url)
        assert [world.get().status for _ in range(3)] == [200] * 3
    assert [record.message.partition(":")[0] for record in caplog.records] == ["X"] * lines


def test_a_clock_that_was_set_by_hand_is_compared_with_nobodys(made: Any, caplog: pytest.LogCaptureFixture) -> None:
    with Loopback([Reply({"ok": 1}, headers={"Date": format_datetime(NOW + timedelta(days=9), usegmt=True)})]) as server:
        world = made(server.url)
        world.budget.dated = lambda: NOW - timedelta(days=300)
        assert world.get().status == 200
    assert caplog.records == []


def test_other_statuses_come_back_to_be_classified(made: Any) -> None:
    with Loopback([Reply({"why": 1}, 404)]) as server:
        assert made(server.url).get().status == 404


def test_a_trusted_door_follows_redirects_on_its_own_host_only(made: Any) -> None:
    away = Reply(b"", 302, {"Location": "http://127.0.0.1:9/steal"})
    with Loopback([Reply(b"", 301, {"Location": "/there"}), Reply({"ok": 1}), away]) as server:
        world = made(server.url, bearer=Secret("bearer-value-2"))
        assert world.get().hops == (f"{server.url}/2/users",)
        assert "another server" in world.fails().message
    assert len(server.asked) == 3


def test_redirects_to_addresses_with_blanks_and_accents_are_followed(made: Any) -> None:
    away = Reply(b"", 302, {"Location": "/caf\u00c3\u00a9 au lait"})  # the bytes of UTF-8, as a header carries them
    with Loopback([away, Reply({"ok": 1})]) as server:
        made(server.url).get()
    assert server.asked[1].path == "/caf%C3%A9%20au%20lait"


def test_redirect_loops_end(made: Any) -> None:
    with Loopback([Reply(b"", 302, {"Location": "/again"})]) as server:
        assert "too often" in made(server.url).fails().message
    assert len(server.asked) == 4


def test_an_open_door_carries_no_credential_no_cookie_and_checks_every_hop(made: Any) -> None:
    def script(asked: Any) -> Reply:
        if asked.path == "/start":
            return Reply(b"", 302, {"Location": "/end", "Set-Cookie": "a=b"})
        return Reply(b"", 302, {"Location": "http://localhost:9/inside"}) if asked.path == "/trap" else Reply({})

    with Loopback(script) as server:
        world = made("", trusted=False, guard=Guard(("127.0.0.1",)), bearer=Secret("bearer-value-3"))
        assert world.get(f"{server.url}/start", headers={"Authorization": "x", "Referer": "y"}).status == 200
        assert world.fails(f"{server.url}/trap").trouble is Trouble.REFUSED
    for asked in server.asked:
        assert not {"authorization", "cookie", "referer"} & asked.headers.keys()


def test_a_private_address_sees_no_connection() -> None:
    with Loopback([Reply({})]) as server:
        world = World("", trusted=False, guard=Guard())
        for host in ("127.0.0.1", "localhost", "[::1]"):
            assert world.fails(f"http://{host}:{server.port}/").trouble is Trouble.REFUSED
            assert world.fails(f"http://{host}/").trouble is Trouble.REFUSED
    assert server.asked == []


def test_a_name_that_resolves_anew_cannot_lead_inside(made: Any) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1"])

    def resolve(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    with Loopback([Reply({})]) as server:
        guard = Guard(resolve=resolve)
        assert made("", trusted=False, guard=guard).fails("http://rebind.example/").trouble is Trouble.REFUSED
    assert server.asked == []


def test_a_certificate_nobody_vouches_for_is_refused_at_once(made: Any, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command to make a certificate")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"],
        check=True, capture_output=True,
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with Loopback([Reply({})], tls=tls) as server:
        world = made(server.url, bearer=Secret("bearer-value-4"))
        assert "certificate" in world.fails().message
    assert (server.asked, world.slept) == ([], [])


def test_a_resolver_that_hangs_does_not_hang_the_request(made: Any) -> None:
    over = threading.Event()

    def resolve(*_: Any, **__: Any) -> list[Any]:
        over.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    error = made("", trusted=False, guard=Guard(resolve=resolve), timeout=0.05).fails("http://slow.example/")
    over.set()
    assert error.trouble is Trouble.TIMEOUT


def test_errors_and_addresses_hold_no_secret(made: Any) -> None:
    token = Secret("canary/token+value")
    with Loopback([Reply({}, 404)]) as server:
        world = made(server.url, bearer=token)
        answer = world.get("/x", params={"access_token": token.reveal()})
        url = server.url
    error = made(url, bearer=token).fails("/x?access_token=canary/token%2Bvalue")
    for text in (answer.url, repr(answer), error.message, error.remedy, str(error)):
        assert "canary" not in text


def test_sdk_loggers_cannot_print_headers(made: Any) -> None:
    made("http://127.0.0.1:9")
    for name in ("tweepy.client", "urllib3.connectionpool", "googleapiclient"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)


def test_the_last_answer_is_never_an_older_calls(made: Any) -> None:
    with Loopback([Reply({"a": 1})]) as server:
        world = made(server.url)
        world.door.session(SOURCE).get(server.url)
        assert world.door.last().json() == {"a": 1}
        world.door.session(SOURCE)
        assert world.door.last() is None


@responses.activate
def test_canned_answers_of_the_responses_library_pass_the_same_door(made: Any) -> None:
    responses.get("https://api.example/2/users", json={"ok": 1}, headers={"x-rate-limit-remaining": "5"})
    world = made("https://api.example")
    assert world.get().json() == world.door.session(SOURCE).get("https://api.example/2/users").json() == {"ok": 1}
    assert world.ledger.counts()["x"].requests == 2


def test_threads_share_connections_and_keep_their_own_last_answer(made: Any) -> None:
    with Loopback(lambda asked: Reply({"path": asked.path})) as server:
        world = made(server.url)
        told: dict[str, Any] = {}

        def ask(name: str) -> None:
            world.door.session(SOURCE).get(f"{server.url}/{name}")
            last = world.door.last()
            told[name] = last.json() if last else None

        threads = [threading.Thread(target=ask, args=(str(n),)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert told == {str(n): {"path": f"/{n}"} for n in range(6)}
    assert world.ledger.counts()["x"].requests == 6
