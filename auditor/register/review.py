"""What `auditor register check` says beyond the problems of reading: things a run will tell as findings, or overlook."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from auditor.errors import Problem
from auditor.model import Account, Register, Where

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_COLUMNS = ("owner_email", "manager_email")


def review(register: Register, *, mail_domains: Iterable[str], today: date) -> tuple[Problem, ...]:
    """Warnings about mail addresses, accounts entered twice and waivers that have run out."""
    domains = tuple(mail_domains)
    return (*_addresses(register, domains), *_twice(register.accounts), *_expired(register, today))


def unused(named: Mapping[str, Iterable[str]], known: Iterable[str], *, what: str, file: str) -> Iterator[Problem]:
    """Names in config.toml (key -> names) that no row of the register carries, so that they do nothing."""
    names = frozenset(known)
    for key, used in named.items():
        for name in used:
            if name not in names:
                close = difflib.get_close_matches(name, names, n=1)
                yield Problem(
                    Where(file, key=key),
                    f"names {name!r}, and no row of the register has this {what}, so it does nothing",
                    f"Did you mean {close[0]!r}?" if close else "Correct the name, or take it out.",
                    stops=False,
                    advice=True,  # config.toml's matter, not the register's
                )


def _addresses(register: Register, domains: tuple[str, ...]) -> Iterator[Problem]:
    for account in register.accounts:
        for column in _COLUMNS:
            written = getattr(account, column)
            if written:
                yield from _address(written, domains, _at(account.where, column))
        for written in account.deputies:
            yield from _address(written, domains, _at(account.where, "deputies"))
    for entry in register.access:
        if entry.email and not _ADDRESS.fullmatch(entry.email):
            yield _warning(_at(entry.where, "email"), "is no mail address", "Correct it.", entry.email)


def _address(written: str, domains: tuple[str, ...], where: Where) -> Iterator[Problem]:
    if not _ADDRESS.fullmatch(written):
        yield _warning(where, "is no mail address", "Write one address, like name@example.ac.uk.", written)
        return
    host = written.rpartition("@")[2].lower()
    if domains and not any(host == domain or host.endswith(f".{domain}") for domain in domains):
        yield _warning(
            where,
            "is not at one of the organisation's mail domains",
            f"Use an address at {', '.join(domains)}, or add the domain under [organisation] mail_domains.",
            written,
        )


def _twice(accounts: Iterable[Account]) -> Iterator[Problem]:
    groups: dict[tuple[str, str], list[Account]] = defaultdict(list)
    for account in accounts:
        if account.status != "closed":
            groups[account.platform, account.handle.casefold().rstrip("/")].append(account)
    for group in groups.values():
        for account in group[1:]:
            yield _warning(
                _at(account.where, "handle"),
                f"is the same account as row {group[0].where.row} ({group[0].id})",
                "Keep one of the rows.",
                account.handle,
            )


def _expired(register: Register, today: date) -> Iterator[Problem]:
    for waiver in register.waivers:
        if waiver.until < today:
            yield _warning(
                _at(waiver.where, "until"),
                f"the waiver of {waiver.control} has run out",
                "Delete the row, or have it approved again with a later day.",
                waiver.until.isoformat(),
            )


def _at(where: Where, column: str) -> Where:
    return Where(where.file, where.row, where.sheet, column)


def _warning(where: Where, message: str, remedy: str, value: str) -> Problem:
    return Problem(where, message, remedy, value, stops=False)
