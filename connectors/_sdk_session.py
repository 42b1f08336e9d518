"""A requests session for SDKs: whatever they send goes through the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

if TYPE_CHECKING:
    from connectors._http import Door

# The door has dealt with these; an SDK's session must not do so again.
_DEALT_WITH = frozenset({"content-encoding", "content-length", "transfer-encoding", "location", "set-cookie"})


class _Adapter(BaseAdapter):
    """What an SDK's session is mounted with: hands each request to the door and a plain response back."""

    def __init__(self, door: Door, source: str, idempotent: bool, max_bytes: int | None) -> None:
        super().__init__()
        self._door, self._source, self._idempotent, self._max_bytes = door, source, idempotent, max_bytes

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Send through the door; time limits and proxies that the SDK asked for do not count."""
        answer = self._door.perform(
            request, source=self._source, idempotent=self._idempotent, max_bytes=self._max_bytes
        )
        response = requests.Response()
        response.status_code = answer.status
        kept = {name: value for name, value in answer.headers.items() if name.lower() not in _DEALT_WITH}
        response.headers = CaseInsensitiveDict(kept)
        response.headers.setdefault("Content-Type", "application/octet-stream")
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        response._content = answer.body
        response.url = answer.url
        response.request = request
        return response

    def close(self) -> None:
        """Nothing of its own to close."""


def session(door: Door, source: str, idempotent: bool, max_bytes: int | None) -> requests.Session:
    """A session whose every address leads through the door; the environment's proxies and passwords do not count."""
    made = requests.Session()
    made.trust_env = False
    made.adapters.clear()
    made.mount("https://", adapter := _Adapter(door, source, idempotent, max_bytes))
    made.mount("http://", adapter)
    return made
