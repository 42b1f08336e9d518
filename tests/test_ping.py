"""The dead man's switch hears of start, success and failure, and never fails a run."""

from __future__ import annotations

import pytest
import requests
import responses

from auditor.ping import LONGEST_BODY, Pinger
from auditor.secrets import Secret

URL = "https://monitor.example.ac.uk/ping/0a1b2c3d"


@pytest.fixture
def monitor():
    with responses.RequestsMock() as mock:
        yield mock


def pinger():
    return Pinger(Secret(URL), "2026-11-22T02-00-00Z")


def test_start_success_and_failure_go_to_their_own_addresses(monitor):
    for path in ("/start", "", "/12", "/fail"):
        monitor.post(URL + path)
    ping = pinger()
    assert [ping.start(), ping.success("All well."), ping.fail(12), ping.fail(999)] == [None] * 4
    assert monitor.calls[1].request.body == b"2026-11-22T02-00-00Z\nAll well."


def test_without_an_address_nothing_is_asked():
    assert Pinger(None).start() is None


def test_a_monitor_that_is_down_is_asked_three_times_and_then_left(monitor):
    monitor.post(URL + "/start", status=503)
    monitor.post(URL + "/start", body=requests.ConnectionError(f"no route to {URL}"))
    monitor.post(URL + "/start", body=requests.ReadTimeout())
    words = pinger().start()
    assert len(monitor.calls) == 3
    assert words == "The dead man's switch was not reached: ReadTimeout."
    assert "0a1b2c3d" not in words


def test_a_short_outage_is_ridden_out(monitor):
    monitor.post(URL, status=500)
    monitor.post(URL, status=200)
    assert pinger().success() is None


def test_a_wrong_address_is_not_asked_again(monitor):
    monitor.post(URL, status=404)
    assert "404" in pinger().success()
    assert len(monitor.calls) == 1


def test_what_is_sent_is_short_and_holds_no_secret(monitor):
    monitor.post(URL)
    pinger().success("token " + Secret("s3cr3t-token").reveal() + " x" * LONGEST_BODY)
    sent = monitor.calls[0].request.body
    assert len(sent) <= LONGEST_BODY
    assert b"s3cr3t-token" not in sent


def test_an_address_that_is_none_fails_nothing():
    assert "not reached" in Pinger(Secret("no address at all")).start()
