"""Which of the accounts asked about are still waiting for an answer from Meta."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from auditor.ports import Ask
from connectors import _read

_ID = re.compile(r"[0-9]{1,25}")
_ALIAS = re.compile(r"[A-Za-z0-9.]{3,60}")


class Open:
    """Accounts not yet told, found by permanent id where one is known, else by handle."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        self._waiting: dict[str, Ask] = {ask.account.id: ask for ask in asks}
        self._index: dict[tuple[str, str], list[Ask]] = {}
        for ask in asks:
            self._index.setdefault((ask.account.platform, _key(ask)), []).append(ask)
        self._platforms = frozenset(ask.account.platform for ask in asks)

    def take(self, platform: str, node: Mapping[str, Any]) -> list[Ask]:
        """Those who waited for this object; a second time there is nobody."""
        keys = (f"id:{node.get('id')}", f"handle:{_read.text(node.get('username')).lower()}")
        found = [ask for key in keys for ask in self._index.get((platform, key), ())]
        return [ask for ask in found if self._waiting.pop(ask.account.id, None)]

    def done(self, ask: Ask) -> None:
        """Note that an account has its answer."""
        self._waiting.pop(ask.account.id, None)

    def rest(self) -> list[Ask]:
        """Those still waiting."""
        return list(self._waiting.values())

    def any(self, platform: str) -> bool:
        """Whether an account of the platform was asked about at all."""
        return platform in self._platforms


def pick(ask: Ask) -> str | None:
    """The path by which an account can be asked for alone: its id, or a Page's name; None where there is none."""
    if ask.native_id:
        return ask.native_id if _ID.fullmatch(ask.native_id) else None
    if ask.account.platform == "facebook" and _ALIAS.fullmatch(ask.account.handle):
        return ask.account.handle
    return None


def _key(ask: Ask) -> str:
    return f"id:{ask.native_id}" if ask.native_id else f"handle:{ask.account.handle.lower()}"
