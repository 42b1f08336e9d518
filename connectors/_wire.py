"""One request over the wire: connections whose every read watches one clock, and bodies read with a cap."""

from __future__ import annotations

import http.client
import io
import queue
import socket
import threading
import time
import zlib
from collections.abc import Callable
from typing import Any, ClassVar

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from connectors._guard import Address, Guard

_CHUNK = 65536
_LONGEST_CONNECT = 30.0
_LONGEST_READ = 300.0
_LOOK_UP = 1.0  # seconds after which a waiting read looks whether the run was stopped
_MEMBERS = 64


class UnreadableError(Exception):
    """A body that cannot be used. `again` tells whether asking once more may help."""

    def __init__(self, words: str, *, again: bool) -> None:
        super().__init__(words)
        self.again = again


class _Clocked(io.RawIOBase):
    """A socket's bytes until a fixed moment: a server that drips one byte a second cannot stretch a request.

    A stopped run ends the reading within a second.
    """

    def __init__(self, sock: socket.socket, cancelled: threading.Event | None) -> None:
        self._sock = sock
        self._file = sock.makefile("rb", buffering=0)  # keeps the socket open until this is closed
        self._cancelled = cancelled
        self._ends = time.monotonic() + (sock.gettimeout() or _LONGEST_READ)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            left = self._ends - time.monotonic()
            if left <= 0 or (self._cancelled is not None and self._cancelled.is_set()):
                raise TimeoutError("the answer took too long")
            self._sock.settimeout(min(left, _LOOK_UP))
            try:
                return self._sock.recv_into(buffer)
            except TimeoutError:
                continue

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


class _Reply(http.client.HTTPResponse):
    cancelled: ClassVar[threading.Event | None] = None

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_Clocked(sock, self.cancelled))


class _Pinned:
    """Connects to an address that was just checked, never to a name that may resolve anew; host name and SNI stay."""

    guard: ClassVar[Guard | None] = None
    response_class: type[http.client.HTTPResponse] = _Reply
    host: str
    port: int
    timeout: float | None
    socket_options: Any
    _dns_host: str

    def _new_conn(self) -> socket.socket:
        ends = time.monotonic() + (self.timeout or _LONGEST_CONNECT)
        try:
            addresses = _within(self._addresses, ends - time.monotonic())
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"finding the address of {self.host} took too long") from error
        except (socket.gaierror, UnicodeError) as error:
            gai = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(self.host, self, gai) from error  # type: ignore[arg-type]
        return self._connect(addresses, ends)

    def _addresses(self) -> list[Address]:
        if self.guard is not None:
            return self.guard.addresses(self._dns_host, self.port)
        found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
        return [(family, where) for family, _kind, _proto, _name, where in found]

    def _connect(self, addresses: list[Address], ends: float) -> socket.socket:
        problem: OSError = OSError("no address to connect to")
        for others, (family, where) in zip(range(len(addresses), 0, -1), addresses, strict=True):
            left = ends - time.monotonic()
            if left <= 0:
                break
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                for option in self.socket_options or ():
                    sock.setsockopt(*option)
                sock.settimeout(left / others)  # one dead address must not use up the time of the next
                sock.connect(where)
            except OSError as error:
                sock.close()
                problem = error
            else:
                return sock
        if isinstance(problem, TimeoutError):
            raise ConnectTimeoutError(self, f"connecting to {self.host} took too long") from problem
        raise NewConnectionError(self, f"no connection: {problem}") from problem  # type: ignore[arg-type]


def _within(resolve: Callable[[], list[Address]], seconds: float) -> list[Address]:
    """The addresses, if the system finds them in time: its resolver knows no time limit of its own."""
    done: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            done.put(resolve())
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            done.put(error)

    threading.Thread(target=work, name="resolve", daemon=True).start()
    try:
        found = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, Exception):
        raise found
    return found


class Wire(HTTPAdapter):
    """A pool of kept-alive connections: direct, without proxies, retries or redirects of its own."""

    def __init__(
        self, guard: Guard | None = None, *, cancelled: threading.Event | None = None, hosts: int = 8, connections: int = 8
    ) -> None:
        self._guard, self._cancelled = guard, cancelled
        super().__init__(pool_connections=hosts, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        """Build the pool with our own connection classes."""
        marks = {"guard": self._guard, "response_class": type("Reply", (_Reply,), {"cancelled": self._cancelled})}
        plain = type("Plain", (_Pinned, HTTPConnection), marks)
        secure = type("Secure", (_Pinned, HTTPSConnection), marks)
        self._pool_connections, self._pool_maxsize, self._pool_block = connections, maxsize, block
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }


class _Gunzip:
    """Decompresses piece by piece, never past the cap, and notices an end that is missing."""

    def __init__(self, limit: int) -> None:
        self.body = bytearray()
        self._limit = limit
        self._members = 1
        self._unpack = zlib.decompressobj(31)

    @property
    def whole(self) -> bool:
        return self._unpack.eof

    def feed(self, piece: bytes) -> None:
        while piece and len(self.body) <= self._limit:
            if self._unpack.eof:  # a gzip file may consist of several members, and may be padded
                piece = piece.lstrip(b"\0")
                if not piece:
                    return
                self._members += 1
                if self._members > _MEMBERS:
                    raise UnreadableError("the answer is compressed in too many pieces", again=False)
                self._unpack = zlib.decompressobj(31)
            try:
                self.body += self._unpack.decompress(piece, self._limit + 1 - len(self.body))
            except zlib.error as error:
                raise UnreadableError("the answer could not be decompressed", again=True) from error
            piece = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail


def read_body(response: requests.Response, limit: int) -> bytes:
    """The whole body, decompressed by us, never more than `limit` bytes; raises UnreadableError, or what the socket raises."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise UnreadableError("the answer came in an encoding that was not asked for", again=False)
    gunzip = _Gunzip(limit) if encoding in {"gzip", "x-gzip"} else None
    body = gunzip.body if gunzip else bytearray()
    received = 0
    while piece := response.raw.read(_CHUNK, decode_content=False):
        received += len(piece)
        if gunzip:
            gunzip.feed(piece)
        else:
            body += piece
        if len(body) > limit or received > limit:
            raise UnreadableError(f"the answer is larger than the {limit / 2**20:g} MiB allowed", again=False)
    if gunzip and received and not gunzip.whole:
        raise UnreadableError("the answer was cut off", again=True)
    return bytes(body)
