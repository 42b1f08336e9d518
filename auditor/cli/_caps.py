"""Caps of one night: a register that grew a hundredfold by mistake costs one refusal, not a bill or a flood of mail."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from auditor.errors import UsageError
from auditor.plan import plan

if TYPE_CHECKING:
    from auditor.collect import Shard

log = logging.getLogger(__name__)


class _Mail(Protocol):
    """What counts of a mail, wanted or finished."""

    @property
    def kind(self) -> str:
        """Which mail it is; the first word is the stream."""
        ...


M = TypeVar("M", bound=_Mail)

_FIRST = ("alert", "nightly", "operators")  # kinds that readers need most, in this order


def within_requests(shards: Sequence[Shard], most: int) -> None:
    """Refuse a run that foresees more requests than config allows. Raises `UsageError`; nothing was asked by then."""
    foreseen = plan(shards).requests
    if foreseen > most:
        accounts = sum(len(shard.asks) for shard in shards)
        raise UsageError(
            f"This run would make about {foreseen:,} requests for {accounts:,} accounts; [network] max_requests allows "
            f"{most:,}. Nothing was asked.",
            "Look at the register and at `auditor plan`; if all of it is meant, raise max_requests in config.toml.",
        )


def within_mails(mails: Sequence[M], most: int) -> Sequence[M]:
    """The mails of a run, at most so many: alerts and the team's report before anything else, and the rest told in the log."""
    if len(mails) <= most:
        return mails
    log.error("%d mails of this run were not made: [mail] max_mails allows %d", len(mails) - most, most)
    return sorted(mails, key=_urgency)[:most]


def _urgency(mail: _Mail) -> int:
    stream = mail.kind.partition("-")[0]
    return _FIRST.index(stream) if stream in _FIRST else len(_FIRST)
