"""The dead man's switch hears start and end of the real night, with its id; a monitor that is down fails nothing."""

from __future__ import annotations

import http.server
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from tests.crash.invariants import whole
from tests.crash.living import RUN_ID, Nursery
from tests.night.driving import House
from tests.waiting import until


class Monitor(http.server.ThreadingHTTPServer):
    """A monitor on loopback that keeps what it hears."""

    def __init__(self, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), _Hearing)
        self.status = status
        self.heard: list[tuple[str, str]] = []
        self.thread = threading.Thread(target=self.serve_forever, args=(0.05,))
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/ping/0a1b2c"

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self.thread.join()


class _Hearing(http.server.BaseHTTPRequestHandler):
    server: Monitor

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.heard.append((self.path.removeprefix("/ping/0a1b2c"), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    one = Monitor()
    yield one
    one.close()


def watched(home: House, url: str) -> House:
    home.append('[alerts]\nping_url_env = "AUDITOR_PING_URL"')
    home.extra["AUDITOR_PING_URL"] = url
    return home


def test_start_and_success_are_told_with_the_run_id(monitor: Monitor, home: House, births: Nursery) -> None:
    assert births.run(watched(home, monitor.url)).code == 0

    assert [path for path, _ in monitor.heard] == ["/start", ""]
    assert all(body.startswith(RUN_ID) for _, body in monitor.heard)
    assert "exit code 0" in monitor.heard[1][1]


def test_findings_are_a_success_of_the_audit(monitor: Monitor, home: House, births: Nursery) -> None:
    births.run(watched(home, monitor.url))
    home.estate.edit("library-x", bio="Books.")
    home.now = home.now.replace(day=23)

    assert births.run(home).code == 14

    assert [path for path, _ in monitor.heard[2:]] == ["/start", ""]


def test_a_fault_of_ours_is_told_as_failure(monitor: Monitor, home: House, births: Nursery) -> None:
    died = births.run(watched(home, monitor.url), failpoint="after-judge:raise")

    assert died.code == 1
    assert [path for path, _ in monitor.heard] == ["/start", "/1"]
    assert monitor.heard[1][1].startswith(RUN_ID)


def test_a_damaged_history_is_told_as_failure(monitor: Monitor, home: House, births: Nursery) -> None:
    (home.folder / "auditor.db").write_bytes(b"not a database" * 500)

    assert births.run(watched(home, monitor.url)).code == 2

    assert [path for path, _ in monitor.heard] == ["/2"]


def test_a_stop_is_told(monitor: Monitor, home: House, births: Nursery) -> None:
    home.estate.fault("hang", "x")
    pid = births.begin(watched(home, monitor.url), "run")
    until(lambda: "x" in home.estate.counts())
    os.kill(pid, signal.SIGTERM)

    assert births.end().code == 143

    assert [path for path, _ in monitor.heard] == ["/start", "/143"]


def test_a_death_is_told_by_silence_and_the_next_run_speaks_for_the_same_night(
    monitor: Monitor, home: House, births: Nursery
) -> None:
    births.run(watched(home, monitor.url), failpoint="after-conclude:exit")
    assert [path for path, _ in monitor.heard] == ["/start"]
    home.now = home.now.replace(hour=3)

    births.run(home)

    assert [path for path, _ in monitor.heard[1:]] == ["/start", ""]
    assert all(body.startswith(RUN_ID) for _, body in monitor.heard)


def test_a_second_run_beside_the_first_is_no_news_for_the_monitor(
    monitor: Monitor, home: House, births: Nursery
) -> None:
    home.estate.fault("hang", "x")
    pid = births.begin(watched(home, monitor.url), "run")
    until(lambda: "x" in home.estate.counts())
    assert home.auditor("run").code == 5
    os.kill(pid, signal.SIGTERM)
    births.end()

    assert [path for path, _ in monitor.heard] == ["/start", "/143"]


def test_a_monitor_that_is_down_or_broken_fails_nothing(home: House, births: Nursery) -> None:
    broken = Monitor(status=500)
    try:
        said = births.run(watched(home, broken.url))
    finally:
        broken.close()
    assert said.code == 0
    assert len(broken.heard) == 6
    home.now = home.now.replace(day=23)

    said = births.run(home)  # now nobody listens there any more

    assert said.code == 0
    assert "0a1b2c" not in said.err
    assert '"message": "dead man\'s switch' in said.err
    assert whole(home, 3) == []
