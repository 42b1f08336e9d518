"""The tables as they first were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "run",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("full_no", sa.Integer),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("taken_until", sa.BigInteger),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("policy_sha256", sa.Text, nullable=False),
        sa.Column("register_sha256", sa.Text, nullable=False),
        sa.Column("selection", sa.Text, nullable=False),
        sa.Column("first", sa.Boolean, nullable=False),
        sa.Column("previous_id", sa.Text),
        sa.Column("mailed", sa.Boolean, nullable=False),
        sa.Column("published_at", sa.BigInteger),
        sa.Column("calls", sa.Text),
        sa.Column("candidates", sa.Text),
        sa.Column("summary", sa.Text),
        sa.Column("sealed_no", sa.Integer),
        sa.Column("seal", sa.String(64)),
        sa.Column("seal_before", sa.String(64)),
    )
    op.create_table(
        "shard",
        sa.Column("run_seq", sa.Integer, sa.ForeignKey("run.seq", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("calls", sa.Text, nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("native_id", sa.Text),
        sa.Column("good", sa.Integer, nullable=False),
    )
    op.create_table(
        "body",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("blanked_sha256", sa.LargeBinary),
    )
    _create_sights()
    _create_findings()
    _create_rest()


def _create_sights() -> None:
    op.create_table(
        "head",
        sa.Column("account_key", sa.Integer, sa.ForeignKey("account.key"), primary_key=True, autoincrement=False),
        sa.Column("part", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("body_key", sa.Integer, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "heard",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("run_seq", sa.Integer, sa.ForeignKey("run.seq", ondelete="CASCADE"), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
    )
    op.create_index("heard_run", "heard", ["run_seq"])
    op.create_table(
        "sighting",
        sa.Column(
            "run_seq", sa.Integer, sa.ForeignKey("run.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        sa.Column("account_key", sa.Integer, sa.ForeignKey("account.key"), primary_key=True, autoincrement=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.Column("trouble", sa.String(16)),
        sa.Column("detail", sa.Text),
        sa.Column("profile", sa.Integer),
        sa.Column("numbers", sa.Integer),
        sa.Column("feed", sa.Integer),
        sa.Column("figures", sa.Integer),
        sa.Column("calls", sa.Text),
    )
    op.create_index("sighting_account", "sighting", ["account_key", "taken_at"])


def _create_findings() -> None:
    op.create_table(
        "result",
        sa.Column(
            "run_seq", sa.Integer, sa.ForeignKey("run.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        sa.Column("account_key", sa.Integer, sa.ForeignKey("account.key"), primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("fetched_at", sa.BigInteger),
        sa.Column("native_id", sa.Text),
        sa.Column("register_row", sa.Integer, nullable=False),
        sa.Column("sighted", sa.Boolean, nullable=False),
    )
    op.create_table(
        "frame",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("control", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("expected", sa.Text),
        sa.Column("remedy", sa.Text),
    )
    op.create_table(
        "finding",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("account_key", sa.Integer, sa.ForeignKey("account.key"), nullable=False),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("position", sa.SmallInteger, nullable=False),
        sa.Column("frame_key", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("status", sa.String(8)),
        sa.Column("since", sa.Integer),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("finding_account", "finding", ["account_key", "lane", "last"])


def _create_rest() -> None:
    op.create_table(
        "paper",
        sa.Column(
            "run_seq", sa.Integer, sa.ForeignKey("run.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("body_key", sa.Integer, nullable=False),
    )
    op.create_table(
        "attestation",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("control", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("given_at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.Integer, nullable=False),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("message", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("attempted_at", sa.BigInteger),
        sa.Column("claimed_by", sa.Text),
        sa.Column("next_at", sa.BigInteger),
        sa.Column("answer", sa.Text),
        sa.UniqueConstraint("run_id", "kind", "recipient", name="outbox_once"),
    )
    op.create_index("outbox_state", "outbox", ["state"])


def downgrade() -> None:
    """There is nothing before this."""
