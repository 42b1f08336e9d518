"""What is not kept: texts of posts after a while, whole runs after a longer while. Findings keep what they quote."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
)

from auditor.history.codec import dumps, loads
from auditor.history.parts import pack, unpack
from auditor.history.tables import FULL_LANE, OPEN, body, finding, frame, head, outbox, paper, result, run, sighting
from auditor.history.words import chunks, micros


@dataclass(frozen=True, slots=True)
class Removed:
    """How much was removed."""

    texts: int  # feeds whose posts' texts were blanked
    runs: int
    mails: int


def retain(connection: Connection, now: datetime, keep_post_texts_days: int, keep_runs_days: int) -> Removed:
    """Remove what is older than allowed."""
    runs = _delete_runs(connection, micros(now - timedelta(days=keep_runs_days)))
    texts_before = micros(now - timedelta(days=keep_post_texts_days))
    return Removed(_blank_texts(connection, texts_before), runs, _delete_mails(connection, texts_before))


def _delete_mails(connection: Connection, before: int) -> int:
    done = outbox.c.state.in_(["sent", "dead"])
    return connection.execute(outbox.delete().where(done, outbox.c.created_at < before)).rowcount


def _blank_texts(connection: Connection, before: int) -> int:
    """Blank feeds last seen before an instant."""
    old = (
        select(sighting.c.feed)
        .join(body, body.c.key == sighting.c.feed)
        .where(body.c.blanked_sha256.is_(None))
        .group_by(sighting.c.feed)
        .having(func.max(sighting.c.taken_at) < before)
    )
    keys = [key for key in connection.execute(old).scalars() if key is not None]
    for some in chunks(keys):
        rows = connection.execute(select(body.c.key, body.c.data).where(body.c.key.in_(some))).all()
        changed = []
        for row in rows:
            text = dumps(_without_texts(loads(unpack(bytes(row.data)))))
            digest = hashlib.sha256(text.encode("ascii")).digest()
            changed.append({"k": row.key, "d": pack(text), "s": digest})
        connection.execute(
            body.update()
            .where(body.c.key == bindparam("k"))
            .values(data=bindparam("d"), blanked_sha256=bindparam("s")),
            changed,
        )
        # the same feed seen again is a new one: it must not be taken for the blanked one
        connection.execute(head.update().where(head.c.body_key.in_(some)).values(sha256=b""))
    return len(keys)


def _without_texts(feed: dict[str, Any]) -> dict[str, Any]:
    for name in ("posts", "exchanges", "films"):
        seen = feed.get(name)
        if isinstance(seen, list):  # seen, not unseen
            items = seen[0] if name == "films" else seen[0].get("items", [])
            for item in items:
                item.pop("title", None)
                if name == "exchanges":
                    item["text"] = ""
                else:
                    item.pop("text", None)
                for media in item.get("media", ()):
                    if isinstance(media.get("alt"), list) and media["alt"][0]:
                        media["alt"] = [""]
    return feed


def _delete_runs(connection: Connection, before: int) -> int:
    """Delete the oldest runs. Finished ones go from the beginning of the chain of seals only, so that it stays whole."""
    young = select(func.min(run.c.sealed_no)).where(run.c.finished_at >= before).scalar_subquery()
    chained = and_(run.c.state == "finished", or_(young.is_(None), run.c.sealed_no < young), run.c.finished_at < before)
    given_up = and_(run.c.state != "finished", run.c.started_at < before)
    rows = connection.execute(select(run.c.seq, run.c.full_no).where(or_(chained, given_up))).all()
    if not rows:
        return 0
    lanes = [row.seq for row in rows if row.full_no is None]
    for some in chunks(lanes):
        connection.execute(finding.delete().where(finding.c.lane.in_(some)))
    _end_spans(connection, max((row.full_no for row in rows if row.full_no is not None), default=0))
    for some in chunks([row.seq for row in rows]):
        connection.execute(run.delete().where(run.c.seq.in_(some)))
    _sweep(connection)
    return len(rows)


def _end_spans(connection: Connection, last_full: int) -> None:
    """Delete the spans that no full run after this one holds."""
    later = connection.execute(select(run.c.seq).where(run.c.full_no > last_full).limit(1)).first()
    gone = finding.c.last <= (last_full if later else OPEN)
    connection.execute(finding.delete().where(finding.c.lane == FULL_LANE, gone))


def _sweep(connection: Connection) -> None:
    """Delete bodies and frames that nothing points at any more."""
    columns = [sighting.c[name] for name in ("profile", "numbers", "feed", "figures")]
    used = union(
        *[select(c).where(c.is_not(None)) for c in columns], select(result.c.register_row), select(paper.c.body_key)
    )
    connection.execute(head.delete().where(_without(head.c.body_key, used)))
    connection.execute(body.delete().where(_without(body.c.key, used)))
    connection.execute(frame.delete().where(_without(frame.c.key, select(finding.c.frame_key).distinct())))


def _without(column: Column[int], used: CompoundSelect[Any] | Select[Any]) -> ColumnElement[bool]:
    """Whether nothing names this key. Joined: PostgreSQL answers NOT IN for millions of keys one by one."""
    names = used.subquery()
    gone = select(column).outerjoin(names, names.c[0] == column).where(names.c[0].is_(None))
    return column.in_(gone.correlate(None))
