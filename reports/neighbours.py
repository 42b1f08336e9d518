"""Which accounts stand beside each other in their unit, for turning pages."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from reports.view_rows import AccountRow, UnitRow


class Neighbours:
    """The accounts of each unit by key; held in a few bytes an account."""

    def __init__(self, units: Sequence[UnitRow]) -> None:
        self._rows = [row for unit in units for row in sorted(unit.accounts, key=lambda r: r.key)]
        self._at = array("L", [0]) * len(self._rows)  # by the account's place in the run
        for at, row in enumerate(self._rows):
            self._at[row.place] = at

    def of(self, row: AccountRow) -> tuple[AccountRow | None, AccountRow | None]:
        """The account before this one and the one after it in their unit."""
        at = self._at[row.place]
        return self._beside(row, at - 1), self._beside(row, at + 1)

    def _beside(self, row: AccountRow, at: int) -> AccountRow | None:
        found = self._rows[at] if 0 <= at < len(self._rows) else None
        return found if found is not None and found.unit_key == row.unit_key else None
