"""MediaWiki's api.php: one question for all users of a wiki, and what its refusals mean."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Call, Post, Trouble
from connectors import _read
from connectors import _wiki_shapes as shapes
from connectors._answer import Answer
from connectors._http import Opinion
from connectors._setup import Setup
from connectors._sites import Sites
from connectors._values import every

USERS, EDITS = "wiki:profiles", "wiki:posts"
PAGE = 500
WAIT = "Nothing to do for one night; if it lasts, ask the people who run the wiki."
_EDIT_FIELDS = "ids|title|timestamp|comment"
_AGAIN = frozenset({"maxlag", "readonly", "ratelimited"})
_CLOSED = frozenset({"readapidenied", "permissiondenied", "notloggedin", "assertuserfailed"})


@dataclass(slots=True)
class Told:
    """What one question told: users, their pages and edits, by name. `more` edits exist than came along."""

    call: Call
    users: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    pages: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    edits: dict[str, list[Post]] = field(default_factory=dict)
    site: str = ""
    more: bool = False
    gaps: bool = False  # the list of edits could not be read whole


class Api:
    """Asks wikis by the address of their api.php."""

    def __init__(self, setup: Setup) -> None:
        self._sites = Sites("wiki", setup, classify=self._opinion)
        self._local = threading.local()  # whether the wiki said that it was busy, in this thread's last answer

    def close(self) -> None:
        """Close the connections."""
        self._sites.close()

    def users(self, api: str, names: list[str]) -> Told:
        """Blocks, counts, pages and edits of up to 50 users; a name may be missing from what comes back."""
        users = "|".join(names)
        answer, data = self._ask(
            api,
            USERS,
            {
                "meta": "siteinfo",
                "siprop": "general",
                "list": "users|usercontribs",
                "prop": "revisions",
                "ususers": users,
                "usprop": "blockinfo|editcount|registration|groups",
                "ucuser": users,
                "uclimit": PAGE,
                "ucprop": _EDIT_FIELDS,
                "titles": "|".join(f"User:{name}" for name in names),
                "rvprop": "content",
                "rvslots": "main",
            },
        )
        told = _told(answer, data, api)
        query = data["query"]
        if not isinstance(query.get("users"), list):
            raise answer.broken("the answer holds no list of users")
        told.site = _read.text(_read.table(query.get("general")).get("sitename"))
        for user in _read.items(query["users"]):
            told.users.setdefault(shapes.name(_read.text(user.get("name"))), user)
        for page in _read.items(query.get("pages")):
            told.pages.setdefault(shapes.name(_read.text(page.get("title")).partition(":")[2]), page)
        return told

    def edits(self, api: str, name: str) -> Told:
        """The newest edits of one user."""
        wanted = {"list": "usercontribs", "ucuser": name, "uclimit": PAGE, "ucprop": _EDIT_FIELDS}
        answer, data = self._ask(api, EDITS, wanted)
        return _told(answer, data, api)

    def _opinion(self, answer: Answer) -> Opinion:
        """A wiki that lags behind, or is busy, says so with HTTP 200; a page instead of data is mostly a passing fault."""
        self._local.busy = False
        if answer.status != 200:
            return None
        if not answer.is_json:
            return "retry"
        if b'"code"' not in answer.body[:2000]:
            return None
        try:
            self._local.busy = _code(answer.object()) in _AGAIN
        except PlatformError:
            return None
        return "retry" if self._local.busy else None

    def _ask(self, api: str, source: str, params: Mapping[str, Any]) -> tuple[Answer, dict[str, Any]]:
        common = {"action": "query", "format": "json", "formatversion": 2, "maxlag": 5}
        try:
            answer = self._sites.get(api, source=source, params={**common, **params})
        except PlatformError as error:
            if error.status != 200 or error.trouble is not Trouble.BROKEN:
                raise
            raise (_busy(error) if self._local.busy else _no_data(error)) from None
        if answer.status != 200:
            raise _by_status(answer)
        data = answer.object()
        if code := _code(data):
            raise _by_code(answer, code)
        if not isinstance(data.get("query"), dict):
            raise answer.broken("the answer is not the data expected; is the address that of api.php?")
        return answer, data


def _told(answer: Answer, data: Mapping[str, Any], api: str) -> Told:
    told = Told(answer.call, more="uccontinue" in _read.table(data.get("continue")))
    pages = f"{api.rpartition('/')[0]}/index.php"  # where every MediaWiki answers, beside api.php
    try:
        for row in every(data["query"].get("usercontribs"), answer):
            told.edits.setdefault(shapes.name(_read.text(row.get("user"))), []).append(shapes.edit(row, pages))
    except (PlatformError, ValueError):
        told.edits, told.gaps = {}, True
    return told


def _code(data: Mapping[str, Any]) -> str:
    error = _read.text(_read.table(data.get("error")).get("code"))
    return error or next((_read.text(one.get("code")) for one in _read.items(data.get("errors"))), "")


def _no_data(error: PlatformError) -> PlatformError:
    """A page, or nothing, where data was asked for, through all attempts."""
    return PlatformError(
        Trouble.BROKEN,
        "The wiki answered with something that is not its data, three times over; is the address that of api.php?",
        WAIT,
        source=error.source,
        status=error.status,
    )


def _busy(error: PlatformError) -> PlatformError:
    """A wiki that lagged behind through all attempts."""
    return PlatformError(
        Trouble.THROTTLED,
        "The wiki was too busy to answer, three times over.",
        WAIT,
        source=error.source,
        status=error.status,
        retry_at=error.retry_at,
    )


def _by_code(answer: Answer, code: str) -> PlatformError:
    if code in _CLOSED:
        return PlatformError(
            Trouble.PRIVATE,
            "The wiki is private: it shows nothing without a login.",
            "The people who run the wiki let the audit read it, or the register's attestations are kept up to date.",
            source=answer.source,
            status=answer.status,
            code=code,
        )
    shown = code if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", code) else "unknown"
    return PlatformError(
        Trouble.BROKEN,
        f"The wiki refused the question ({shown}).",
        WAIT,
        source=answer.source,
        status=answer.status,
        code=shown,
    )


def _by_status(answer: Answer) -> PlatformError:
    if answer.status in {401, 403}:
        return PlatformError(
            Trouble.DENIED,
            f"The server in front of the wiki refused the audit (HTTP {answer.status}).",
            "The people who run the wiki let the audit's address read api.php; a firewall or a sign-in page stands before it.",
            source=answer.source,
            status=answer.status,
        )
    return PlatformError(
        Trouble.BROKEN,
        f"There is no wiki API at this address (HTTP {answer.status}).",
        "The account manager checks the address of api.php in the register; otherwise wait for the next run.",
        source=answer.source,
        status=answer.status,
    )
