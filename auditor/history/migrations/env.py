"""Run by alembic: applies migrations on the connection that `auditor.history.schema` hands over."""

from __future__ import annotations

from alembic import context

from auditor.history.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
