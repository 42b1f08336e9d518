"""Faults: each can be switched on for a platform, a path, a number of times, and off again."""

from __future__ import annotations

import json
import socket
import threading
import time

import pytest
import requests

import demo
from demo.faults import NAMES, parse
from demo.ground import BUSINESS, TOKENS

REACH = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError, requests.exceptions.Timeout)


def users(estate: demo.Estate, http: requests.Session, **how: object) -> requests.Response:
    ids = ",".join(a.native_id for a in estate.world.of("x"))
    return http.get(f"{estate.urls['x']}/2/users", params={"ids": ids}, **how)


def channels(estate: demo.Estate, http: requests.Session) -> requests.Response:
    ids = ",".join(a.native_id for a in estate.world.of("youtube"))
    asked = {"part": "snippet", "id": ids, "maxResults": 50, "key": TOKENS["youtube"]}
    return http.get(f"{estate.urls['youtube']}/youtube/v3/channels", params=asked)


def pages(estate: demo.Estate, http: requests.Session) -> requests.Response:
    return http.get(f"{estate.urls['facebook']}/{BUSINESS}/owned_pages", params={"access_token": TOKENS["meta"], "limit": 1})


def test_a_written_fault_is_understood():
    one, two = parse("x:503*2@/2/users, facebook:throttled=60%25".replace("*2@/2/users", "@/2/users*2"))
    assert (one.platform, one.name, one.match, one.times) == ("x", "503", "/2/users", 2)
    assert (two.platform, two.name, two.argument, two.percent) == ("facebook", "throttled", "60", 25.0)


@pytest.mark.parametrize("spec", ["x:nonsense", "503", "x:503*many"])
def test_an_unknown_fault_is_refused(spec):
    with pytest.raises(ValueError, match="fault"):
        parse(spec)


def test_a_fault_lasts_as_often_as_told_and_concerns_its_platform(calm, x_http):
    calm.fault("503", "x", times=2)
    assert channels(calm, x_http).status_code == 200
    assert [users(calm, x_http).status_code for _ in range(3)] == [503, 503, 200]
    assert [r["fault"] for r in calm.requests("x")] == ["503", "503", None]


def test_a_fault_can_be_bound_to_a_part_of_the_request(calm, x_http):
    calm.fault("500", "x", match="/mentions")
    assert users(calm, x_http).status_code == 200
    assert x_http.get(f"{calm.urls['x']}/2/users/1100000001/mentions").status_code == 500


@pytest.mark.parametrize(
    ("name", "status", "title"),
    [("expired", 401, "Unauthorized"), ("payment", 402, "Payment Required"), ("denied", 403, "Client Forbidden"),
     ("throttled", 429, "Too Many Requests"), ("quota", 429, "UsageCapExceeded")],
)
def test_x_refuses_in_its_own_words(calm, x_http, name, status, title):
    calm.fault(name, "x")
    answer = users(calm, x_http)
    assert (answer.status_code, answer.json()["title"]) == (status, title)


def test_throttling_comes_with_without_and_with_an_absurd_reset(calm, x_http):
    for name in ("throttled", "throttled-no-reset", "throttled-absurd"):
        calm.fault(name, "x", times=1)
    before = int(time.time())
    soon, never, far = (users(calm, x_http).headers.get("x-rate-limit-reset") for _ in range(3))
    assert before <= int(soon) <= time.time() + 3
    assert never is None
    assert int(far) > time.time() + 10**8


@pytest.mark.parametrize(
    ("name", "status", "code"), [("expired", 401, 190), ("denied", 403, 10), ("quota", 403, 4), ("throttled", 400, 80001)]
)
def test_graph_refuses_by_code(calm, http, name, status, code):
    calm.fault(name, "facebook")
    answer = pages(calm, http)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    if name == "throttled":
        usage = json.loads(answer.headers["x-business-use-case-usage"])
        assert usage["111"][0]["estimated_time_to_regain_access"] >= 1


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [("expired", 400, "badRequest"), ("denied", 403, "accessNotConfigured"), ("quota", 403, "quotaExceeded"),
     ("throttled", 403, "rateLimitExceeded")],
)
def test_youtube_refuses_by_reason(calm, http, name, status, reason):
    calm.fault(name, "youtube")
    answer = channels(calm, http)
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (status, reason)


def test_html_comes_where_json_was_asked_for(calm, x_http):
    calm.fault("html", "x")
    answer = users(calm, x_http)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("name", ["empty", "cut-json", "nan", "deep", "list", "null", "no-error", "wrong-type", "no-type"])
def test_nonsense_arrives_whole(calm, x_http, name):
    calm.fault(name, "x")
    answer = users(calm, x_http)
    assert len(answer.content) == int(answer.headers["content-length"])
    assert (answer.headers.get("content-type") is None) == (name == "no-type")


@pytest.mark.parametrize("name", ["cut", "reset"])
def test_connections_break(calm, x_http, name):
    calm.fault(name, "x", times=1)
    with pytest.raises(REACH):
        users(calm, x_http)
    assert users(calm, x_http).status_code == 200


def test_a_hanging_socket_is_held_until_the_client_goes(calm, x_http):
    calm.fault("hang", "x", times=1)
    with pytest.raises(requests.exceptions.ReadTimeout):
        users(calm, x_http, timeout=0.2)
    assert users(calm, x_http).status_code == 200


def test_a_dripping_socket_never_stops_being_alive(calm):
    calm.fault("drip", "x", argument="0.01")
    host, _, port = calm.urls["x"].removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as raw:
        raw.sendall(b"GET /2/users?ids=1 HTTP/1.1\r\nhost: x\r\n\r\n")
        assert raw.recv(1) == b"H"
        assert len(raw.recv(10)) < 10


def test_stopping_does_not_wait_for_a_hanging_socket():
    with demo.start("calm") as estate:
        estate.fault("hang", "x")
        host, _, port = estate.urls["x"].removeprefix("http://").partition(":")
        raw = socket.create_connection((host, int(port)), timeout=60)
        raw.sendall(b"GET / HTTP/1.1\r\n\r\n")
        gone = threading.Timer(60, raw.close)
        gone.start()
        begun = time.monotonic()
    assert time.monotonic() - begun < 30
    gone.cancel()
    raw.close()


def test_big_bodies_and_bombs(calm, x_http):
    calm.fault("huge", "x", times=1, argument="2")
    assert len(users(calm, x_http).content) > 2_000_000
    calm.fault("gzip-bomb", "x", times=1, argument="5")
    answer = users(calm, x_http, stream=True)
    assert len(answer.raw.read(decode_content=False)) < 50_000
    answer.close()


def test_redirects_go_in_circles(calm, x_http):
    calm.fault("redirect-loop", "x")
    with pytest.raises(requests.exceptions.TooManyRedirects):
        users(calm, x_http)


@pytest.mark.parametrize(("name", "count"), [("drop-ids", 1), ("extra-ids", 3), ("repeat-ids", 3), ("shuffle", 2), ("null-rows", 2), ("missing-key", 2)])
def test_batches_come_back_reshaped(calm, x_http, name, count):
    calm.fault(name, "x")
    calm.fault(name, "youtube")
    assert len(users(calm, x_http).json()["data"]) == count
    assert len(channels(calm, x_http).json()["items"]) == count


def test_one_account_can_be_dropped_by_name(calm, x_http):
    calm.fault("drop-ids", "x", argument="livunilibrary")
    assert [u["username"] for u in users(calm, x_http).json()["data"]] == ["livuni"]


def test_cursors_can_loop(calm, http):
    calm.fault("loop-cursor", "facebook")
    first = pages(calm, http).json()["paging"]["next"]
    assert http.get(first).json()["paging"]["next"] == first


def test_a_share_of_requests_can_fail(calm, x_http):
    calm.fault("500", "x", percent=50)
    seen = [users(calm, x_http).status_code for _ in range(40)]
    assert 8 < seen.count(500) < 32


def test_reset_switches_everything_off(calm, x_http):
    calm.fault("500", "x")
    users(calm, x_http)
    calm.reset()
    assert calm.counts() == {}
    assert users(calm, x_http).status_code == 200


def test_every_fault_can_be_served_by_every_platform(calm, http):
    calm.world.options["x.limit"] = 10_000
    base = {p: u for p, u in calm.urls.items() if isinstance(u, str) and p != "control"} | calm.urls["mastodon"]
    for name in sorted(NAMES - {"hang", "drip", "late", "reset", "cut", "redirect-loop", "huge", "gzip-bomb", "deep"}):
        calm.reset()
        calm.fault(name)
        for address in base.values():
            assert http.get(f"{address}/anything").status_code < 600


def test_faults_come_and_go_over_the_control_port(calm, x_http):
    control = calm.urls["control"]
    assert x_http.post(f"{control}/fault", data="x:500*1").json() == {"done": True}
    assert users(calm, x_http).status_code == 500
    assert x_http.get(f"{control}/counts").json() == {"x": 1}
    assert x_http.get(f"{control}/requests").json()[0]["status"] == 500
    x_http.post(f"{control}/edit", json={"account": "library-x", "name": "Renamed"})
    assert [u["name"] for u in users(calm, x_http).json()["data"]][1] == "Renamed"
