"""One Mastodon server: what may be asked of it, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Trouble
from connectors import _read
from connectors._answer import Answer, json_flaw
from connectors._setup import Setup
from connectors._values import every

BATCH = 40
_TOO_OLD = frozenset({400, 404, 405, 422})  # what servers before 4.3 say to a question for several accounts
_LATER = "Nothing to do for one night; if it lasts, ask the people who run the server."


class Instance:
    """The way to one server. One that config names, by address or token, is trusted; others come from the register."""

    def __init__(self, host: str, setup: Setup) -> None:
        self.host = host
        self._token = setup.secret_of("tokens", host)
        override = setup.options.get("base_urls", {}).get(host) or setup.options.get("base_url")
        self._base = str(override or f"https://{host}").rstrip("/")
        if override or self._token:
            self._door = setup.door(f"mastodon:{host}", base_url=self._base, bearer=self._token, flaw=json_flaw)
        else:
            self._door = setup.open_door(f"mastodon:{host}", flaw=json_flaw)
        self._stopped: PlatformError | None = None

    def accounts(self, ids: list[str]) -> tuple[Answer, dict[str, Mapping[str, Any]]] | None:
        """Several accounts by id; what the server cannot show is left out. None where it is too old for the question."""
        answer = self._get("/api/v1/accounts", "mastodon:profiles", {"id[]": ids})
        if answer.status in _TOO_OLD:
            return None
        accounts = self._listed(answer)
        found: dict[str, Mapping[str, Any]] = {}
        for account in accounts:
            number = _read.text(account.get("id"))
            if number in ids:
                found.setdefault(number, account)
        return answer, found

    def account(self, number: str) -> tuple[Answer, Mapping[str, Any]]:
        """One account by id."""
        answer = self._good(self._get(f"/api/v1/accounts/{number}", "mastodon:profile", {}))
        account = answer.object()
        if _read.text(account.get("id")) != number:
            raise answer.broken("the answer is about another account")
        return answer, account

    def lookup(self, name: str) -> tuple[Answer, Mapping[str, Any]]:
        """One account by its name on this server."""
        answer = self._good(self._get("/api/v1/accounts/lookup", "mastodon:profile", {"acct": name}))
        account = answer.object()
        told = _read.text(account.get("username")).casefold()
        if not _read.text(account.get("id")) or told != name.casefold():
            raise answer.broken("the answer is about another account")
        return answer, account

    def statuses(self, number: str, limit: int) -> tuple[Answer, list[Mapping[str, Any]]]:
        """The newest public posts and boosts of an account."""
        answer = self._get(f"/api/v1/accounts/{number}/statuses", "mastodon:posts", {"limit": limit})
        return answer, every(self._good(answer).json(), answer)

    def context(self, status: str) -> tuple[Answer, list[Mapping[str, Any]]]:
        """What was written below a post."""
        answer = self._good(self._get(f"/api/v1/statuses/{status}/context", "mastodon:exchanges", {}))
        return answer, every(answer.object().get("descendants"), answer)

    def scopes(self) -> tuple[str, ...]:
        """What the token may do; empty where the server does not tell (before 4.3)."""
        try:
            answer = self._good(self._get("/api/v1/apps/verify_credentials", "mastodon:token", {}))
            told = answer.object().get("scopes")
        except PlatformError:
            return ()
        return tuple(s for s in told if isinstance(s, str) and len(s) <= 60) if isinstance(told, list) else ()

    def close(self) -> None:
        """Close the connections."""
        self._door.close()

    def _get(self, path: str, source: str, params: Mapping[str, Any]) -> Answer:
        if self._stopped is not None:
            raise self._stopped
        try:
            answer = self._door.get(self._base + path, source=source, params=params)
            if answer.status in {401, 403, 429}:
                raise self._refusal(answer)
        except PlatformError as error:
            if error.stops_credential:
                self._stopped = error
            raise
        return answer

    def _listed(self, answer: Answer) -> list[Mapping[str, Any]]:
        value = self._good(answer).json()
        if not isinstance(value, list):
            raise answer.broken("the answer holds no list")
        return list(_read.items(value))

    def _good(self, answer: Answer) -> Answer:
        if answer.status != 200:
            raise self._refusal(answer)
        return answer

    def _refusal(self, answer: Answer) -> PlatformError:
        status, host = answer.status, self.host
        try:
            ours = isinstance(answer.object().get("error"), str)  # an API's refusal, not some web server's page
        except PlatformError:
            ours = False
        trouble, remedy = Trouble.BROKEN, _LATER
        words = f"{host} gave an answer that is not known here"
        if status == 404 and ours:
            trouble, words = Trouble.GONE, f"{host} says that there is no such account"
            remedy = "The account manager checks the handle in the register, or closes the entry."
        elif status == 410 and ours:
            trouble, words = Trouble.SUSPENDED, f"{host} says that this account is suspended"
            remedy = "The account manager asks the server's moderators, or closes the register entry."
        elif status == 401 and self._token:
            trouble, words = Trouble.EXPIRED, f"{host} does not accept the access token (revoked or mistyped)"
            remedy = f"The operator makes a new token with read:accounts and read:statuses for {host} (token_envs)."
        elif status in {401, 403}:
            trouble, words = Trouble.DENIED, f"{host} shows nothing without a login"
            if self._token:
                words = f"{host} does not allow this with the access token given"
            remedy = (
                f"The operator sets token_envs for {host} under [platforms.mastodon] (read:accounts, read:statuses)."
            )
        elif not ours:
            words = f"{host} does not answer like a Mastodon server"
            remedy = "The account manager checks the server's name in the handle; otherwise wait for the next run."
        return PlatformError(trouble, f"{words} (HTTP {status}).", remedy, source=answer.source, status=status)
