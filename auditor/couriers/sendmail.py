"""Mails through the machine's own sendmail program, which queues and retries by itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from auditor.couriers.answers import Deferred, Doubtful, Refused, Sent, Transport, TransportDown
from auditor.couriers.closing import Closing
from auditor.secrets import redact

PROGRAM = Path("/usr/sbin/sendmail")
TIMEOUT_SECONDS = 60
_FOR_GOOD = frozenset({64, 65, 67, 68})  # sysexits: usage, data, no user, no host


class SendmailCourier(Closing):
    """Hands mails to the local sendmail."""

    def __init__(self, program: Path = PROGRAM, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._program = program
        self._timeout = timeout_seconds

    def open(self) -> None:
        """See that the program is there."""
        if not os.access(self._program, os.X_OK):
            raise TransportDown(f"{self._program} is not there or may not be run")

    def send(self, recipient: str, message: bytes, sender: str) -> Transport:
        """Hand over one mail for one recipient; addresses are arguments of their own, no shell is involved."""
        if any(a.startswith("-") or any(c in a for c in "\r\n\0<> ") for a in (recipient, sender)):
            return Refused("the address is not one address")
        command = [str(self._program), "-i", "-f", sender, "--", recipient]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, a list of arguments
                command, input=message.replace(b"\r\n", b"\n"), capture_output=True, timeout=self._timeout, check=False
            )
        except subprocess.TimeoutExpired:
            return Doubtful(f"{self._program} did not end within {self._timeout:.0f} seconds")
        except OSError as error:
            return Deferred(f"{self._program} could not be started: {error.strerror}")
        if done.returncode == 0:
            return Sent("queued by the local sendmail")
        words = redact(" ".join(done.stderr.decode("utf-8", "replace").split()))[:200]
        reason = f"sendmail ended with {done.returncode} {words}".strip()
        return Refused(reason) if done.returncode in _FOR_GOOD else Deferred(reason)

    def check(self) -> str:
        """Whether the program is there."""
        self.open()
        return f"Mails go through {self._program}."
