"""Adds fingerprints to profile pictures where approved marks are configured: each picture is fetched once, when it is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from auditor.model import CallCount, Candidate, Image, Seen, Sight, Snapshot
from auditor.ports import Ask, Connector, PlanLine, portion_of
from connectors._http import Door
from connectors._ledger import Ledger
from connectors._parallel import each
from connectors.images import Known, describe

# in Snapshot.extra: the picture last fetched, what it looked like, and its bytes' hash
KEY, PRINT, SHA256 = "image_key", "image_fingerprint", "image_sha256"
AT_ONCE = 200  # snapshots whose pictures are fetched together
SIDE_BY_SIDE = 16  # small files from servers made for giving out many


class WithPictures:
    """A connector whose snapshots carry fingerprints of their pictures."""

    def __init__(
        self, inner: Connector, door: Door, ledger: Ledger, fingerprint: Callable[[bytes], str | None]
    ) -> None:
        self.platform, self.portion = inner.platform, portion_of(inner)
        self._inner, self._door, self._ledger, self._fingerprint = inner, door, ledger, fingerprint

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        """The connector's own plan, and a line for the pictures that have never been seen."""
        new = sum(PRINT not in ask.known for ask in asks)
        line = PlanLine(self.platform, "new profile pictures, at most", new, least=False)
        return [*self._inner.plan(asks), *([line] if new else [])]

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """The connector's sights; the pictures of many snapshots are fetched side by side, the same address once."""
        learned = (a.known for a in asks if PRINT in a.known and KEY in a.known)
        known = {facts[KEY]: (facts[PRINT], facts.get(SHA256)) for facts in learned}
        described: dict[str, Image] = {}
        waiting: list[Snapshot] = []
        for sight in self._inner.fetch(asks, now=now):
            if not isinstance(sight, Snapshot) or _picture(sight) is None:
                yield sight
                continue
            waiting.append(sight)
            if len(waiting) == AT_ONCE:
                yield from self._looked_at(waiting, known, described)
                waiting = []
        yield from self._looked_at(waiting, known, described)

    def _looked_at(
        self, waiting: Sequence[Snapshot], known: Known, described: dict[str, Image]
    ) -> Iterator[Sight]:
        pictures = {p.key: p for s in waiting if (p := _picture(s)) is not None and p.key not in described}
        for picture, answer in each(list(pictures.values()), lambda p: self._describe(p, known), limit=SIDE_BY_SIDE):
            described[picture.key] = picture if isinstance(answer, Exception) else answer
        for sight in waiting:
            yield _with(sight, described)

    def _describe(self, picture: Image, known: Known) -> Image:
        return describe(self._door, picture, known, fingerprint=self._fingerprint)

    def candidates(self) -> Sequence[Candidate]:
        """The connector's."""
        return self._inner.candidates()

    def counts(self) -> Mapping[str, CallCount]:
        """The connector's, with the pictures apart."""
        return {**self._inner.counts(), **self._ledger.counts()}

    def close(self) -> None:
        """Close the connector and the pictures' door."""
        close = getattr(self._inner, "close", None)
        if close is not None:
            close()
        self._door.close()


def _picture(sight: Snapshot) -> Image | None:
    return sight.image.value if isinstance(sight.image, Seen) else None


def _with(sight: Snapshot, described: Mapping[str, Image]) -> Snapshot:
    picture = _picture(sight)
    image = described.get(picture.key, picture) if picture is not None else None
    if image is None or image.fingerprint is None:
        return sight
    extra = {**sight.extra, KEY: image.key, PRINT: image.fingerprint, **({SHA256: image.sha256} if image.sha256 else {})}
    return replace(sight, image=Seen(image), extra=extra)


def readable(fingerprint: Callable[[bytes], str]) -> Callable[[bytes], str | None]:
    """A fingerprint that is None for what is no picture, or one too large or strange to open."""

    def maybe(data: bytes) -> str | None:
        try:
            return fingerprint(data)
        except ValueError:
            return None

    return maybe
