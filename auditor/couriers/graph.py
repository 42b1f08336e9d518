"""Mails through Microsoft Graph: an application signs in for itself and sends finished MIME as one mailbox.

Needs the application permission Mail.Send, narrowed to that mailbox. Graph answers 202 once it has the mail; a later failure
comes back as a bounce to the mailbox. https://learn.microsoft.com/graph/api/user-sendmail

With `look_up` a mail is first stored as a draft and then sent, so that after a broken connection the mailbox itself can say
whether it has gone: a search by Message-ID finds it sent, as a draft, or not at all. That needs Mail.ReadWrite as well.
https://learn.microsoft.com/graph/api/user-post-messages, .../message-send, .../user-list-messages
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from typing import Any
from urllib.parse import quote, urlsplit

from auditor.couriers.answers import Deferred, Doubtful, Refused, Sent, Transport, TransportDown
from auditor.couriers.closing import Closing
from auditor.couriers.folder import name_of
from auditor.secrets import Secret, redact, remember

BASE_URL = "https://graph.microsoft.com"
LOGIN_URL = "https://login.microsoftonline.com"
TIMEOUT_SECONDS = 30
LARGEST = 4 * 1024 * 1024  # bytes Graph takes in one request
_UNCLEAR = frozenset({408, 502, 504})  # somebody between us and Graph gave up waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphMailbox:
    """Which mailbox sends, and the application that may do so."""

    tenant: str
    client_id: str
    client_secret: Secret
    sender: str
    base_url: str = BASE_URL
    login_url: str = LOGIN_URL
    timeout_seconds: float = TIMEOUT_SECONDS
    look_up: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes


class GraphCourier(Closing):
    """Hands mails to Microsoft Graph."""

    def __init__(self, mailbox: GraphMailbox) -> None:
        self._mailbox = mailbox
        self._session: Any = None
        self._token = ""
        self._drafts: dict[str, str] = {}  # what earlier attempts left, by the mail's name

    def open(self) -> None:
        """Sign in, unless that is done."""
        if self._token:
            return
        import requests

        box = self._mailbox
        self._session = self._session or requests.Session()
        root = urlsplit(box.base_url)
        try:
            answer = self._session.post(
                f"{box.login_url.rstrip('/')}/{quote(box.tenant, safe='')}/oauth2/v2.0/token",
                data={
                    "grant_type": "client_credentials", "client_id": box.client_id,
                    "client_secret": box.client_secret.reveal(), "scope": f"{root.scheme}://{root.netloc}/.default",
                },
                timeout=box.timeout_seconds,
                allow_redirects=False,
            )  # fmt: skip
            told = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise TransportDown(f"Microsoft's sign-in was not reached: {type(error).__name__}") from None
        token = told.get("access_token") if isinstance(told, dict) else None
        if answer.status_code != 200 or not isinstance(token, str) or not token:
            reason = told.get("error", "") if isinstance(told, dict) else ""
            raise TransportDown(
                f"Microsoft refused the sign-in of the application ({answer.status_code} {redact(str(reason))[:80]}); "
                "check tenant, client_id and the secret's expiry"
            )
        remember(token)
        self._token = token

    def send(self, recipient: str, message: bytes, sender: str) -> Transport:
        """Send one finished mail; the recipient and the From address stand in the message."""
        del recipient, sender
        if len(message) * 4 // 3 > LARGEST:
            return Refused("the mail is larger than Microsoft Graph takes (4 MB)")
        if not self._mailbox.look_up:
            return self._posted("sendMail", message)
        draft = self._draft(message)
        return self._posted(f"messages/{quote(draft, safe='')}/send", b"") if isinstance(draft, str) else draft

    def taken(self, message: bytes) -> bool | None:
        """Whether the mailbox has sent this mail already; None where it cannot be asked. Remembers an unsent draft."""
        found = self._find(message)
        if found is None:
            return None
        for one in found:
            if not one.get("isDraft", True):
                return True
        for one in found:
            self._drafts[name_of(message)] = str(one.get("id"))
        return False

    def _find(self, message: bytes) -> list[dict[str, Any]] | None:
        if not self._mailbox.look_up:
            return None
        wanted = str(BytesHeaderParser().parsebytes(message).get("Message-ID", "")).strip().replace("'", "''")
        params = {"$filter": f"internetMessageId eq '{wanted}'", "$select": "id,isDraft"}
        answer = self._asked("GET", "messages", params=params)
        found = _json(answer).get("value") if isinstance(answer, _Answer) and answer.status == 200 else None
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else None

    def _draft(self, message: bytes) -> str | Transport:
        """The id of the mail as a draft; one that an earlier attempt left is used again."""
        known = self._drafts.pop(name_of(message), None)
        if known is not None:
            return known
        answer = self._asked("POST", "messages", data=base64.b64encode(message))
        if not isinstance(answer, _Answer):  # nothing was sent: a draft that stays is found by the look-up
            return Deferred(answer.reason) if isinstance(answer, Doubtful) else answer
        draft = _json(answer).get("id")
        if answer.status == 201 and isinstance(draft, str):
            return draft
        meaning = _meaning(answer.status)
        return meaning if isinstance(meaning, Refused | Deferred) else Deferred("Microsoft Graph stored no draft")

    def _posted(self, path: str, message: bytes) -> Transport:
        answer = self._asked("POST", path, data=base64.b64encode(message))
        return _meaning(answer.status) if isinstance(answer, _Answer) else answer

    def _asked(self, method: str, path: str, **more: Any) -> _Answer | Deferred | Doubtful:
        """One request; signs in again, once, where the token ran out."""
        answer = self._request(method, path, **more)
        if isinstance(answer, _Answer) and answer.status == 401:
            self._token = ""
            answer = self._request(method, path, **more)
        return answer

    def _request(self, method: str, path: str, **more: Any) -> _Answer | Deferred | Doubtful:
        import requests

        try:
            self.open()
        except TransportDown as down:
            return Deferred(down.reason)
        box = self._mailbox
        try:
            answer = self._session.request(
                method,
                f"{box.base_url.rstrip('/')}/v1.0/users/{quote(box.sender, safe='@')}/{path}",
                headers={"Authorization": f"Bearer {self._token}", "Content-Type": "text/plain"},
                timeout=box.timeout_seconds,
                allow_redirects=False,
                **more,
            )
        except requests.exceptions.ConnectTimeout:
            return Deferred("Microsoft Graph was not reached: ConnectTimeout")
        except requests.exceptions.RequestException as error:
            if _never_connected(error):
                return Deferred("Microsoft Graph was not reached")
            return Doubtful(f"the connection broke before Microsoft Graph's answer ({type(error).__name__})")
        return _Answer(int(answer.status_code), answer.content)

    def close(self) -> None:
        """Let go of the connection and the token."""
        if self._session is not None:
            self._session.close()
        self._session, self._token = None, ""

    def check(self) -> str:
        """Sign in, without sending."""
        self.open()
        self.close()
        return f"Microsoft Graph accepts the application that sends as {self._mailbox.sender}."


def _json(answer: _Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _never_connected(error: Exception) -> bool:
    """Whether the request cannot have reached the server."""
    text = repr(error)
    return "NewConnectionError" in text or "NameResolutionError" in text or "SSLError" in text


def _meaning(status: int) -> Transport:
    if status in {200, 202}:
        return Sent(f"taken by Microsoft Graph ({status})")
    if status in _UNCLEAR:
        return Doubtful(f"Microsoft Graph gave no clear answer ({status})")
    if status in {401, 403}:
        return Deferred(f"Microsoft Graph refused the application ({status}): it needs Mail.Send for this mailbox")
    if status == 429 or status >= 500:
        return Deferred(f"Microsoft Graph has no time now ({status})")
    return Refused(f"Microsoft Graph refused the mail ({status})")
