"""Addresses that strangers wrote, as blog, wiki, picture, link or redirect, reach nothing on this machine or near it."""

from __future__ import annotations

import contextlib
import csv
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import PlatformError
from auditor.model import Image, Unreachable
from connectors import blog, images, mastodon, wiki
from connectors._budget import Budget
from connectors._guard import Guard
from connectors._http import Door
from connectors._ledger import Ledger
from connectors._setup import Setup
from tests.connectors.asking import NOW, ask, sights
from tests.connectors.loopback import Loopback, Reply
from tests.hostile import corpora
from tests.night.driving import house

PUBLIC, LOCAL = "93.184.215.14", "127.0.0.1"
OWN = (
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0177.0.0.1:{port}/",
    "http://0:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://localhost:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/", "http://[2002:7f00:1::]:{port}/", "http://good.example@127.0.0.1:{port}/", "http://127\u30020\u30020\u30021:{port}/",
    "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:{port}/", "http://127.0.0.1:{port}\\@good.example/", "http://169.254.169.254/", "gopher://127.0.0.1:{port}/x",
    "file:///etc/passwd", "//127.0.0.1:{port}/", "http:127.0.0.1:{port}", "http:///127.0.0.1:{port}/", "http://127.0.0.1:{port}#@good.example/",
)  # fmt: skip


class Listener:
    """Counts connections on a port of loopback, both families."""

    def __init__(self) -> None:
        self.connections = 0
        self._sockets = []
        one = socket.socket()
        one.bind((LOCAL, 0))
        self.port = int(one.getsockname()[1])
        self._sockets.append(one)
        with contextlib.suppress(OSError):
            six = socket.socket(socket.AF_INET6)
            self._sockets.append(six)
            six.bind(("::1", self.port))
        self._threads = []
        for each in self._sockets:
            each.listen()
            each.settimeout(0.05)
            self._threads.append(threading.Thread(target=self._accept, args=(each,), daemon=True))
        self._over = threading.Event()
        for thread in self._threads:
            thread.start()

    def _accept(self, one: socket.socket) -> None:
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                connection, _ = one.accept()
                self.connections += 1
                connection.close()

    def close(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        for one in self._sockets:
            one.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _nothing_public_is_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of the internet lead to this machine here: whatever comes through would be noticed."""
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        with contextlib.suppress(OSError, UnicodeError):
            return real(
                host, port, *args, flags=socket.AI_NUMERICHOST, **{k: v for k, v in kwargs.items() if k != "flags"}
            )
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (LOCAL, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def _setup(guard: Guard, **options: Any) -> Setup:
    return Setup(
        options=options,
        secrets={},
        guard=guard,
        budget=Budget(sleep=lambda _: None, timeout_seconds=30, now=lambda: NOW),
    )


def _addresses(port: int) -> list[str]:
    return [a.format(port=port) for a in OWN] + [a for a in corpora.collected("gen-ssrf-urls.json") if a]


@pytest.mark.parametrize("use", ["blog", "wiki", "mastodon"])
def test_hostile_addresses_on_the_register_are_refused_without_a_connection(use: str, listener: Listener) -> None:
    connector = {"blog": blog, "wiki": wiki, "mastodon": mastodon}[use].connect(_setup(Guard()))
    for number, address in enumerate(_addresses(listener.port)):
        handle = {
            "blog": address,
            "wiki": f"User@{address}",
            "mastodon": f"user@{address.partition('//')[2].rstrip('/')}",
        }[use]
        one = ask(use, handle, row=f"row-{number}")
        sight = sights(connector, [one])[one.account.id]
        assert isinstance(sight, Unreachable), address
    assert listener.connections == 0


@pytest.mark.parametrize("use", ["picture", "link"])
def test_hostile_addresses_in_a_profile_are_not_fetched(use: str, listener: Listener) -> None:
    with Door(
        "links", budget=Budget(sleep=lambda _: None, timeout_seconds=30), ledger=Ledger(), trusted=False, guard=Guard()
    ) as door:
        for address in _addresses(listener.port):
            if use == "picture":
                told = images.describe(door, Image(address, key=address), {}, fingerprint=lambda _: "0" * 16)
                assert told.fingerprint is None
            else:
                with pytest.raises(PlatformError):
                    door.get(address, source="links:page")
    assert listener.connections == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_is_checked_like_a_first_address(status: int, listener: Listener) -> None:
    targets = iter(
        [
            *_addresses(listener.port)[:20],
            f"//127.0.0.1:{listener.port}/x",
            f"http://127.0.0.1:{listener.port}/\r\nX: y",
        ]
    )
    for target in targets:
        sent = target.encode("utf-8").decode("latin-1").replace("\r\n", "%0d%0a")
        with Loopback([Reply(b"", status, {"Location": sent})]) as server:
            guard = Guard(("blog.example",))  # only this host may be private: the redirect leads elsewhere
            with Door(
                "b", budget=Budget(sleep=lambda _: None, timeout_seconds=30), ledger=Ledger(), trusted=False, guard=guard
            ) as door:
                with contextlib.suppress(PlatformError):
                    answer = door.get(f"http://blog.example:{server.port}/", source="blog:feed")
                    assert answer.url.startswith(f"http://blog.example:{server.port}/"), target
                assert server.asked
    assert listener.connections == 0


def test_a_name_that_resolves_anew_to_this_machine_gets_no_connection(listener: Listener) -> None:
    answers = iter([PUBLIC])
    asked = []

    def rebinding(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers, LOCAL), listener.port))]

    guard = Guard(resolve=rebinding)
    with (
        Door(
            "b", budget=Budget(sleep=lambda _: None, timeout_seconds=30), ledger=Ledger(), trusted=False, guard=guard
        ) as door,
        pytest.raises(PlatformError),
    ):
        door.get("http://rebind.example/", source="blog:feed")
    assert listener.connections == 0
    assert len(asked) >= 2, "the second look-up, that leads home, has to have been refused"


def test_the_connection_is_made_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = []

    def connect(_self: socket.socket, where: Any) -> None:
        reached.append(where[0])
        raise OSError("not here")

    monkeypatch.setattr(socket.socket, "connect", connect)
    guard = Guard(resolve=lambda _h, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, port))])
    with (
        Door(
            "b", budget=Budget(sleep=lambda _: None, timeout_seconds=30), ledger=Ledger(), trusted=False, guard=guard
        ) as door,
        pytest.raises(PlatformError),
    ):
        door.get("http://name.example/", source="blog:feed")
    assert set(reached) == {PUBLIC}


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_no_proxy_of_the_environment_is_used(
    variable: str, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{listener.port}")
    with (
        Loopback([Reply(b"{}")]) as server,
        Door("b", base_url=server.url, budget=Budget(timeout_seconds=30), ledger=Ledger()) as door,
    ):
        assert door.get("/x", source="x:users").status == 200
    assert listener.connections == 0


def test_cookies_credentials_and_referrer_do_not_travel_to_strangers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login u password p\ndefault login u password p\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with Loopback(
        [Reply(b"", 302, {"Location": "/two", "Set-Cookie": "a=b"}), Reply(b"{}", headers={"Set-Cookie": "c=d"})]
    ) as server:
        with Door("b", budget=Budget(timeout_seconds=30), ledger=Ledger(), trusted=False, guard=Guard((LOCAL,))) as door:
            door.get(f"{server.url}/one", source="blog:feed")
            door.get(f"{server.url}/three", source="blog:feed")
        assert len(server.asked) == 3
        for asked in server.asked:
            assert not {"cookie", "authorization", "referer"} & set(asked.headers)


def test_a_whole_night_with_such_addresses_on_the_register_connects_to_none(tmp_path: Path, listener: Listener) -> None:
    with house(tmp_path / "house") as home:
        home.set('allow_private = ["127.0.0.1"]', "allow_private = []")
        home.set("timeout_seconds = 10", "timeout_seconds = 2\ncheck_links = true")
        path = home.folder / "register" / "accounts.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, address in enumerate(_addresses(listener.port)):
            rows.append(
                dict.fromkeys(rows[0], "")
                | {"id": f"odd-{number}", "platform": "blog", "handle": address or "x", "unit": "U"}
            )
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        home.estate.edit("library-bluesky", links=[f"http://127.0.0.1:{listener.port}/"])
        said = home.auditor("run", "--no-mail")
        assert said.code in {4, 11, 12, 13}, said.err
        told = {a["id"]: a for a in home.run_json()["accounts"]}
        odd = [told[i] for i in told if i.startswith("odd-")]
        assert len(odd) == len(_addresses(listener.port))
        assert {a["state"] for a in odd} == {"unreachable"}
    assert listener.connections == 0
