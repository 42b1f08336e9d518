"""Mails through Microsoft Graph: an application signs in for itself and sends finished MIME as one mailbox.

Needs the application permission Mail.Send, narrowed to that mailbox. Graph answers 202 once it has the mail; a later failure
comes back as a bounce to the mailbox. https://learn.microsoft.com/graph/api/user-sendmail
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from auditor.couriers.answers import Deferred, Doubtful, Refused, Sent, Transport, TransportDown
from auditor.couriers.closing import Closing
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


class GraphCourier(Closing):
    """Hands mails to Microsoft Graph."""

    def __init__(self, mailbox: GraphMailbox) -> None:
        self._mailbox = mailbox
        self._session: Any = None
        self._token = ""

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
        answer = self._post(message)
        if isinstance(answer, int) and answer == 401:  # the token ran out
            self._token = ""
            answer = self._post(message)
        return _meaning(answer) if isinstance(answer, int) else answer

    def _post(self, message: bytes) -> int | Transport:
        import requests

        try:
            self.open()
        except TransportDown as down:
            return Deferred(down.reason)
        box = self._mailbox
        try:
            answer = self._session.post(
                f"{box.base_url.rstrip('/')}/v1.0/users/{quote(box.sender, safe='@')}/sendMail",
                data=base64.b64encode(message),
                headers={"Authorization": f"Bearer {self._token}", "Content-Type": "text/plain"},
                timeout=box.timeout_seconds,
                allow_redirects=False,
            )
        except requests.exceptions.ConnectTimeout:
            return Deferred("Microsoft Graph was not reached: ConnectTimeout")
        except requests.exceptions.RequestException as error:
            if _never_connected(error):
                return Deferred("Microsoft Graph was not reached")
            return Doubtful(f"the connection broke before Microsoft Graph's answer ({type(error).__name__})")
        return int(answer.status_code)

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
