"""A running stand-in: a world behind eight platforms' ports, with its record of requests and its faults."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from demo import directory, faults, misbehave
from demo.ground import Ground
from demo.platforms.blog import Blog
from demo.platforms.bluesky import Bluesky
from demo.platforms.graph import Graph
from demo.platforms.images import Images
from demo.platforms.mastodon import Mastodon
from demo.platforms.wiki import Wiki
from demo.platforms.x import X
from demo.platforms.youtube import YouTube
from demo.web import Answer, Listener, Request, answer_json, wire
from demo.world import World, WorldAccount
from demo.worlds.nights import advance, later

KEPT = 200_000
App = Callable[[Request], Answer]


class Estate:
    """All servers of one world. A context manager; `stop` ends every connection."""

    def __init__(self, world: World, *, latency: float = 0.0, ports: Mapping[str, int] | None = None) -> None:
        self.world = world
        self.latency = latency  # seconds added to every answer but the control port's
        self.ground = Ground(world)
        self.faults = faults.Faults(world.seed)
        self._listener = Listener()
        self._records: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        wishes = dict(ports or {})
        apps: dict[str, App] = {
            "x": X(self.ground), "facebook": Graph(self.ground), "youtube": YouTube(self.ground), "bluesky": Bluesky(self.ground),
            "images": Images(self.ground), "blog": Blog(self.ground), "wiki": Wiki(self.ground), "control": self._control,
        }
        self.urls: dict[str, Any] = {}
        for name, app in apps.items():
            self.urls[name] = self._listener.listen(name, self._serving(app), wishes.get(name, 0))
        self.urls["instagram"] = self.urls["facebook"]
        instances = sorted({a.host for a in world.of("mastodon")})
        self.urls["mastodon"] = {
            i: self._listener.listen("mastodon", self._serving(Mastodon(self.ground, i)), wishes.get(i, 0)) for i in instances
        }
        self.ground.urls = self.urls
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Close every port and connection."""
        self._listener.stop()

    @property
    def now(self) -> datetime:
        """The moment that the world was made for."""
        return self.world.now

    @property
    def ports(self) -> dict[str, int]:
        """Which name listens where, for asking for the same ports again."""
        flat = {n: u for n, u in self.urls.items() if isinstance(u, str) and n != "instagram"} | self.urls["mastodon"]
        return {name: int(url.rpartition(":")[2]) for name, url in flat.items()}

    def requests(self, platform: str | None = None) -> list[dict[str, Any]]:
        """Every request so far: platform, method, path, query, status, at, fault, agent."""
        with self._lock:
            return [dict(r) for r in self._records if platform in {None, r["platform"]}]

    def counts(self) -> dict[str, int]:
        """Requests so far by platform."""
        with self._lock:
            return dict(Counter(r["platform"] for r in self._records))

    def fault(
        self, name: str, platform: str = "*", *, match: str = "", times: int | None = None, percent: float = 100.0, argument: str = ""
    ) -> None:
        """Switch a fault on; see demo/faults.py for the names."""
        self.faults.add(faults.Fault(name, platform, match, times, percent, argument))

    def faults_from(self, spec: str) -> None:
        """Switch faults on from their written form."""
        for one in faults.parse(spec):
            self.faults.add(one)

    def reset(self) -> None:
        """Forget faults, requests and counters; the world stays as it is."""
        self.faults.clear()
        with self._lock:
            self._records.clear()
        with self.ground.lock:
            self.ground.counters.clear()

    def edit(self, account_id: str, **changes: Any) -> WorldAccount:
        """Change what the world answers about an account."""
        return self.world.edit(account_id, **changes)

    def advance(self, story: str, *, told: bool = False) -> list[str]:
        """Let something happen between two nights; gives the ids of the accounts concerned. See demo/worlds/nights.py."""
        return advance(self.world, story, told=told)

    def later(self) -> None:
        """Expect what a second night says: whoever is still not there is gone."""
        later(self.world)

    def expected(self) -> dict[str, Any]:
        """What the author of the world says a correct audit concludes."""
        return {
            "world": self.world.name, "findings": [asdict(e) for e in self.world.expected], "states": self.world.states,
            "candidates": self.world.candidates, "incident": self.world.incident,
        }

    def write(self, directory_path: Path | str) -> Path:
        """Write register, config, tokens and the approved mark into a folder; gives the config's path."""
        return directory.write(self.world, self.urls, Path(directory_path))

    def environment(self) -> dict[str, str]:
        """The environment variables with the tokens that the servers accept."""
        return directory.environment(self.world)

    def _serving(self, app: App) -> Callable[[Request, socket.socket], bool]:
        def serve(request: Request, connection: socket.socket) -> bool:
            control = request.platform == "control"
            fault = None if control else self.faults.pick(request)
            if self.latency and not control:
                self._listener.stopping.wait(self.latency)
            answer = _safely(app, request)
            if fault is not None:
                answer = misbehave.spoil(fault, request, answer)
            if not control:
                self._record(request, answer, fault)
            if fault is not None:
                return misbehave.deliver(fault, connection, answer, self._listener.stopping)
            connection.sendall(wire(answer, head_only=request.method == "HEAD"))
            return True

        return serve

    def _record(self, request: Request, answer: Answer, fault: faults.Fault | None) -> None:
        with self._lock:
            if len(self._records) < KEPT:
                self._records.append({
                    "platform": request.platform, "method": request.method, "path": request.path, "query": request.query_text,
                    "status": answer.status, "at": time.time(), "fault": fault.name if fault else None,
                    "agent": request.headers.get("user-agent", ""), "body": request.body[:20_000].decode("utf-8", "replace"),
                    "host": request.base, "headers": sorted(request.headers),
                })

    def _control(self, request: Request) -> Answer:
        match request.method, request.path.strip("/"):
            case "GET", "requests":
                return answer_json(self.requests(request.one("platform") or None))
            case "GET", "counts":
                return answer_json(self.counts())
            case "GET", "expected":
                return answer_json(self.expected())
            case "GET", "urls":
                return answer_json(self.urls)
            case "POST", "fault":
                self.faults_from(request.body.decode() or request.one("spec"))
            case "POST", "reset":
                self.reset()
            case "POST", "advance":
                return answer_json(self.advance(request.body.decode() or request.one("story")))
            case "POST", "edit":
                changes = json.loads(request.body)
                self.edit(changes.pop("account"), **changes)
            case _:
                return answer_json({"error": "GET requests|counts|expected|urls, POST fault|reset|advance|edit"}, 404)
        return answer_json({"done": True})


def _safely(app: App, request: Request) -> Answer:
    try:
        return app(request)
    except Exception as failure:  # noqa: BLE001 - a bug of the stand-in must not look like a hanging platform
        return answer_json({"stand-in": f"{type(failure).__name__}: {failure}"}, 500)


def start(
    world: World | str = "calm", *, now: datetime | None = None, seed: int = 1, accounts: int | None = None, latency: float = 0.0,
    ports: Mapping[str, int] | None = None, faults: str = "",
) -> Estate:
    """Start the servers for a world, given or by name."""
    from demo.worlds import make

    made = make(world, now=now or datetime.now(UTC), seed=seed, accounts=accounts) if isinstance(world, str) else world
    estate = Estate(made, latency=latency, ports=ports)
    try:
        estate.faults_from(faults)
    except ValueError:
        estate.stop()
        raise
    return estate
