"""A dead man's switch: tell a monitor that the night began and how it ended, so that silence is noticed too.

The address is a secret (it stands for the check at the monitor); the paths follow the custom of such services: `/start`,
the bare address for success, `/<exit code>` for failure. Nothing here ever fails the run.
"""

from __future__ import annotations

from collections.abc import Callable

from auditor.failpoints import failpoint
from auditor.secrets import Secret, redact

TIMEOUT_SECONDS = 5
HURRIED_SECONDS = 2  # once, where the run was told to stop
ATTEMPTS = 3
LONGEST_BODY = 10_000  # bytes


class Pinger:
    """Pings one address; with none, does nothing. Every method gives None, or words for the log on why it failed."""

    def __init__(
        self, url: Secret | None, run_id: str = "", *, stopping: Callable[[], bool] = lambda: False
    ) -> None:
        self._url = url.reveal().rstrip("/") if url else ""
        self._run_id = run_id
        self._stopping = stopping

    def start(self, run_id: str = "") -> str | None:
        """The run begins, under this id."""
        self._run_id = run_id or self._run_id
        return self._ping("/start", "")

    def success(self, summary: str = "") -> str | None:
        """The run is done and its mails are sent or parked. `summary` must hold no personal data."""
        answer = self._ping("", summary)
        failpoint("after-ping")
        return answer

    def fail(self, exit_code: int, summary: str = "") -> str | None:
        """The run ended with this exit code."""
        return self._ping(f"/{exit_code}" if 0 < exit_code < 256 else "/fail", summary)

    def _ping(self, path: str, body: str) -> str | None:
        if not self._url:
            return None
        import requests

        text = f"{self._run_id}\n{redact(body)}" if self._run_id else redact(body)
        data = text.encode("utf-8", "replace")[:LONGEST_BODY]
        trouble = ""
        for attempt in range(ATTEMPTS):
            hurried = self._stopping()
            if hurried and attempt:
                break
            timeout = HURRIED_SECONDS if hurried else TIMEOUT_SECONDS
            try:
                with requests.post(
                    self._url + path, data=data, timeout=timeout, allow_redirects=False, stream=True
                ) as answer:
                    if answer.status_code < 300:
                        return None
                    trouble = f"it answered {answer.status_code}"
                    if answer.status_code < 500 and answer.status_code != 429:
                        break
            except (requests.RequestException, ValueError, OSError) as error:
                trouble = type(error).__name__  # its text may hold the address
        return f"The dead man's switch was not reached: {trouble}."
