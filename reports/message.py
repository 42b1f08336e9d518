"""A mail as the bytes that are sent: equal mails give equal bytes, so that a repeated sending can be recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr

from auditor.text import show
from reports.letter import Mail


class _Policy(EmailPolicy):
    """Folds a subject beyond ASCII so that reading gives it back; the library's own way doubles a space where it folds."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() == "subject" and not value.isascii():
            return f"{name}: {Header(str(value), 'utf-8', 75, name).encode(linesep=self.linesep)}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n", max_line_length=78)


def compose(
    mail: Mail,
    *,
    sender: str,
    recipient: str,
    message_id: str,
    date: datetime,
    reply_to: str | None = None,
    list_id: str = "",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """The whole message: plain text first, then HTML (if there is any), then what is attached; one recipient.

    `list_id` is a whole identifier in angle brackets, or one word for the kind of mail. Raises ValueError where an address
    or a header holds a line break, also in disguise.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = recipient
    if reply_to:
        message["Reply-To"] = reply_to
    message["Subject"] = _literal(show(mail.subject))
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id
    if list_id:
        message["List-Id"] = list_id if list_id.startswith("<") else f"<{list_id}.{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for attachment in mail.attachments:
        main, _, sub = attachment.kind.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    _fix_boundaries(message, hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()[:24])
    whole = message.as_bytes()
    _check(whole, [name.lower() for name in message])
    return whole


def _literal(text: str) -> str:
    """Text in which nothing is an encoded word: the library would decode it, line breaks and all."""
    return text.replace("=?", "= ?")


def _check(whole: bytes, names: list[str]) -> None:
    """Raise ValueError unless the message begins with exactly these headers, each once."""
    head = whole.partition(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\r\n") if line[:1] not in {b" ", b"\t"}]
    found = [line.partition(b":")[0].decode("ascii", "replace").lower() for line in lines]
    if found != names or b"\0" in head:
        raise ValueError("a header of the mail holds a line break")


def _domain(mailbox: str) -> str:
    return parseaddr(mailbox)[1].rpartition("@")[2] or "localhost"


def _fix_boundaries(message: EmailMessage, mark: str) -> None:
    """Boundaries that follow from the Message-ID instead of chance."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{mark}_{number}")
