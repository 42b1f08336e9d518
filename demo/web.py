"""Requests and answers as the stand-in's platforms see them, and the loop that serves them over loopback sockets."""

from __future__ import annotations

import contextlib
import json
import selectors
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

REASONS = {
    200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized",
    402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 410: "Gone",
    429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
}
MOST_BODY = 5_000_000


@dataclass(slots=True)
class Request:
    """One request as it came in. `query` and `form` keep every value of a name, in order."""

    platform: str
    base: str
    method: str
    path: str
    query_text: str
    headers: dict[str, str]
    body: bytes = b""
    query: dict[str, list[str]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        values = self.query.get(name)
        return values[0] if values else default

    def many(self, name: str) -> list[str]:
        """All values of a parameter, repeated or separated by commas."""
        return [part for value in self.query.get(name, ()) for part in value.split(",") if part]

    def whole(self, name: str, default: int) -> int:
        """A parameter as a whole number; the default where it is none."""
        try:
            return int(self.one(name) or default)
        except ValueError:
            return default

    @property
    def form(self) -> dict[str, list[str]]:
        """The body as form fields."""
        return parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    @property
    def bearer(self) -> str:
        """The token of an Authorization header, else empty."""
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() in {"bearer", "oauth"} else ""


@dataclass(slots=True)
class Answer:
    """One answer, not yet on the wire."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def as_json(value: Any) -> bytes:
    """JSON in its compact form; lone surrogates leave as escapes."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def answer_json(value: Any, status: int = 200, **headers: str) -> Answer:
    """A JSON answer; header names are given with underscores."""
    return answer_text(as_json(value), "application/json; charset=utf-8", status, **headers)


def answer_text(body: bytes | str, kind: str, status: int = 200, **headers: str) -> Answer:
    """An answer of some content type."""
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, raw, {"content-type": kind, **named})


def wire(answer: Answer, *, head_only: bool = False, length: int | None = None) -> bytes:
    """The answer as bytes, in one piece; `length` overrides what Content-Length claims."""
    size = len(answer.body) if length is None else length
    lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    if answer.status != 304:
        lines.append(f"content-length: {size}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
    return head if head_only or answer.status == 304 else head + answer.body


Serve = Callable[[Request, socket.socket], bool]  # False = this connection is over


class Listener:
    """Accepts on many loopback ports with one thread; every connection has its own."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._sockets: list[socket.socket] = []
        self._open: dict[socket.socket, threading.Thread] = {}
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, name="stand-in", daemon=True)
        self.stopping = threading.Event()

    def listen(self, platform: str, serve: Serve, port: int = 0) -> str:
        """Open a port for a platform and give its base URL; a wish for a taken port is met with another one."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            sock.bind(("127.0.0.1", 0))
        sock.listen(128)
        base = f"http://127.0.0.1:{sock.getsockname()[1]}"
        self._selector.register(sock, selectors.EVENT_READ, (platform, base, serve))
        self._sockets.append(sock)
        return base

    def start(self) -> None:
        """Begin to accept."""
        self._thread.start()

    def stop(self) -> None:
        """Stop accepting, end every connection, and wait for their threads."""
        self.stopping.set()
        self._wake.send(b"x")
        self._thread.join(5)
        with self._lock:
            threads = list(self._open.items())
        for sock, _ in threads:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for _, thread in threads:
            thread.join(5)
        for sock in (*self._sockets, self._wake, self._woken):
            sock.close()
        self._selector.close()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            for key, _ in self._selector.select():
                if key.data is None:
                    return
                try:
                    connection, _ = key.fileobj.accept()  # type: ignore[union-attr]
                except OSError:
                    continue
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                thread = threading.Thread(target=self._converse, args=(connection, *key.data), daemon=True)
                with self._lock:
                    self._open[connection] = thread
                thread.start()

    def _converse(self, connection: socket.socket, platform: str, base: str, serve: Serve) -> None:
        reader = connection.makefile("rb", 65536)
        try:
            while not self.stopping.is_set():
                request = read_request(reader, platform, base)
                if request is None or not serve(request, connection):
                    break
                if request.headers.get("connection", "").lower() == "close":
                    break
        except (OSError, ValueError):
            pass
        finally:
            with contextlib.suppress(OSError):
                reader.close()
            with self._lock:
                self._open.pop(connection, None)
            connection.close()


def read_request(reader: Any, platform: str, base: str) -> Request | None:
    """The next request of a connection; None at its end."""
    first = reader.readline(65537)
    while first in {b"\r\n", b"\n"}:
        first = reader.readline(65537)
    if not first:
        return None
    method, target, _ = first.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := reader.readline(65537)) not in {b"\r\n", b"\n", b""}:
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    length = int(headers.get("content-length") or 0)
    body = reader.read(min(length, MOST_BODY)) if length else b""
    path, _, query_text = target.partition("?")
    if path.startswith("http://"):
        path = "/" + path.split("/", 3)[-1]
    return Request(
        platform, base, method, unquote(path), query_text, headers, body, parse_qs(query_text, keep_blank_values=True)
    )
