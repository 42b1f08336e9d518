"""A tiny server on loopback whose every answer a test writes itself, sound or broken."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    handler: http.server.BaseHTTPRequestHandler

    @property
    def form(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(self.body.decode()).items()}


@dataclass
class Reply:
    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Script = Callable[[Asked], "Reply | None"]  # None: the script wrote to the socket by itself


class Loopback:
    """Serves a script, or a list of replies of which the last repeats; remembers what was asked."""

    def __init__(self, script: Script | Iterable[Any], *, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        if callable(script):
            self._script: Script = script
        else:
            replies = list(script)

            def scripted(asked: Asked) -> Reply | None:
                reply = replies[min(len(self.asked), len(replies)) - 1]
                return reply(asked) if callable(reply) else reply

            self._script = scripted
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60
            disable_nagle_algorithm = True

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                outer._serve(self)

            def do_POST(self) -> None:
                outer._serve(self)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                pass

        self._scheme = "https" if tls else "http"
        self._server = Server(("127.0.0.1", 0), Handler)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        query = {k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
        length = int(handler.headers.get("Content-Length") or 0)
        asked = Asked(
            handler.command, parts.path, query, {k.lower(): v for k, v in handler.headers.items()},
            handler.rfile.read(length), handler,
        )
        self.asked.append(asked)
        reply = self._script(asked)
        if reply is None:
            handler.close_connection = True
            return
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        begin = handler.send_response_only if "Date" in reply.headers else handler.send_response
        begin(reply.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **reply.headers}
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


def packed(body: bytes) -> Reply:
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def reset(asked: Asked) -> None:
    """Closes the connection with a TCP reset instead of an answer."""
    asked.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked.handler.connection.close()


def raw(*pieces: bytes, wait: Callable[[], object] | None = None) -> Callable[[Asked], None]:
    """Writes bytes as they are, waiting before each, then closes."""

    def script(asked: Asked) -> None:
        with contextlib.suppress(OSError):
            for piece in pieces:
                if wait:
                    wait()
                asked.handler.wfile.write(piece)
                asked.handler.wfile.flush()

    return script


def silence(asked: Asked) -> None:
    """Says nothing until the client has had enough."""
    asked.handler.connection.settimeout(60)
    with contextlib.suppress(OSError):
        asked.handler.connection.recv(1)
