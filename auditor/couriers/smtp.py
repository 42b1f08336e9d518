"""Mails by SMTP: one connection for many, one recipient each, certificates always verified.

The moment of doubt is between our final dot and the server's answer. A connection that breaks before it leaves the mail unsent;
one that breaks there gives `Doubtful`. `smtplib` does not tell the two apart, so the dialogue of one mail is held here.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Literal

from auditor.couriers.answers import Deferred, Doubtful, Refused, Sent, Transport, TransportDown
from auditor.couriers.closing import Closing
from auditor.secrets import Secret, redact

TIMEOUT_SECONDS = 30
Tls = Literal["starttls", "implicit", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where and how to hand mails over."""

    host: str
    port: int = 587
    tls: Tls = "starttls"
    user: str = ""
    password: Secret | None = None
    token: Secret | None = None  # an OAuth access token, used instead of a password (XOAUTH2)
    timeout_seconds: float = TIMEOUT_SECONDS


class SmtpCourier(Closing):
    """Hands mails to an SMTP server."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect, secure and sign in, unless that is done."""
        if self._smtp is not None:
            return
        server = self._server
        try:
            self._smtp = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            what = "access token, which may have expired" if server.token else "password"
            raise TransportDown(f"{server.host} refused the user name or {what} ({error.smtp_code})") from None
        except ssl.SSLError as error:
            raise TransportDown(
                f"the certificate or encryption of {server.host} is not acceptable: {error.reason}"
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise TransportDown(f"{server.host} offers no encryption or no sign-in as configured") from None
        except smtplib.SMTPResponseException as error:
            raise TransportDown(f"{server.host} said {_said(error.smtp_code, error.smtp_error)}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise TransportDown(f"{server.host}:{server.port} was not reached: {redact(str(error))}") from None

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.tls == "implicit":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout_seconds, context=self._context()
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.tls == "starttls":
                smtp.starttls(context=self._context())
                smtp.ehlo_or_helo_if_needed()
            if server.token is not None:
                smtp.auth("XOAUTH2", _by_token(server.user, server.token))
            elif server.user:
                smtp.login(server.user, server.password.reveal() if server.password else "")
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def send(self, recipient: str, message: bytes, sender: str) -> Transport:
        """One mail to one recipient."""
        if any(c in recipient + sender for c in "\r\n\0<> ") or not all(map(_is_itself, (recipient, sender))):
            return Refused("the address is not one address")
        try:
            self.open()
        except TransportDown as down:
            return Deferred(down.reason)
        assert self._smtp is not None  # open() raised otherwise
        try:
            return self._dialogue(self._smtp, recipient, message, sender)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Deferred(f"the connection broke before the mail was sent: {type(error).__name__}")

    def _dialogue(self, smtp: smtplib.SMTP, recipient: str, message: bytes, sender: str) -> Transport:
        options = [f"size={len(message)}"] if smtp.has_extn("size") else []
        if not (sender + recipient).isascii():
            if not smtp.has_extn("smtputf8"):
                return Refused("the server takes no addresses beyond ASCII")
            smtp.command_encoding = "utf-8"
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        code, said = smtp.mail(sender, options)
        if code == 250:
            code, said = smtp.rcpt(recipient)
        if code in {250, 251}:
            code, said = smtp.docmd("DATA")
        if code != 354:
            self._start_over(smtp, code)
            return _refusal(code, said)
        smtp.send(_dotted(message))
        return self._last_step(smtp)

    def _last_step(self, smtp: smtplib.SMTP) -> Transport:
        try:
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Doubtful(
                f"the connection broke while {self._server.host} was taking the mail ({type(error).__name__})"
            )
        if code == 250:
            return Sent(_said(code, said))
        self._start_over(smtp, code)
        return _refusal(code, said)

    def _start_over(self, smtp: smtplib.SMTP, code: int) -> None:
        if code == 421:  # the server is closing the connection
            self.close()
            return
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def close(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        if self._smtp is None:
            return
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._smtp.quit()
        self._smtp.close()
        self._smtp = None

    def check(self) -> str:
        """Connect and sign in, without sending."""
        self.open()
        self.close()
        how = {"starttls": "STARTTLS", "implicit": "TLS", "none": "no encryption"}[self._server.tls]
        return f"The mail server {self._server.host}:{self._server.port} answers ({how})."


def _is_itself(address: str) -> bool:
    """Whether smtplib sends this address as it stands: it takes addresses apart and may find another one inside."""
    return parseaddr(address)[1] == address and "@" in address


def _by_token(user: str, token: Secret) -> Any:
    """The answers of a sign-in by access token; a refusal is told in a challenge, which is answered with nothing.

    https://developers.google.com/gmail/imap/xoauth2-protocol, and the same at Microsoft.
    """

    def answer(challenge: bytes | None = None) -> str:
        return "" if challenge else f"user={user}\x01auth=Bearer {token.reveal()}\x01\x01"

    return answer


def _dotted(message: bytes) -> bytes:
    """The message as it travels: CRLF line ends, leading dots doubled, ended by a line end."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join(b"." + line + b"\r\n" if line.startswith(b".") else line + b"\r\n" for line in lines)


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return redact(f"{code} {' '.join(words.split())}")[:300]


def _refusal(code: int, said: bytes) -> Transport:
    words = _said(code, said)
    return Refused(f"the server said {words}") if 500 <= code < 600 else Deferred(f"the server said {words}")
