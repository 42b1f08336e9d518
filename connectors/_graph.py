"""Meta's Graph API through facebook-sdk: single reads and POST batches, and what its error codes mean."""

from __future__ import annotations

import functools
import json
import logging
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from auditor.errors import PlatformError
from auditor.model import Trouble
from connectors import _read
from connectors._answer import Answer, json_flaw
from connectors._http import Door, Opinion
from connectors._setup import Setup

BASE_URL = "https://graph.facebook.com"
VERSION = "v26.0"
BATCH = 50
_THROTTLED_WHOLE = frozenset({4, 17, 341, 613})
_THROTTLED_ONE = frozenset({32, *range(80000, 80015)})
_PAGE_TOKEN_NEEDED = 2069032
_FIELD = re.compile(r"nonexisting field \((\w+)\)")
_OPERATOR = "The operator of the audit opens Meta Business settings: "
log = logging.getLogger(__name__)


class Graph:
    """Reads through one token. Every method raises PlatformError for errors in the answer, with Graph's code."""

    def __init__(self, setup: Setup) -> None:
        self.version = str(setup.options.get("api_version") or VERSION)
        self._ledger = setup.ledger
        self._warned = False
        self.door: Door = setup.door(
            "meta", base_url=str(setup.options.get("base_url") or BASE_URL), aliases=(BASE_URL,),
            bearer=setup.secret("token"), classify=classify, flaw=json_flaw,
        )

    def get(self, path: str, *, source: str, **params: Any) -> tuple[Answer, dict[str, Any]]:
        """Read a node or an edge."""
        answer = self._sent(source, "GET", path, params)
        body = answer.object()
        raise_error(answer, body)
        return answer, body

    def batch(self, reads: Sequence[tuple[str, Mapping[str, str]]], *, source: str) -> list[Answer | None]:
        """Up to 50 reads in one POST: an answer for each, in order; None where Graph did not finish one."""
        operations = [{"method": "GET", "relative_url": f"{self.version}/{path}?{urlencode(p)}"} for path, p in reads]
        self._ledger.add(source.partition(":")[0], units=len(operations))
        form = {"batch": json.dumps(operations), "include_headers": "false"}
        answer = self._sent(source, "POST", "", form)
        body = answer.json()
        if isinstance(body, dict):
            raise_error(answer, body)
        if not isinstance(body, list) or len(body) != len(operations):
            raise answer.broken("the batch came back with another number of answers than questions")
        return [_operation(answer, entry) for entry in body]

    def _sent(self, source: str, method: str, path: str, params: Mapping[str, Any]) -> Answer:
        api = _sdk(self.version, self.door.session(source, idempotent=True))
        try:
            if method == "POST":
                api.request(f"{self.version}/", post_args=dict(params))
            else:
                api.get_object(path, **params)
        except PlatformError:
            raise
        except Exception:
            # The SDK raises for errors in the body, and trips over bodies it does not expect: the door kept the answer.
            if self.door.last() is None:
                raise
        answer = self.door.last()
        assert answer is not None
        self._check_version(answer)
        return answer

    def _check_version(self, answer: Answer) -> None:
        served = answer.headers.get("facebook-api-version", self.version)
        if served != self.version and not self._warned:
            self._warned = True
            log.warning("facebook: Graph served version %.10s instead of %s; raise api_version", served, self.version)


@functools.cache
def _facebook() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # facebook-sdk holds an escape that newer Pythons warn about
        import facebook

    return facebook


def _sdk(version: str, session: Any) -> Any:
    api = _facebook().GraphAPI(access_token=None, session=session)  # the door adds the token as a header
    api.version = version  # its own check knows no version after 3.1
    return api


def classify(answer: Answer) -> Opinion:
    """Decide by Graph's code, since its statuses say little: a 500 may be final, a 400 a throttle."""
    if answer.status < 400 and b'"error"' not in answer.body[:200]:
        return None
    error = error_of(_object(answer))
    if not error:
        return None
    code = _code(error)
    if code == 190 and error.get("error_subcode") != _PAGE_TOKEN_NEEDED:
        return meaning(answer, error)
    if code in _THROTTLED_WHOLE | _THROTTLED_ONE:
        return meaning(answer, error)
    if (code in {1, 2} or error.get("is_transient") is True) and not too_much(error):
        return "retry"
    return "final"


def error_of(body: Any) -> Mapping[str, Any]:
    """The error inside an answer, or an empty object."""
    return _read.table(_read.table(body).get("error"))


def too_much(error: Mapping[str, Any]) -> bool:
    """Whether Graph asks for a smaller question."""
    return _code(error) == 1 and "reduce the amount of data" in _read.text(error.get("message")).lower()


def concerns_all(error: PlatformError) -> bool:
    """Whether an error inside a batch is about the token or the app, and so about everything else as well."""
    return error.trouble is Trouble.EXPIRED or (
        error.trouble is Trouble.THROTTLED and error.code in {str(code) for code in _THROTTLED_WHOLE}
    )


def unknown_field(error: PlatformError) -> str | None:
    """The field that Graph says it does not know, from the code that `raise_error` noted."""
    return error.code.partition(":")[2] or None if error.code.startswith("100:") else None


def raise_error(answer: Answer, body: Mapping[str, Any]) -> None:
    """Raise what an error in the body means; a failure status without one is BROKEN."""
    error = error_of(body)
    if error:
        raise meaning(answer, error)
    if answer.status != 200:
        raise answer.broken("the platform answered in a way that is not known")


def meaning(answer: Answer, error: Mapping[str, Any]) -> PlatformError:
    """Graph's code and subcode as trouble, words and remedy."""
    code, subcode = _code(error), error.get("error_subcode")
    message = _read.text(error.get("message"))
    shown = f"{code}" + (f"/{subcode}" if isinstance(subcode, int) else "")

    def made(trouble: Trouble, words: str, remedy: str, *, note: str = "", **more: Any) -> PlatformError:
        return PlatformError(
            trouble, f"{words} (Graph error {shown}).", remedy, source=answer.source, status=answer.status,
            code=note or shown, **more,
        )

    if code == 190 and subcode == _PAGE_TOKEN_NEEDED:
        return made(Trouble.DENIED, "Facebook tells this only to the Page's own token",
                    _OPERATOR + "assign the Page to the system user with full control.")
    if code == 190:
        return made(Trouble.EXPIRED, *_token_words(subcode))
    if code in _THROTTLED_WHOLE | _THROTTLED_ONE:
        wait = _regain_minutes(answer)
        return made(Trouble.THROTTLED, "Meta's rate limit is used up",
                    "Nothing to do: it is asked again in the next run. If it lasts, look for other programs using this app.",
                    retry_at=answer.at + timedelta(minutes=wait) if wait else None)
    if code == 803 or (code == 100 and subcode == 33):
        return made(Trouble.GONE, "Meta says that there is no such account, or none that this token may see",
                    "Find out whether it was deleted or renamed, and whether it is still assigned to the system user.")
    if field := _FIELD.search(message):
        return made(Trouble.DENIED, "Meta does not know a field that was asked for",
                    "Set api_version under [platforms.facebook] in config.toml to a current version.", note=f"100:{field[1]}")
    if code in {3, 10} or (isinstance(code, int) and 200 <= code < 300) or (code == 100 and "permission" in message.lower()):
        return made(Trouble.DENIED, "The token lacks a permission for this",
                    _OPERATOR + "give the system user's token the permissions listed in docs/platforms/facebook.md.",
                    note=_permission(message) or shown)
    if code == 368:
        return made(Trouble.DENIED, "Meta has blocked this for violating its policies, for some time",
                    _OPERATOR + "look for a notice of a restriction, and wait.")
    if code == 415:
        return made(Trouble.DENIED, "The business demands a second factor that this token's user lacks",
                    _OPERATOR + "turn two-factor authentication on for the user behind the token.")
    if too_much(error):
        return made(Trouble.BROKEN, "Meta could not give so much data at once",
                    "Nothing to do for one night; if it lasts, report it.", note="too-much")
    return made(Trouble.BROKEN, "Meta could not answer this tonight",
                "Nothing to do for one night; if it lasts, look at Meta's status page.")


def _token_words(subcode: Any) -> tuple[str, str]:
    words, remedy = {
        458: ("The app was removed, so its token no longer works", "install the app again and create a new token."),
        459: ("Meta wants the token's user to log in and pass a check; the user may be locked out or hijacked",
              "have that user log in at facebook.com at once, and then create a new token."),
        460: ("The token died because its user's password was changed; make sure that it was changed on purpose",
              "confirm the password change with that user, and create a new token."),
        463: ("The token has expired", "create a new token for the system user, best one that does not expire."),
    }.get(subcode if isinstance(subcode, int) else 0, (
        "Meta does not accept the token", "create a new token for the system user."))
    return words, _OPERATOR + remedy


def _permission(message: str) -> str:
    """A permission or the like that a message names, as "permission:instagram_basic"."""
    named = re.search(r"'?((?:pages|instagram|business|ads)_[a-z_]+)'?", message)
    return f"permission:{named[1]}" if named else ""


def _regain_minutes(answer: Answer) -> int:
    try:
        usage = json.loads(answer.headers.get("x-business-use-case-usage", "{}"))
    except (ValueError, RecursionError):
        return 0
    minutes = [
        entry.get("estimated_time_to_regain_access")
        for entries in _read.table(usage).values()
        for entry in _read.items(entries)
    ]
    return max((m for m in minutes if isinstance(m, int) and 0 < m < 60 * 24 * 7), default=0)


def _operation(answer: Answer, entry: Any) -> Answer | None:
    one = _read.table(entry)
    status, body = one.get("code"), one.get("body")
    if not isinstance(status, int) or not isinstance(body, str):
        return None
    return Answer(
        status=status, headers=answer.headers, body=body.encode("utf-8", "replace"), url=answer.url, at=answer.at,
        source=answer.source,
    )


def _object(answer: Answer) -> Any:
    try:
        return answer.json()
    except PlatformError:
        return None


def _code(error: Mapping[str, Any]) -> int | None:
    code = error.get("code")
    return code if isinstance(code, int) else None
