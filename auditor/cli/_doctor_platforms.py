"""What `auditor doctor` learns by asking each platform about one account: does it answer, what is left, what may the token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from auditor.model import Account, Snapshot
from auditor.platforms import PLATFORMS

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.ports import Connector
    from connectors._ledger import Ledger
    from connectors._limits import Limit
    from connectors._token import Token

Line = tuple[str, Literal["ok", "note", "problem"], str, str]  # area, level, text, remedy

SOON, AT_ONCE = timedelta(days=30), timedelta(days=7)
_THERE = {"gone", "suspended", "deactivated", "private"}  # troubles of an account, told by a platform that works


def lines(app: App) -> Iterator[Line]:
    """One account of each credential is asked for real."""
    from auditor.cli._compose import Composition

    now = app.now()
    with Composition(app, now, max_wait_seconds=2.0, fresh=True) as composition:
        for shard in composition.shards(_samples(app.register_with_problems()[0].accounts)):
            platforms = {ask.account.id: ask.account.platform for ask in shard.asks}
            well = False
            for sight in shard.connector.fetch(shard.asks, now=now):
                name = platforms[sight.account_id]
                if isinstance(sight, Snapshot) or sight.trouble in _THERE:
                    well = True
                    yield name, "ok", f"{PLATFORMS[name].label} answers (asked about {sight.account_id})", ""
                else:
                    yield name, "problem", sight.message, sight.remedy
            connector, ledger = composition.bare[shard.name]
            yield from _limits(connector, ledger, now)
            if well:
                yield from _tokens(connector, now)


def _samples(accounts: tuple[Account, ...]) -> list[Account]:
    """One account a credential: Mastodon's servers each have their own."""
    first: dict[tuple[str, str], Account] = {}
    for account in accounts:
        server = account.handle.rpartition("@")[2].casefold() if account.platform == "mastodon" else ""
        first.setdefault((account.platform, server), account)
    return list(first.values())


def _limits(connector: Connector, ledger: Ledger, now: datetime) -> Iterator[Line]:
    from connectors._limits import limit_of

    for credential, headers in sorted(ledger.heard().items()):
        limit = limit_of(headers, now)
        if limit is not None:
            server = credential.partition(":")[2]
            level: Literal["ok", "note"] = "note" if limit.is_near else "ok"
            yield connector.platform, level, f"limit{f' of {server}' if server else ''}: {_left(limit)}", ""


def _left(limit: Limit) -> str:
    if limit.used is not None:
        return f"{limit.used} % of the hour's quota used"
    of = f" of {limit.of:,}" if limit.of is not None else ""
    until = f" until {limit.resets_at:%H:%M} UTC" if limit.resets_at else ""
    return f"{limit.left:,}{of} requests left{until}"


def _tokens(connector: Connector, now: datetime) -> Iterator[Line]:
    told = getattr(connector, "tokens", None)
    for token in told() if told is not None else ():
        yield from _token(token, now)


def _token(token: Token, now: datetime) -> Iterator[Line]:
    page = f"docs/platforms/{token.platform}.md"
    if token.beyond:
        words = f"The token of {token.name} may also write: {', '.join(token.beyond)}."
        yield token.platform, "problem", words, f"Make one that may only read; {page} lists what the audit needs."
    elif token.granted:
        yield token.platform, "ok", f"token of {token.name}: {', '.join(token.granted)}", ""
    if token.lacking:
        words = f"The token of {token.name} lacks {', '.join(token.lacking)}."
        yield token.platform, "note", words, f"What needs it is not shown; {page} says how to grant it."
    if token.ends_at is None:
        if token.tells_end:
            yield token.platform, "ok", f"token of {token.name}: has no end", ""
        return
    left = token.ends_at - now
    words = f"The token of {token.name} ends on {token.ends_at:%d %B %Y} ({_days(left)})."
    if left <= SOON:
        yield token.platform, "problem" if left <= AT_ONCE else "note", words, f"Make a new one; {page} says how."
    else:
        yield token.platform, "ok", words, ""


def _days(left: timedelta) -> str:
    if left < timedelta():
        return "it is over"
    return "within a day" if left.days < 1 else "1 day left" if left.days == 1 else f"{left.days} days left"
