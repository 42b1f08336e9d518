"""Errors named by what to do next. Each says what, where and what to do; none carries a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `auditor --help` needs errors, but none of the nouns
    from datetime import datetime

    from auditor.model import Trouble, Where


class AuditorError(Exception):
    """Anything we raise on purpose. `hint` says what to do; `exit_code` is the command's."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AuditorError):
    """The call, the configuration or the register has to change; nothing was asked of any platform."""

    exit_code = 2


class NoHistoryError(UsageError):
    """Nothing was stored yet, and nothing is to be made."""


class NothingToAuditError(AuditorError):
    """The register or the selection is empty."""

    exit_code = 3


class LockedError(AuditorError):
    """Another run holds the lock."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in config or register. `stops` = a run cannot go on with it; otherwise it is a warning."""

    where: Where
    message: str
    remedy: str
    value: str | None = None
    stops: bool = True
    advice: bool = False  # nothing is wrong; told so that nobody wonders

    def __str__(self) -> str:
        shown = "" if self.value is None else f" (found: {self.value!r})"
        return f"{self.where}: {self.message}{shown}. {self.remedy}"


class ProblemsError(UsageError):
    """Config or register problems, all at once."""

    def __init__(
        self,
        title: str,
        problems: tuple[Problem, ...],
        hint: str = "Mend what is listed, then run `auditor register check`.",
    ) -> None:
        super().__init__(title, hint)
        self.problems = problems


class PlatformError(Exception):
    """A call failed for good (after the door's retries), classified by cause. Connectors turn it into `Unreachable`."""

    def __init__(
        self,
        trouble: Trouble,
        message: str,
        remedy: str,
        *,
        source: str = "",
        status: int | None = None,
        code: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(message)
        self.trouble = trouble
        self.message = message
        self.remedy = remedy
        self.source = source
        self.status = status
        self.code = code
        self.retry_at = retry_at

    @property
    def stops_credential(self) -> bool:
        """Whether nothing more can be learned with this credential tonight."""
        from auditor.model import Trouble

        return self.trouble in {Trouble.EXPIRED, Trouble.EXHAUSTED, Trouble.THROTTLED, Trouble.CANCELLED}
