"""The YouTube Data API v3 through Google's own client, over the door; what its refusals mean.

The client takes any object with httplib2's `request()`. The key travels as a header, so that no address holds it; the
client's own retries stay off. Reasons are read from the body by us: the client prefers `details` over `errors` and then
hides them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from auditor.errors import PlatformError
from auditor.model import Trouble
from connectors import _read
from connectors._answer import UNREADABLE, Answer, json_flaw
from connectors._http import Door, Opinion
from connectors._setup import Setup

BASE_URL = "https://youtube.googleapis.com"
_ALIASES = (BASE_URL, "https://www.googleapis.com")
_PACIFIC = ZoneInfo("America/Los_Angeles")
_BAD_KEY = frozenset({"keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_EXPIRED", "authError"})
_NOT_ALLOWED = frozenset(
    {
        "accessNotConfigured",
        "SERVICE_DISABLED",
        "API_KEY_SERVICE_BLOCKED",
        "API_KEY_IP_ADDRESS_BLOCKED",
        "API_KEY_HTTP_REFERRER_BLOCKED",
        "ipRefererBlocked",
        "insufficientPermissions",
        "CONSUMER_SUSPENDED",
    }
)
_QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_BURST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_LATER = "Nothing to do for one night; if it lasts, look at the status page of the YouTube Data API."


class Api:
    """Calls by resource ("channels") with their parameters; each answered request costs one unit."""

    def __init__(self, setup: Setup) -> None:
        key = setup.secret("key")
        self._ledger = setup.ledger
        self._base = str(setup.options.get("base_url") or BASE_URL).rstrip("/")
        self._door = setup.door(
            "youtube",
            base_url=self._base,
            aliases=_ALIASES,
            classify=self._opinion,
            headers={"X-Goog-Api-Key": key.reveal()} if key else None,
            flaw=json_flaw,
        )
        self._lock = threading.Lock()
        self._service: Any = None
        self._resources: dict[str, Any] = {}  # the client builds one anew whenever it is asked
        self._denied: PlatformError | None = None

    def list(self, resource: str, source: str, **params: Any) -> tuple[Answer, Mapping[str, Any]]:
        """Call a resource's list method; raises PlatformError, its `code` being YouTube's own reason."""
        from googleapiclient.errors import HttpError

        if self._denied is not None:
            raise self._denied
        request = self._resource(resource).list(**params)
        try:
            request.execute(http=_Http(self._door, source), num_retries=0)
        except PlatformError as error:
            raise self._final(error) from None
        except HttpError:
            raise _refusal(self._answer()) from None
        except (
            ValueError,
            RecursionError,
            TypeError,
            AttributeError,
            LookupError,
        ):  # the client trusts every answer's shape
            answer = self._answer()
            raise (
                _refusal(answer) if answer.status >= 400 else answer.broken("the answer is not the data expected")
            ) from None
        answer = self._answer()
        return answer, answer.object()

    def close(self) -> None:
        """Close the connections."""
        if self._service is not None:
            self._service.close()
        self._door.close()

    def _resource(self, name: str) -> Any:
        with self._lock:
            if name not in self._resources:
                self._resources[name] = getattr(self._client(), name)()
            return self._resources[name]

    def _client(self) -> Any:
        if self._service is None:
            from googleapiclient.discovery import build

            logging.getLogger("googleapiclient").setLevel(logging.ERROR)  # it warns of every refusal we tell ourselves
            self._service = build(
                "youtube",
                "v3",
                http=_Http(self._door, "youtube:build"),
                cache_discovery=False,
                client_options={"api_endpoint": self._base},
            )
        return self._service

    def _answer(self) -> Answer:
        answer = self._door.last()
        assert answer is not None
        return answer

    def _opinion(self, answer: Answer) -> Opinion:
        """Asked for every answer: what stops the night is final, bursts and hiccups are asked again."""
        self._ledger.add("youtube", units=1)
        if answer.status < 400:
            return None
        reasons = _reasons(answer)
        if reasons & _BURST or "processingFailure" in reasons:
            return "retry"
        return _stopping(answer, reasons)

    def _final(self, error: PlatformError) -> PlatformError:
        if error.trouble is Trouble.DENIED:
            self._denied = error
        if (error.trouble, error.status) == (Trouble.BROKEN, 403) and error.code != UNREADABLE:  # a burst limit that three attempts did not outlast
            error = PlatformError(
                Trouble.THROTTLED,
                "YouTube's limit on requests a minute is used up.",
                "Nothing to do: it is asked again in the next run. If it lasts, look for another program using the key.",
                source=error.source,
                status=403,
                retry_at=error.retry_at,
            )
            self._door.stop(error)
        return error


class _Http:
    """httplib2's one method, over a session of the door."""

    def __init__(self, door: Door, source: str) -> None:
        self._door, self._source = door, source

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> tuple[Any, bytes]:
        """Ask; a long address comes as POST with the method override and is a read all the same."""
        import httplib2

        session = self._door.session(self._source, idempotent=True)
        response = session.request(method, uri, data=body, headers=dict(headers or {}))
        lowered = {name.lower(): value for name, value in response.headers.items()}
        return httplib2.Response({**lowered, "status": str(response.status_code)}), response.content

    def close(self) -> None:
        """The door keeps the connections."""


def next_quota(at: datetime) -> datetime:
    """When the daily quota begins anew: midnight in Pacific Time."""
    local = at.astimezone(_PACIFIC)
    return datetime.combine(local.date() + timedelta(days=1), time(), _PACIFIC).astimezone(at.tzinfo)


def _reasons(answer: Answer) -> set[str]:
    """Every reason in an error's body: YouTube's own, and Google's newer details."""
    try:
        error = _read.table(answer.object().get("error"))
    except PlatformError:
        return set()
    found = {_read.text(one.get("reason")) for name in ("errors", "details") for one in _read.items(error.get(name))}
    if "api key" in _read.text(error.get("message")).lower() and answer.status == 400:
        found.add("API_KEY_INVALID")
    return found - {""}


def _stopping(answer: Answer, reasons: set[str]) -> PlatformError | None:
    """The error after which nothing more can be learned with this key tonight, if it is one."""
    if reasons & _QUOTA:
        reset = next_quota(answer.at)
        return PlatformError(
            Trouble.EXHAUSTED,
            f"YouTube's daily quota of this key is used up until midnight Pacific Time ({reset:%Y-%m-%d %H:%M} UTC).",
            "Nothing to do for one night; if it lasts, ask Google for more quota or stop other programs using the key.",
            source=answer.source,
            status=answer.status,
            code="quotaExceeded",
            retry_at=reset,
        )
    if answer.status == 401 or reasons & _BAD_KEY:
        return PlatformError(
            Trouble.EXPIRED,
            "YouTube says that the API key is not valid.",
            "The operator makes a new key in the Google Cloud console and puts it where key_env of [platforms.youtube] says.",
            source=answer.source,
            status=answer.status,
            code="keyInvalid",
        )
    if reasons & _NOT_ALLOWED:
        return PlatformError(
            Trouble.DENIED,
            "YouTube does not allow this API key to read (the API is off, or the key is restricted).",
            "The operator enables the YouTube Data API v3 for the key's project and checks the key's restrictions.",
            source=answer.source,
            status=answer.status,
            code=min(reasons & _NOT_ALLOWED),
        )
    return None


def _refusal(answer: Answer) -> PlatformError:
    reasons = _reasons(answer)
    code = min(reasons, default="")[:60]
    trouble, words, remedy = Trouble.BROKEN, "YouTube refused with an answer that is not known here", _LATER
    if answer.status == 403:
        trouble, words = Trouble.DENIED, "YouTube does not show this to us"
        remedy = "The account manager checks whether this part of the channel is public."
    elif answer.status == 404:
        words = "YouTube does not find what was asked for"
    return PlatformError(
        trouble,
        f"{words} (HTTP {answer.status}{', ' + code if code.isalnum() else ''}).",
        remedy,
        source=answer.source,
        status=answer.status,
        code=code,
    )
