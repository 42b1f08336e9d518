"""Live emergencies (clause 2.2.7): at most one at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from auditor.errors import UsageError
from auditor.history.tables import incident
from auditor.history.words import maybe_moment, micros, moment
from auditor.model import Incident


def start(connection: Connection, at: datetime, note: str) -> Incident:
    """Begin an incident; refused while another is live."""
    live = connection.execute(select(incident).where(incident.c.ended_at.is_(None))).first()
    if live is not None:
        raise UsageError(
            f"An incident is live already, since {moment(live.started_at):%d %b %Y %H:%M} UTC.",
            "End it first with `auditor incident end`.",
        )
    year = f"{at.year:04d}-"
    ids = connection.execute(select(incident.c.id).where(incident.c.id.startswith(year))).scalars()
    number = max((int(i.removeprefix(year)) for i in ids), default=0) + 1
    new = Incident(f"{year}{number:03d}", at, None, note)
    connection.execute(incident.insert().values(id=new.id, started_at=micros(at), ended_at=None, note=note))
    return new


def end(connection: Connection, at: datetime) -> Incident:
    """End the live incident."""
    live = connection.execute(select(incident).where(incident.c.ended_at.is_(None))).first()
    if live is None:
        raise UsageError("No incident is live.", "`auditor incident status` shows the last one.")
    ended = max(micros(at), live.started_at)
    connection.execute(incident.update().where(incident.c.id == live.id).values(ended_at=ended))
    return Incident(live.id, moment(live.started_at), moment(ended), live.note)


def since(connection: Connection, at: datetime | None) -> list[Incident]:
    """The incidents that were live at or after an instant, oldest first."""
    wanted = select(incident).order_by(incident.c.started_at, incident.c.id)
    if at is not None:
        wanted = wanted.where(or_(incident.c.ended_at.is_(None), incident.c.ended_at >= micros(at)))
    return [_incident(row) for row in connection.execute(wanted)]


def _incident(row: Any) -> Incident:
    return Incident(row.id, moment(row.started_at), maybe_moment(row.ended_at), row.note)
