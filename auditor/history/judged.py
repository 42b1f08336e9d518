"""How a result that was just judged is kept on disk: what many findings have in common once, the rest as plain data."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Sequence

from auditor.history.codec import decoder, encoder
from auditor.history.spans import Frame, body_of, finding_from, frame_of
from auditor.history.tables import escape
from auditor.model import AccountResult, Snapshot
from auditor.model.outline import Outliner, waiting_of

_SHARED = 5_000  # frames held in common; where remedies name accounts there may be as many as findings


class Judged:
    """Keeps whole results; implements `spool.Form`."""

    def __init__(self) -> None:
        self._numbers: dict[Frame, int] = {}
        self._frames: list[Frame] = []

    def whole(self, item: AccountResult) -> AccountResult:
        """The result itself."""
        return item

    def outline(self, item: AccountResult, outliner: Outliner) -> AccountResult:
        """The result in short."""
        return outliner.of(item)

    def waiting(self, item: AccountResult) -> Sequence[str]:
        """What it says of the findings that wait for somebody."""
        return waiting_of(item)

    def pack(self, item: AccountResult) -> bytes:
        """Findings and snapshot, compressed."""
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
        sight = encoder(Snapshot)(item.sight) if isinstance(item.sight, Snapshot) else None
        return zlib.compress(marshal.dumps((findings, sight), 2), 1)

    def _frame(self, frame: Frame) -> int | Frame:
        number = self._numbers.get(frame)
        if number is None:
            if len(self._frames) >= _SHARED:
                return frame
            number = self._numbers[frame] = len(self._frames)
            self._frames.append(frame)
        return number

    def read(self, packed: bytes, short: AccountResult) -> AccountResult:
        """The result from its packed findings and snapshot."""
        found, sight = marshal.loads(zlib.decompress(packed))  # noqa: S302 - our own
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
