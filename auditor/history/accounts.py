"""Accounts by small numbers, and the newest parts of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select

from auditor.history.parts import Part, Piece, pack
from auditor.history.tables import account, body, escape, head
from auditor.history.words import chunks, insert_rows, next_key

Head = tuple[int, bytes]  # body key, hash


def keys_of(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of those accounts that the history knows."""
    found: dict[str, int] = {}
    for some in chunks(ids):
        rows = connection.execute(select(account.c.id, account.c.key).where(account.c.id.in_(some)))
        found.update((row.id, row.key) for row in rows)
    return found


def numbered(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The numbers of these accounts; unknown ones get one."""
    found = keys_of(connection, ids)
    new = [i for i in dict.fromkeys(ids) if i not in found]
    key = next_key(connection, account.c.key)
    insert_rows(connection, account, ("key", "id", "good"), [(key + n, escape(i), 0) for n, i in enumerate(new)])
    found.update((i, key + n) for n, i in enumerate(new))
    return found


def heads_of(connection: Connection, keys: Iterable[int], parts: Sequence[Part]) -> dict[tuple[int, int], Head]:
    """The newest body of each part of these accounts."""
    found: dict[tuple[int, int], Head] = {}
    for some in chunks(keys):
        rows = connection.execute(
            select(head.c.account_key, head.c.part, head.c.body_key, head.c.sha256).where(
                head.c.account_key.in_(some), head.c.part.in_([int(p) for p in parts])
            )
        )
        found.update(((row[0], row[1]), (row[2], bytes(row[3]))) for row in rows)
    return found


def store_pieces(
    connection: Connection, heads: Mapping[tuple[int, int], Head], pieces: Sequence[tuple[int, Piece]]
) -> dict[tuple[int, int], Head]:
    """Write the pieces (account number, piece) that differ from the heads; gives where each one is to be found."""
    at: dict[tuple[int, int], Head] = {}
    bodies, new, moved = [], [], []
    key = next_key(connection, body.c.key)
    for number, piece in pieces:
        place = (number, int(piece.part))
        old = heads.get(place)
        if old is not None and old[1] == piece.sha256:
            at[place] = old
            continue
        at[place] = (key, piece.sha256)
        bodies.append((key, pack(piece.text), piece.sha256))
        if old is None:
            new.append((*place, key, piece.sha256))
        else:
            moved.append({"a": place[0], "p": place[1], "b": key, "s": piece.sha256})
        key += 1
    insert_rows(connection, body, ("key", "data", "sha256"), bodies)
    insert_rows(connection, head, ("account_key", "part", "body_key", "sha256"), new)
    if moved:
        connection.execute(
            head.update()
            .where(head.c.account_key == bindparam("a"), head.c.part == bindparam("p"))
            .values(body_key=bindparam("b"), sha256=bindparam("s")),
            moved,
        )
    return at
