"""Names what went wrong with a request: by exception, by status, in words that tell what to do."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import datetime

import requests
import urllib3.exceptions

from auditor.errors import PlatformError
from auditor.model import Trouble
from auditor.platforms import PLATFORMS
from auditor.secrets import redact
from connectors._answer import Answer

_WHO = {"images": "The picture's server", "blog": "The site", "wiki": "The wiki"}
_LATER = "Nothing to do for one night; if it lasts, check the network and the platform's status page."


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed attempt: the error it would end as, and whether asking again may help."""

    error: PlatformError
    again: bool


def who(source: str) -> str:
    """Who was asked, in a reader's words: "Bluesky" for "bluesky:posts"."""
    name = source.partition(":")[0]
    return _WHO.get(name) or (PLATFORMS[name].label if name in PLATFORMS else name)


def again(error: PlatformError, source: str) -> PlatformError:
    """The same error for the next request that it forbids."""
    return PlatformError(
        error.trouble, error.message, error.remedy, source=source, status=error.status, code=error.code,
        retry_at=error.retry_at,
    )


def refused(source: str, words: str) -> PlatformError:
    """Our own rules forbid asking."""
    return PlatformError(
        Trouble.REFUSED, f"{who(source)}: not asked, because {words}.", "Check base_url and the address.", source=source
    )


def cancelled(source: str, words: str) -> PlatformError:
    """The run ended before this was asked."""
    return PlatformError(
        Trouble.CANCELLED, f"{who(source)}: not asked, because {words}.",
        "Run the audit again, or give it more time with deadline_minutes under [network].", source=source,
    )


def unreadable(source: str, words: str, *, again: bool) -> Failure:
    """The body could not be used."""
    return Failure(PlatformError(Trouble.BROKEN, f"{who(source)}: {words}.", _LATER, source=source), again)


def of_status(answer: Answer, reset: datetime | None) -> Failure:
    """A 429, a 5xx, or an answer that the platform itself calls passing."""
    if answer.status == 429:
        when = f" until {reset:%Y-%m-%d %H:%M} UTC" if reset else ""
        error = PlatformError(
            Trouble.THROTTLED, f"{who(answer.source)}: the platform's rate limit is used up{when}.",
            "Nothing to do: it is asked again in the next run. If it lasts, look for another program using the same key.",
            source=answer.source, status=answer.status, retry_at=reset,
        )
    else:
        error = PlatformError(
            Trouble.BROKEN, f"{who(answer.source)}: the platform had a fault of its own (HTTP {answer.status}).", _LATER,
            source=answer.source, status=answer.status, retry_at=reset,
        )
    return Failure(error, again=True)


def of_exception(source: str, error: Exception) -> Failure:
    """A network fault, told by its kind and never by a library's words, which hold whole addresses."""
    if isinstance(error, PlatformError):
        return Failure(error, again=False)
    chain = list(_chain(error))
    if any(isinstance(e, ssl.SSLCertVerificationError) for e in chain):
        return Failure(
            PlatformError(
                Trouble.BROKEN, f"{who(source)}: the server's certificate could not be verified, so nothing was sent.",
                "Have the server's certificate mended; it is never skipped.", source=source,
            ),
            again=False,
        )
    late = (TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError)
    unnamed = (urllib3.exceptions.NameResolutionError,)
    if any(isinstance(e, unnamed) for e in chain):
        trouble, words = Trouble.BROKEN, "the server's name could not be resolved"
    elif any(isinstance(e, late) for e in chain) and not any(
        isinstance(e, urllib3.exceptions.NewConnectionError) for e in chain
    ):
        trouble, words = Trouble.TIMEOUT, "no whole answer came in time"
    elif any(isinstance(e, (OSError, urllib3.exceptions.HTTPError)) for e in chain):
        trouble, words = Trouble.BROKEN, "the connection failed or was cut off"
    else:
        kind = redact(type(error).__name__)
        return Failure(
            PlatformError(Trouble.BROKEN, f"{who(source)}: the answer could not be read ({kind}).", _LATER, source=source),
            again=False,
        )
    return Failure(PlatformError(trouble, f"{who(source)}: {words}.", _LATER, source=source), again=True)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    queue: list[object] = [error]
    while queue:
        one = queue.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            queue += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return found
