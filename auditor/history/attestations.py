"""Dated evidence given by a person for what no platform tells, until it expires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from auditor.history.tables import attestation
from auditor.history.words import micros, moment, next_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What somebody vouched for: one control of one account, in their words, through the day `until`."""

    account_id: str
    control: str
    text: str
    given_by: str
    given_at: datetime
    until: date


def add(connection: Connection, new: Attestation) -> None:
    """Record one. Earlier ones stay, as a record of what was said when."""
    connection.execute(
        attestation.insert().values(
            key=next_key(connection, attestation.c.key), account_id=new.account_id, control=new.control, text=new.text,
            given_by=new.given_by, given_at=micros(new.given_at), until=new.until.toordinal(),
        )
    )  # fmt: skip


def listed(connection: Connection, on: date | None) -> list[Attestation]:
    """All of them, or those that hold on a day, in the order given."""
    wanted = select(attestation).order_by(attestation.c.given_at, attestation.c.key)
    if on is not None:
        wanted = wanted.where(attestation.c.until >= on.toordinal())
    return [
        Attestation(
            account_id=row.account_id, control=row.control, text=row.text, given_by=row.given_by,
            given_at=moment(row.given_at), until=date.fromordinal(row.until),
        )
        for row in connection.execute(wanted)
    ]  # fmt: skip
