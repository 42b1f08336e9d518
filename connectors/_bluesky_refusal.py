"""What Bluesky's refusals mean."""

from __future__ import annotations

from auditor.errors import PlatformError
from auditor.model import Trouble
from connectors import _read
from connectors._answer import Answer, json_flaw

_LATER = "Nothing to do for one night; if it lasts, look at Bluesky's status page."


def flaw(answer: Answer) -> PlatformError | None:
    """What keeps an answer from being read: Bluesky tells what it refuses, and why, in the JSON of a 400."""
    return json_flaw(answer, always=(200, 400))


def refusal(answer: Answer) -> PlatformError:
    """All of Bluesky's refusals are 400; the name in `error` tells them apart."""
    data = answer.object()
    code, words = _read.text(data.get("error")), _read.text(data.get("message"))
    trouble, message, remedy = Trouble.BROKEN, "Bluesky refused with an answer that is not known here", _LATER
    if code == "AccountTakedown":
        trouble, message = Trouble.SUSPENDED, "Bluesky says that this account has been suspended"
        remedy = "The account manager appeals to Bluesky's moderation, or closes the register entry."
    elif code == "AccountDeactivated":
        trouble, message = Trouble.DEACTIVATED, "Bluesky says that this account was deactivated by its owner"
        remedy = "The account manager reactivates it, or closes the register entry."
    elif code in {"InvalidRequest", "NotFound"} and "not found" in words.lower():
        trouble, message = Trouble.GONE, "Bluesky says that there is no such account"
        remedy = "The account manager checks the handle in the register, or closes the entry."
    elif code == "RateLimitExceeded":
        trouble, message = Trouble.THROTTLED, "Bluesky's rate limit is used up"
    elif answer.status in {401, 403} or code in {"ExpiredToken", "InvalidToken", "AuthMissing"}:
        trouble, message = Trouble.DENIED, "Bluesky does not answer without a login"
        remedy = "The operator checks base_url under [platforms.bluesky]; the public server needs no login."
    return PlatformError(
        trouble,
        f"{message} (HTTP {answer.status}).",
        remedy,
        source=answer.source,
        status=answer.status,
        code=code[:60],
    )
