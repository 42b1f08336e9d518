"""X's calls through tweepy, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Trouble
from auditor.secrets import redact
from connectors import _read
from connectors._answer import Answer, json_flaw
from connectors._http import Door
from connectors._setup import Setup
from connectors._x_read import problem

BASE_URL = "https://api.x.com"
_HOSTS = ("https://api.twitter.com", "https://api.x.com")
_USER_FIELDS = (
    "id", "username", "name", "created_at", "description", "entities", "location", "parody", "profile_banner_url",
    "profile_image_url", "protected", "public_metrics", "url", "verified", "verified_type", "withheld",
)
_POST_FIELDS = (
    "id", "attachments", "conversation_id", "created_at", "entities", "lang", "media_metadata", "public_metrics", "text",
)
_CONSOLE = "An owner of the developer app opens the X developer console: "


class Api:
    """The four calls, each giving a whole answer; raises PlatformError for what concerns the whole credential."""

    def __init__(self, setup: Setup) -> None:
        token = setup.secret("token")
        self._word = "post" if setup.options.get("vocabulary") == "post" else "tweet"
        self._door = setup.door(
            "x", base_url=str(setup.options.get("base_url") or BASE_URL), aliases=_HOSTS, bearer=token,
            classify=classify, flaw=json_flaw,
        )

    @property
    def door(self) -> Door:
        """The door that the calls pass."""
        return self._door

    def users(self, key: str, values: list[str]) -> Answer:
        """Look up to 100 users up; `key` is "ids" or "usernames"."""
        route = "/2/users" if key == "ids" else "/2/users/by"
        if self._word == "post":
            return self._request("x:users", route, {key: ",".join(values), **self._users_params()})
        return self._call("x:users", "get_users", **{key: values}, **_keywords(self._users_params()))

    def timeline(self, user_id: str, start: datetime, most: int) -> Answer:
        """The newest posts of a user since `start`, reposts and replies included."""
        params = self._page_params(start, most)
        if self._word == "post":
            return self._request("x:posts", f"/2/users/{user_id}/tweets", params)
        return self._call("x:posts", "get_users_tweets", user_id, **_keywords(params))

    def mentions(self, user_id: str, start: datetime, most: int) -> Answer:
        """The newest posts that mention a user since `start`."""
        params = self._page_params(start, most)
        if self._word == "post":
            return self._request("x:exchanges", f"/2/users/{user_id}/mentions", params)
        return self._call("x:exchanges", "get_users_mentions", user_id, **_keywords(params))

    def _page_params(self, start: datetime, most: int) -> dict[str, Any]:
        return {
            "max_results": most, "start_time": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            f"{self._word}.fields": self._post_fields(),
        }

    def _users_params(self) -> dict[str, str]:
        linked = f"most_recent_{self._word}_id,pinned_{self._word}_id"
        fields = ",".join(_USER_FIELDS) + (f",{linked}" if self._word == "tweet" else "")
        return {"user.fields": fields, "expansions": linked, f"{self._word}.fields": self._post_fields()}

    def _post_fields(self) -> str:
        return ",".join((*_POST_FIELDS, f"note_{self._word}"))

    def _request(self, source: str, route: str, params: Mapping[str, Any]) -> Answer:
        """For what tweepy has no name for: the new vocabulary."""
        return self._call(source, "request", "GET", route, params=params)

    def _call(self, source: str, method: str, *args: Any, **kwargs: Any) -> Answer:
        import requests
        import tweepy

        client = tweepy.Client("held by the door", return_type=requests.Response, wait_on_rate_limit=False)
        client.session.close()
        client.session = self._door.session(source)
        try:
            getattr(client, method)(*args, **kwargs)
        except PlatformError as error:
            if error.trouble is Trouble.DENIED:
                self._door.stop(error, whole=True)
            raise
        except Exception:
            # tweepy raises for every status but 2xx, and trips over bodies that are lists or null: the door kept the answer
            if self._door.last() is None:
                raise
        answer = self._door.last()
        assert answer is not None
        return answer


def classify(answer: Answer) -> PlatformError | None:
    """What concerns the whole credential: token, credit, enrolment, cap."""
    if answer.status not in {401, 402, 403, 429}:
        return None
    body = _body(answer)
    kind, title = problem(body), _read.text(body.get("title"))
    if answer.status == 401:
        return _stop(answer, Trouble.EXPIRED, "X does not accept the bearer token: it is wrong, expired or revoked",
                     _CONSOLE + "create a new bearer token and put it where token_env points.")
    if answer.status == 402 or kind in {"credits", "credits-depleted"}:
        return _stop(answer, Trouble.EXHAUSTED, "the credit or the spending limit of the X developer account is used up",
                     _CONSOLE + "buy credits or raise the spending limit.")
    if answer.status == 429:
        if kind != "usage-capped":
            return None
        period = _read.text(body.get("period")).lower()
        when = f"this {period} period's" if period in {"daily", "monthly"} else "the"
        return _stop(answer, Trouble.EXHAUSTED, f"{when} usage cap of the X developer account is used up",
                     "Wait for the next period, or raise the cap in the X developer console.")
    reason = _read.text(body.get("reason"))
    if reason == "client-not-enrolled":
        words = "the app is not enrolled in a package that may read the X API"
        return _stop(answer, Trouble.DENIED, words, _CONSOLE + "move the app to Pay-per-use (Production).")
    shown = redact(reason or title)[:80]
    return _stop(answer, Trouble.DENIED, "X refused the app" + (f" ({shown})" if shown.isprintable() and shown else ""),
                 _CONSOLE + "check that the app is active and may read users and posts.")


def invalid_parameters(answer: Answer) -> set[str]:
    """The parameters that X names in a 400."""
    named: set[str] = set()
    for entry in _read.items(_body(answer).get("errors")):
        named |= set(_read.table(entry.get("parameters")))
    return named


def vocabulary_error(answer: Answer, names: set[str]) -> PlatformError:
    """X refused the question itself, not the accounts in it."""
    shown = ", ".join(sorted(n for n in names if n.isprintable()))[:80]
    return PlatformError(
        Trouble.BROKEN, f"X no longer accepts the question as it is asked ({shown}).",
        'Set vocabulary = "post" (or back to "tweet") under [platforms.x] in config.toml and run again.',
        source=answer.source, status=answer.status,
    )


def _body(answer: Answer) -> dict[str, Any]:
    try:
        return answer.object()
    except PlatformError:
        return {}


def _stop(answer: Answer, trouble: Trouble, words: str, remedy: str) -> PlatformError:
    return PlatformError(
        trouble, f"X was not asked further: {words}.", remedy, source=answer.source, status=answer.status,
        code=str(answer.status),
    )


def _keywords(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters in the spelling of tweepy."""
    return {name.replace(".", "_"): value for name, value in params.items()}
