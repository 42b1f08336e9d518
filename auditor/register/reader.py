"""Reads the whole register and gives it with every problem found, those that stop a run and those that do not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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

T = TypeVar("T")

_DEFAULT = "register/accounts.csv"
_BOOKS = (".xlsx", ".xlsm")
_BLOCK = 1 << 24


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
    sha256: dict[str, bytes] = field(default_factory=dict)  # of the files read
    books: dict[str, Workbook] = field(default_factory=dict)

    def register(self) -> tuple[Register, tuple[Problem, ...]]:
        files = files_of(self.table, self.base_dir)
        noted: list[Problem] = []
        accounts, ids = self._read("accounts", files, accounts_of, noted) or ((), Ids())
        access = self._read("access", files, lambda sheet: access_of(sheet, ids), noted)
        waivers = self._read("waivers", files, lambda sheet: waivers_of(sheet, ids, self.controls), noted)
        changes = self._read("changes", files, lambda sheet: changes_of(sheet, ids), noted)
        register = Register(
            accounts=accounts,
            access=access or (),
            waivers=waivers or (),
            changes=changes or (),
            has_access_log=access is not None,
            sha256=self._sha256(files),
        )
        return register, (*self.problems, *noted)

    def _read(
        self, name: str, files: Mapping[str, str], read_rows: Callable[[Sheet], T], noted: list[Problem]
    ) -> T | None:
        """The rows of one sheet, which is let go before the next is read; None where it is not given or cannot be read."""
        sheet = self._sheet(name, files)
        if sheet is None:
            return None
        found = read_rows(sheet)
        noted += sheet.problems
        return found

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
        renamed = self.table.columns.get(name, {})
        if Path(file).suffix.lower() not in _BOOKS:
            known = frozenset(fold(header) for header in (*SHEETS[name], *renamed.values()))
            return read_csv(file, self._bytes(file), known)
        book = self._book(file)
        sheet = book.sheet_named(name)
        if sheet is None and given and len(book.sheets) == 1:
            sheet = book.sheets[0]
        if sheet is None and given:
            there = ", ".join(repr(s) for s in book.sheets[:10]) or "none"
            raise UnreadableFileError(f"has no sheet {name.title()!r} (there: {there})", "Name the sheet like that.")
        return book.grid(sheet) if sheet else None

    def _book(self, file: str) -> Workbook:
        if file not in self.books:
            from auditor.register._workbook import Workbook

            self.books[file] = Workbook(file, self._bytes(file))
        return self.books[file]

    def _bytes(self, file: str) -> bytes:
        data = _read_bytes(self.base_dir / Path(file).expanduser())
        self.sha256[file] = hashlib.sha256(data).digest()
        return data

    def _sha256(self, files: Mapping[str, str]) -> str:
        """One hash over the files as read, and the mapping of columns."""
        total = hashlib.sha256(json.dumps([files, self.table.columns], sort_keys=True).encode())
        for file in sorted(self.sha256):
            total.update(self.sha256[file])
        return total.hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = b""
            while len(data) <= MAX_BYTES and (block := file.read(_BLOCK)):
                data += block
    except FileNotFoundError:
        raise UnreadableFileError(
            "is not there", "Correct the path under [register] in config.toml, or run `auditor init`."
        ) from None
    except OSError as error:
        raise UnreadableFileError(
            f"cannot be read ({error.strerror})", "Check the path, and who may read the file."
        ) from None
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(f"is larger than {MAX_BYTES // 1_000_000} MB", "Take out what is not the register.")
    return data
