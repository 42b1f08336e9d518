"""The one door to the network: every request of every connector and SDK passes here.

It rewrites SDK hosts to the configured base URL, ends a request after its time, caps answers, retries what may be
retried, honours rate limits up to the run's deadline, counts what was sent, and lets no secret into an error.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, Self, TypeAlias
from urllib.parse import urljoin, urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3 import Timeout

from auditor.errors import PlatformError
from auditor.model import Trouble
from auditor.secrets import Secret, redact, redact_bytes
from connectors import _clock, _failures, _retry
from connectors._answer import Answer
from connectors._budget import Budget
from connectors._failures import Failure
from connectors._guard import Guard
from connectors._ledger import Ledger
from connectors._sdk_session import session
from connectors._wire import UnreadableError, Wire, read_body

__all__ = ["FEED_BYTES", "IMAGE_BYTES", "JSON_BYTES", "Answer", "Budget", "Door", "Ledger"]

JSON_BYTES = 20 * 2**20
FEED_BYTES = 5 * 2**20
IMAGE_BYTES = 5 * 2**20

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_HOPS = 3
_LONGEST_CONNECT = 10.0

# What a connector may say of an answer before the door judges it: "final" (give it to me as it is), "retry" (ask
# again), an error (raise it, ask no more), or None (treat it by its status).
Opinion: TypeAlias = Literal["final", "retry"] | PlatformError | None

# What keeps the body of an answer from being read, though it may be whole when asked again; None where nothing does.
Flaw: TypeAlias = Callable[[Answer], PlatformError | None]


class Door:
    """The way out for one credential (`trusted`), or to addresses that strangers wrote (with a guard)."""

    def __init__(
        self,
        name: str,
        *,
        base_url: str = "",
        aliases: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        bearer: Secret | None = None,
        budget: Budget,
        ledger: Ledger,
        trusted: bool = True,
        guard: Guard | None = None,
        classify: Callable[[Answer], Opinion] | None = None,
        flaw: Flaw | None = None,
    ) -> None:
        """`bearer` travels as Authorization header, to `base_url` only; `classify` may overrule the treatment by status.

        `flaw` looks at what neither has treated: a body that is not whole counts as a passing fault.
        """
        _fence_logs()
        self.name = name
        self.budget = budget
        self.base_url = base_url.rstrip("/")
        self._aliases = tuple(a.rstrip("/") for a in aliases)
        self._headers = dict(headers or {})
        self._bearer = bearer
        self._ledger = ledger
        self._trusted = trusted
        self._guard = None if trusted else (guard or Guard())
        self._classify = classify
        self._flaw = flaw
        self._wire = Wire(self._guard, cancelled=budget.cancelled, hosts=8 if trusted else 64, connections=8 if trusted else 16)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._sent = 0
        self._retried = 0
        self._stopped: PlatformError | None = None

    def get(
        self,
        path_or_url: str,
        *,
        source: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        units: int = 0,
        price: float = 0.0,
    ) -> Answer:
        """Ask. Faults, 5xx and 429 end as PlatformError after retries; any other status comes back to be classified."""
        request = self._prepared("GET", path_or_url, source, params=params, headers=headers)
        return self.perform(request, source=source, idempotent=True, max_bytes=max_bytes, cost=(units, price))

    def post(
        self,
        path_or_url: str,
        *,
        source: str,
        data: Mapping[str, Any] | str | bytes | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        units: int = 0,
        price: float = 0.0,
        idempotent: bool = False,
    ) -> Answer:
        """Like `get`, by POST; retried only where the caller says that it is a read (`idempotent`)."""
        request = self._prepared("POST", path_or_url, source, params=params, headers=headers, data=data)
        return self.perform(request, source=source, idempotent=idempotent, max_bytes=max_bytes, cost=(units, price))

    def session(self, source: str, *, idempotent: bool = False, max_bytes: int | None = None) -> requests.Session:
        """A requests session for an SDK, one per thread and source, with all guarantees of the door behind it.

        Asking for it forgets the thread's last answer, so that `last` is never an older call's.
        """
        self._local.last = None
        sessions: dict[Any, requests.Session] = self._local.__dict__.setdefault("sessions", {})
        key = (source, idempotent, max_bytes)
        if key not in sessions:
            sessions[key] = session(self, source, idempotent, max_bytes)
        return sessions[key]

    def last(self) -> Answer | None:
        """The newest answer that this thread got through a session of the door."""
        return self._local.__dict__.get("last")

    def stop(self, error: PlatformError, *, whole: bool = False) -> None:
        """Refuse every further request with this error, if nothing more can be learned with this credential.

        `whole` says so of an error that by its kind might concern one account only.
        """
        if self._trusted and (whole or error.stops_credential):
            with self._lock:
                self._stopped = self._stopped or error

    @property
    def stopped(self) -> PlatformError | None:
        """Why this credential asks no more tonight, if so."""
        return self._stopped

    def close(self) -> None:
        """Close all connections."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepared(self, method: str, path_or_url: str, source: str, **parts: Any) -> requests.PreparedRequest:
        url = path_or_url if "://" in path_or_url or not self._trusted else self.base_url + path_or_url
        if self._guard is not None:
            url = self._guard.check_url(url)
        try:
            return requests.Request(method, url, **parts).prepare()
        except (ValueError, requests.RequestException):
            raise _failures.refused(source, "the address cannot be read") from None

    def perform(
        self,
        request: requests.PreparedRequest,
        *,
        source: str,
        idempotent: bool,
        max_bytes: int | None = None,
        cost: tuple[int, float] = (0, 0.0),
    ) -> Answer:
        """Send a prepared request with all guarantees, redirects included; `cost` is in units and dollars."""
        self._may_ask(source)
        if any(cost):
            self._ledger.add(source.partition(":")[0], units=cost[0], price=cost[1])
        hops: list[str] = []
        while True:
            self._admit(request, source)
            answer = self._attempts(request, source, idempotent or request.method in {"GET", "HEAD"}, max_bytes)
            target = answer.headers.get("Location") if answer.status in _REDIRECTS else None
            if not target:
                break
            hops.append(answer.url)
            self._redirect(request, answer, target, len(hops))
        answer = replace(answer, hops=tuple(hops)) if hops else answer
        self._local.last = answer
        return answer

    def _admit(self, request: requests.PreparedRequest, source: str) -> None:
        """Rewrite the address to where it may go, and add what only we may send."""
        url = str(request.url)
        if self._guard is not None:
            request.url = self._guard.check_url(url)
            for secret in ("Authorization", "Cookie", "Referer"):
                request.headers.pop(secret, None)
        else:
            request.url = self._rewritten(url, source)
            if self._bearer:
                request.headers["Authorization"] = f"Bearer {self._bearer.reveal()}"
        for name, value in self._headers.items():
            request.headers[name] = value
        request.headers["Accept-Encoding"] = "gzip"
        request.headers.setdefault("Accept", "*/*")

    def _rewritten(self, url: str, source: str) -> str:
        for alias in self._aliases:
            if url == alias or url.startswith((alias + "/", alias + "?")):
                return self.base_url + url[len(alias) :]
        if url == self.base_url or url.startswith((self.base_url + "/", self.base_url + "?")):
            return url
        raise _failures.refused(source, "the address lies outside the configured base_url")

    def _redirect(self, request: requests.PreparedRequest, answer: Answer, target: str, hops: int) -> None:
        here = str(request.url)
        there = urljoin(here, requests.utils.requote_uri(_utf8(target)))
        if hops > _MOST_HOPS:
            raise answer.broken("it redirects too often")
        if request.method not in {"GET", "HEAD"}:
            raise answer.broken("it redirects a request that may not be redirected")
        if self._guard is None and urlsplit(there)[:2] != urlsplit(here)[:2]:
            raise answer.broken("it redirects to another server; check base_url in config.toml")
        if urlsplit(here).scheme == "https" and urlsplit(there).scheme == "http":
            raise answer.broken("it redirects from https to plain http")
        request.url = there

    def _attempts(
        self, request: requests.PreparedRequest, source: str, idempotent: bool, max_bytes: int | None
    ) -> Answer:
        attempt = 0
        while True:
            attempt += 1
            self._may_ask(source)
            outcome = self._once(request, source, max_bytes or JSON_BYTES)
            failure = outcome if isinstance(outcome, Failure) else self._failure(outcome)
            if failure is None:
                assert isinstance(outcome, Answer)
                return outcome
            wait = self._wait(failure, attempt, idempotent)
            if wait is None:
                self.stop(failure.error)
                raise failure.error
            self.budget.pause(wait)

    def _may_ask(self, source: str) -> None:
        if self._stopped is not None:
            raise _failures.again(self._stopped, source)
        if self.budget.cancelled.is_set():
            raise _failures.cancelled(source, "the run was stopped")
        if self.budget.left() <= 0:
            raise _failures.cancelled(source, "the run's deadline had passed")

    def _once(self, request: requests.PreparedRequest, source: str, limit: int) -> Answer | Failure:
        seconds = max(0.001, min(self.budget.timeout_seconds, self.budget.left()))
        with self._lock:
            self._sent += 1
        self._ledger.add(source.partition(":")[0], requests=1)
        timeout: Any = Timeout(connect=min(_LONGEST_CONNECT, seconds), total=seconds)
        try:
            response = self._wire.send(request, stream=True, timeout=timeout, verify=True, proxies={})
            try:
                body = read_body(response, limit)
            finally:
                response.close()
        except UnreadableError as error:
            return _failures.unreadable(source, str(error), again=error.again)
        except Exception as error:  # noqa: BLE001 - libraries raise whatever they like; ours pass through
            return _failures.of_exception(source, error)
        headers = CaseInsensitiveDict(_headers(response))
        self._ledger.hear(self.name, headers)
        if self._trusted:  # what the clock of a stranger's server shows says nothing about ours
            _clock.compare(headers, source, self.budget, self._ledger)
        return Answer(
            status=response.status_code,
            headers=headers,
            body=redact_bytes(body),
            url=_shown(str(request.url)),
            at=self.budget.date(),
            source=source,
        )

    def _failure(self, answer: Answer) -> Failure | None:
        opinion = self._classify(answer) if self._classify else None
        if isinstance(opinion, PlatformError):
            return Failure(opinion, again=opinion.trouble is Trouble.THROTTLED)
        if opinion == "retry" or (opinion is None and answer.status in _retry.TRANSIENT):
            return _failures.of_status(answer, _retry.reset_at(answer.headers, self.budget.now()))
        flaw = self._flaw(answer) if self._flaw and opinion is None else None
        return Failure(flaw, again=True) if flaw else None

    def _wait(self, failure: Failure, attempt: int, idempotent: bool) -> float | None:
        """Seconds until the next attempt, or None to give up."""
        reset = failure.error.retry_at
        longest = min(self.budget.max_wait_seconds, self.budget.left())
        wait = _retry.backoff(attempt, self.budget.rng)
        if reset is not None:
            wait = max(wait, (reset - self.budget.now()).total_seconds())
        if not failure.again or not idempotent or attempt >= _retry.ATTEMPTS or wait >= longest:
            return None
        with self._lock:
            if self._retried >= _retry.retries_allowed(self._sent):
                return None
            self._retried += 1
        return wait


def _headers(response: requests.Response) -> dict[str, str]:
    """The headers, without what a server repeats of the secrets that it was sent."""
    return {name: redact(value) for name, value in response.headers.items()}


def _utf8(header: str) -> str:
    """A header as its sender meant it: the bytes of a header are read as Latin-1, but most write UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _shown(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return redact(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}{query}")


def _fence_logs() -> None:
    """SDKs log headers and whole addresses at DEBUG; nobody needs them and they hold tokens."""
    for name in (
        "tweepy",
        "tweepy.client",
        "urllib3",
        "urllib3.connectionpool",
        "requests_oauthlib",
        "googleapiclient",
    ):
        logger = logging.getLogger(name)
        if logger.level < logging.WARNING:
            logger.setLevel(logging.WARNING)
