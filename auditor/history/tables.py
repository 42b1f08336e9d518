"""The tables: changes only, small integer keys, no index on a hash.

- A snapshot is stored in parts (profile, numbers, feed, ...). A part is written once and pointed at for as long as it stays
  the same; `head` knows the newest part of each account and its hash.
- A finding is a span: from the first to the last full run in which it read exactly so (`OPEN` while it still does).
- Parts and frames carry no foreign keys: deleting one would search every night for it. The seals prove that they are there.
- Instants are whole microseconds since 1970 in UTC. Text given by strangers is stored escaped to ASCII (`Escaped`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from auditor.history.codec import dumps, loads

OPEN = 2_147_483_647  # the last run of a span that has not ended
FULL_LANE = 0  # full runs share one lane of spans; any other run has its own, numbered by its `seq`


class Escaped(TypeDecorator[str]):
    """Text that may hold anything, kept as ASCII: what is printable ASCII stands as it is, the rest as JSON escapes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Escape on the way in."""
        del dialect
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """Undo it on the way out."""
        del dialect
        return None if value is None else unescape(value)


def escape(text: str) -> str:
    """The text in printable ASCII, reversibly."""
    if text.isascii() and text.isprintable() and "\\" not in text and '"' not in text:
        return text
    return dumps(text)[1:-1]


def unescape(text: str) -> str:
    """What `escape` was given."""
    if "\\" not in text:
        return text
    plain: str = loads(f'"{text}"')
    return plain


metadata = MetaData()

version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

run = Table(
    "run",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Escaped, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # running, finished, abandoned
    Column("full_no", Integer),  # the place among finished full runs, from 1
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("taken_until", BigInteger),  # the newest snapshot of this run
    Column("version", Escaped, nullable=False),
    Column("policy_sha256", Escaped, nullable=False),
    Column("register_sha256", Escaped, nullable=False),
    Column("selection", Escaped, nullable=False),
    Column("first", Boolean, nullable=False),
    Column("previous_id", Escaped),
    Column("mailed", Boolean, nullable=False),  # False where mails were switched off
    Column("published_at", BigInteger),  # when its report stood where readers find it; not part of the seal
    Column("calls", Text),
    Column("candidates", Text),
    Column("summary", Text),  # counts for trends
    Column("sealed_no", Integer),  # the place among all finished runs, from 1
    Column("seal", String(64)),  # over the content of this run and the seal before
    Column("seal_before", String(64)),
)

shard = Table(
    "shard",
    metadata,
    Column("run_seq", Integer, ForeignKey("run.seq", ondelete="CASCADE"), primary_key=True),
    Column("name", Escaped, primary_key=True),
    Column("calls", Text, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("id", Escaped, nullable=False, unique=True),
    Column("native_id", Escaped),  # as last seen
    Column("good", Integer, nullable=False),  # how many good snapshots were ever taken
)

body = Table(
    "body",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    Column("sha256", LargeBinary, nullable=False),  # of the content as it first was
    Column("blanked_sha256", LargeBinary),  # of the content after its texts were blanked
)

head = Table(
    "head",
    metadata,
    Column("account_key", Integer, ForeignKey("account.key"), primary_key=True, autoincrement=False),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("body_key", Integer, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
)

heard = Table(
    "heard",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("run_seq", Integer, ForeignKey("run.seq", ondelete="CASCADE"), nullable=False),
    Column("source", Escaped, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("sha256", Escaped, nullable=False),
    Index("heard_run", "run_seq"),
)

sighting = Table(
    "sighting",
    metadata,
    Column("run_seq", Integer, ForeignKey("run.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("account_key", Integer, ForeignKey("account.key"), primary_key=True, autoincrement=False),
    Column("taken_at", BigInteger, nullable=False),
    Column("trouble", String(16)),  # None for a good snapshot
    Column("detail", Text),  # the whole Unreachable where there was trouble
    Column("profile", Integer),
    Column("numbers", Integer),
    Column("feed", Integer),
    Column("figures", Integer),
    Column("calls", Text),  # keys of `heard`, in order
    Index("sighting_account", "account_key", "taken_at"),
)

result = Table(
    "result",
    metadata,
    Column("run_seq", Integer, ForeignKey("run.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("account_key", Integer, ForeignKey("account.key"), primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("score", Float),
    Column("fetched_at", BigInteger),
    Column("native_id", Escaped),
    Column("register_row", Integer, nullable=False),  # the register's row
    Column("sighted", Boolean, nullable=False),
)

frame = Table(  # what findings of one control have in common
    "frame",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("control", Escaped, nullable=False),
    Column("clause", Escaped, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("expected", Escaped),
    Column("remedy", Escaped),
)

finding = Table(
    "finding",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("account_key", Integer, ForeignKey("account.key"), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("frame_key", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("status", String(8)),
    Column("since", Integer),  # proleptic day number
    Column("fingerprint", Text, nullable=False),  # escaped by hand: a type per cell would cost more than the cell
    Column("body", Text, nullable=False),
    Index("finding_account", "account_key", "lane", "last"),
)

paper = Table(
    "paper",
    metadata,
    Column("run_seq", Integer, ForeignKey("run.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", Escaped, primary_key=True),
    Column("body_key", Integer, nullable=False),
)

attestation = Table(
    "attestation",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("account_id", Escaped, nullable=False),
    Column("control", Escaped, nullable=False),
    Column("text", Escaped, nullable=False),
    Column("given_by", Escaped, nullable=False),
    Column("given_at", BigInteger, nullable=False),
    Column("until", Integer, nullable=False),  # day number, inclusive
)

incident = Table(
    "incident",
    metadata,
    Column("id", Escaped, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("note", Escaped, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Escaped, nullable=False),
    Column("kind", Escaped, nullable=False),
    Column("recipient", Escaped, nullable=False),
    Column("subject", Escaped, nullable=False),
    Column("message_id", Escaped, nullable=False),
    Column("thread", Escaped),
    Column("created_at", BigInteger, nullable=False),
    Column("message", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),  # queued, sending, sent, deferred, dead
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", BigInteger),
    Column("claimed_by", Escaped),  # the process that sends it, see claims.py
    Column("next_at", BigInteger),
    Column("answer", Escaped),
    UniqueConstraint("run_id", "kind", "recipient", name="outbox_once"),
    Index("outbox_state", "state"),
)

turn = Table(  # the one run that is going on, see turns.py
    "turn",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("host", Escaped, nullable=False),
    Column("boot", Escaped, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("process", Escaped, nullable=False),  # the whole claim, see claims.py
    Column("space", Escaped, nullable=False),  # where its number counts: a container has numbers of its own
    Column("lock", Escaped, nullable=False),  # the lock file it holds: device and inode
    Column("since", BigInteger, nullable=False),
)
