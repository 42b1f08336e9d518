"""How a result that was just judged is kept on disk: what many findings have in common once, the rest as plain data."""

from __future__ import annotations

from typing import Any

from auditor.history.codec import decoder, encoder
from auditor.history.spans import Frame, body_of, finding_from, frame_of
from auditor.history.tables import escape
from auditor.model import AccountResult, Snapshot

_SHARED = 5_000  # frames held in common; where remedies name accounts there may be as many as findings


class Judged:
    """Keeps whole results; implements `spool.Form`."""

    def __init__(self) -> None:
        self._numbers: dict[Frame, int] = {}
        self._frames: list[Frame] = []

    def whole(self, item: AccountResult) -> AccountResult:
        """The result itself."""
        return item

    def head(self, item: AccountResult) -> AccountResult:
        """The same."""
        return item

    def pack(self, item: AccountResult) -> Any:
        """Findings and snapshot as plain data."""
        account_id, fetched_at = item.account.id, item.fetched_at
        findings = [
            (
                self._frame(frame_of(one)),
                one.outcome.value,
                one.status,
                None if one.since is None else one.since.toordinal(),
                escape(one.fingerprint),
                body_of(one, account_id, fetched_at),
            )
            for one in item.findings
        ]
        return findings, encoder(Snapshot)(item.sight) if isinstance(item.sight, Snapshot) else None

    def _frame(self, frame: Frame) -> int | Frame:
        number = self._numbers.get(frame)
        if number is None:
            if len(self._frames) >= _SHARED:
                return frame
            number = self._numbers[frame] = len(self._frames)
            self._frames.append(frame)
        return number

    def read(self, packed: Any, short: AccountResult) -> AccountResult:
        """The result from its packed findings and snapshot."""
        found, sight = packed
        account_id, fetched_at, frames = short.account.id, short.fetched_at, self._frames
        return AccountResult(
            account=short.account,
            state=short.state,
            findings=tuple(
                [
                    finding_from(c, c[5], frames[c[0]] if type(c[0]) is int else c[0], account_id, fetched_at)
                    for c in found
                ]
            ),
            sight=short.sight if sight is None else decoder(Snapshot)(sight),
            score=short.score,
            fetched_at=fetched_at,
            native_id=short.native_id,
        )
