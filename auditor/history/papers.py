"""Papers of a run: texts it was judged by (register, policy), kept so that it can be judged again. Each is stored once."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, func, select

from auditor.history.codec import dumps, loads
from auditor.history.parts import pack, unpack
from auditor.history.runs import row_of
from auditor.history.tables import body, paper
from auditor.history.words import next_key


def keep(connection: Connection, run_id: str, name: str, text: str) -> None:
    """Keep a text with an unfinished run; one of the same name is replaced."""
    row = row_of(connection, run_id, state="running")
    packed = dumps({"text": text})
    digest = hashlib.sha256(packed.encode("ascii")).digest()
    connection.execute(paper.delete().where(paper.c.run_seq == row.seq, paper.c.name == name))
    last = select(func.max(paper.c.run_seq)).where(paper.c.name == name).scalar_subquery()
    newest = connection.execute(
        select(body.c.key, body.c.sha256)
        .join(paper, paper.c.body_key == body.c.key)
        .where(paper.c.name == name, paper.c.run_seq == last)
    ).one_or_none()
    if newest is not None and bytes(newest.sha256) == digest:
        key = newest.key
    else:
        key = next_key(connection, body.c.key)
        connection.execute(body.insert().values(key=key, data=pack(packed), sha256=digest))
    connection.execute(paper.insert().values(run_seq=row.seq, name=name, body_key=key))


def kept(connection: Connection, run_id: str, name: str) -> str | None:
    """A text kept with a run; None if there is none of that name."""
    row = row_of(connection, run_id)
    data = connection.execute(
        select(body.c.data)
        .join(paper, paper.c.body_key == body.c.key)
        .where(paper.c.run_seq == row.seq, paper.c.name == name)
    ).scalar()
    if data is None:
        return None
    text: str = loads(unpack(bytes(data)))["text"]
    return text


def beginning(connection: Connection, run_id: str, start: str) -> list[str]:
    """The texts kept with a run under names that begin so, in the order of their names."""
    row = row_of(connection, run_id)
    found = connection.execute(
        select(paper.c.name, body.c.data).join(body, body.c.key == paper.c.body_key).where(paper.c.run_seq == row.seq)
    )
    kept_so = sorted((one.name, one.data) for one in found if one.name.startswith(start))  # servers sort as people do
    return [str(loads(unpack(bytes(data)))["text"]) for _, data in kept_so]
