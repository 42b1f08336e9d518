"""Reads the whole register and gives it with every problem found, those that stop a run and those that do not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import Problem
from auditor.model import Register, Where
from auditor.register._build import Ids, access_of, accounts_of, changes_of, waivers_of
from auditor.register._csv_file import read_csv
from auditor.register._grid import MAX_BYTES, Grid, UnreadableFileError
from auditor.register._rows import Sheet
from auditor.register.columns import SHEETS, fold

if TYPE_CHECKING:
    from auditor.config.sections import Register as RegisterTable
    from auditor.register._workbook import Workbook

_DEFAULT = "register/accounts.csv"
_BOOKS = (".xlsx", ".xlsm")


def read(
    table: RegisterTable, base_dir: Path, *, controls: Collection[str] | None = None
) -> tuple[Register, tuple[Problem, ...]]:
    """The register that `[register]` names, and all problems; where one of them stops, the register is partial.

    `controls` are the ids that waivers may name; by default all there are.
    """
    if controls is None:
        from auditor.checks import discover

        controls = discover()
    return _Reader(table, base_dir, controls).register()


def files_of(table: RegisterTable, base_dir: Path) -> dict[str, str]:
    """Sheet -> file as named, of those that are given, or lie beside the accounts under their usual name."""
    main = table.register_ or table.workbook or table.accounts or _DEFAULT
    files = {"accounts": main}
    for sheet, name in (("access", table.access), ("waivers", table.waivers), ("changes", table.changes)):
        beside = str(Path(main).with_name(f"{sheet}.csv"))
        if name:
            files[sheet] = name
        elif Path(main).suffix.lower() not in _BOOKS and (base_dir / beside).is_file():
            files[sheet] = beside
    return files


@dataclass(slots=True)
class _Reader:
    table: RegisterTable
    base_dir: Path
    controls: Collection[str]
    problems: list[Problem] = field(default_factory=list)
    data: dict[str, bytes] = field(default_factory=dict)
    books: dict[str, Workbook] = field(default_factory=dict)

    def register(self) -> tuple[Register, tuple[Problem, ...]]:
        files = files_of(self.table, self.base_dir)
        sheets = {name: self._sheet(name, files) for name in SHEETS}
        accounts, ids = accounts_of(sheets["accounts"]) if sheets["accounts"] else ((), Ids())
        access, waivers, changes = sheets["access"], sheets["waivers"], sheets["changes"]
        register = Register(
            accounts=accounts,
            access=access_of(access, ids) if access else (),
            waivers=waivers_of(waivers, ids, self.controls) if waivers else (),
            changes=changes_of(changes, ids) if changes else (),
            has_access_log=access is not None,
            sha256=self._sha256(files),
        )
        for sheet in sheets.values():
            self.problems += sheet.problems if sheet else []
        return register, tuple(self.problems)

    def _sheet(self, name: str, files: Mapping[str, str]) -> Sheet | None:
        """One sheet's rows, or None where it is not given or cannot be read (noted)."""
        file = files.get(name) or files["accounts"]
        given = name in files
        if not given and Path(file).suffix.lower() not in _BOOKS:
            return None
        try:
            grid = self._grid(name, file, given=given)
        except UnreadableFileError as error:
            if given:
                self.problems.append(Problem(Where(file, row=error.row), error.message, error.remedy))
            return None
        return Sheet(grid, SHEETS[name], self.table.columns.get(name, {})) if grid else None

    def _grid(self, name: str, file: str, *, given: bool) -> Grid | None:
        data = self._bytes(file)
        renamed = self.table.columns.get(name, {})
        if Path(file).suffix.lower() not in _BOOKS:
            known = frozenset(fold(header) for header in (*SHEETS[name], *renamed.values()))
            return read_csv(file, data, known)
        book = self._book(file, data)
        sheet = book.sheet_named(name)
        if sheet is None and given and len(book.sheets) == 1:
            sheet = book.sheets[0]
        if sheet is None and given:
            there = ", ".join(repr(s) for s in book.sheets[:10]) or "none"
            raise UnreadableFileError(f"has no sheet {name.title()!r} (there: {there})", "Name the sheet like that.")
        return book.grid(sheet) if sheet else None

    def _book(self, file: str, data: bytes) -> Workbook:
        if file not in self.books:
            from auditor.register._workbook import Workbook

            self.books[file] = Workbook(file, data)
        return self.books[file]

    def _bytes(self, file: str) -> bytes:
        if file not in self.data:
            self.data[file] = _read_bytes(self.base_dir / Path(file).expanduser())
        return self.data[file]

    def _sha256(self, files: Mapping[str, str]) -> str:
        """One hash over the files as read, and the mapping of columns."""
        total = hashlib.sha256(json.dumps([files, self.table.columns], sort_keys=True).encode())
        for file in sorted(self.data):
            total.update(hashlib.sha256(self.data[file]).digest())
        return total.hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableFileError(
            "is not there", "Correct the path under [register] in config.toml, or run `auditor init`."
        ) from None
    except OSError as error:
        raise UnreadableFileError(
            f"cannot be read ({error.strerror})", "Check the path, and who may read the file."
        ) from None
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("is larger than 20 MB", "Take out what is not the register.")
    return data
