"""Mails as files in a folder, for another program to send or a person to read. Writing one twice gives one file."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from auditor.couriers.answers import Deferred, Sent, Transport, TransportDown
from auditor.couriers.closing import Closing
from auditor.errors import AuditorError
from auditor.failpoints import failpoint
from auditor.publish import write_file


class FolderCourier(Closing):
    """Writes each mail as NAME.eml, where NAME follows from its Message-ID."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> None:
        """See that the folder can be written to."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TransportDown(f"the folder {self._folder} cannot be made: {error.strerror}") from None
        if not os.access(self._folder, os.W_OK):
            raise TransportDown(f"the folder {self._folder} cannot be written to")

    def send(self, recipient: str, message: bytes, sender: str) -> Transport:
        """Write the file; the recipient and the sender stand in the message."""
        del recipient, sender
        path = self._folder / f"{name_of(message)}.eml"
        try:
            write_file(path, message, mode=0o600)
        except AuditorError as error:
            return Deferred(error.message)
        failpoint("after-outbox-file")
        return Sent(f"written as {path.name}")

    def check(self) -> str:
        """Whether the folder can be written to."""
        self.open()
        return f"Mails are written to {self._folder}."


def name_of(message: bytes) -> str:
    """A file name that follows from the message's Message-ID (or from its bytes, if it has none)."""
    from email.parser import BytesHeaderParser

    found = BytesHeaderParser().parsebytes(message).get("Message-ID")
    return hashlib.sha256(str(found).strip().encode("utf-8", "replace") if found else message).hexdigest()[:32]
