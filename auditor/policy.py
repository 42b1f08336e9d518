"""The policy in force: every control with its severity, options and switch for each account.

The most specific setting wins: account over unit over platform over the control's own platform default over the
general value over the built-in default.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from auditor import __version__
from auditor.checks import discover
from auditor.checks._api import Control, Options, Organisation
from auditor.config.controls import ControlTable, Layer, unit_key
from auditor.config.settings import Settings
from auditor.errors import Problem, ProblemsError
from auditor.model import Account, ControlInfo, Severity, Waiver, Where

_NOTHING = ControlTable()


@dataclass(frozen=True, slots=True)
class Ruling:
    """How accounts of one platform, for which config says the same, are judged: controls in force, severities, options."""

    controls: tuple[Control, ...]
    severities: Mapping[str, Severity]
    _policy: Policy
    _account: Account  # one of them
    _options: dict[str, Options] = field(default_factory=dict)

    def options(self, control: Control) -> Options:
        """The control's options, worked out when first asked for."""
        known = self._options.get(control.id)
        if known is None:
            known = self._options[control.id] = self._policy.options(control, self._account)
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is judged, and how; built once per run, read-only afterwards."""

    org: Organisation
    controls: tuple[Control, ...]
    fail_on: Severity | None  # None = never
    tables: Mapping[str, ControlTable]
    base_dir: Path
    _options: dict[tuple[str, ...], Options] = field(default_factory=dict, repr=False, compare=False)
    _prints: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _named: frozenset[str] = field(
        init=False, repr=False, compare=False
    )  # units and accounts with settings of their own
    _rulings: dict[tuple[str, str, str], Ruling] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find out which units and accounts config names."""
        named = (name for table in self.tables.values() for name in (*table.unit, *table.account))
        object.__setattr__(self, "_named", frozenset(named))
        object.__setattr__(self, "_rulings", {})

    def only(self, ids: Iterable[str]) -> Policy:
        """The same policy with no other controls than these."""
        wanted = frozenset(ids)
        return replace(self, controls=tuple(c for c in self.controls if c.id in wanted))

    def wants_pictures(self) -> bool:
        """Whether any approved mark is configured, so that profile pictures have to be looked at."""
        return bool(self._marks())

    def ruling(self, account: Account) -> Ruling:
        """What holds for this account, worked out once for all accounts for which it is the same."""
        unit = unit_key(account.unit) if self._named else ""
        key = (
            account.platform,
            unit if unit in self._named else "",
            account.id if account.id in self._named else "",
        )
        ruling = self._rulings.get(key)
        if ruling is None:
            controls = tuple(c for c in self.controls if self.enabled(c, account))
            severities = {c.id: self.severity(c, account) for c in controls}
            ruling = self._rulings[key] = Ruling(controls, severities, self, account)
        return ruling

    def enabled(self, control: Control, account: Account) -> bool:
        """Whether the control is judged for this account."""
        if control.id not in self.tables:
            return True
        said = [layer.enabled for layer in self._layers(control, account) if layer.enabled is not None]
        return said[-1] if said else True

    def severity(self, control: Control, account: Account) -> Severity:
        """The control's severity for this account."""
        if control.id not in self.tables:
            return control.severity
        said = [layer.severity for layer in self._layers(control, account) if layer.severity is not None]
        return said[-1] if said else control.severity

    def options(self, control: Control, account: Account) -> Options:
        """The control's options for this account; the approved marks come with their fingerprints."""
        key: tuple[str, ...] = (control.id, account.platform, *self._special(control.id, account))
        if control.options_of is not None:
            key = (*key, *self._special(control.options_of, account))
        if key not in self._options:
            self._options[key] = self._with_fingerprints(replace(control.options(), **self._values(control, account)))
        return self._options[key]

    def _special(self, control_id: str, account: Account) -> tuple[str, str]:
        """The unit and the account, where config says something of them for this control."""
        table = self.tables.get(control_id, _NOTHING)
        unit = unit_key(account.unit)
        return (unit if unit in table.unit else "", account.id if account.id in table.account else "")

    def _values(self, control: Control, account: Account) -> dict[str, Any]:
        """Option values, the most specific said last; a control that shares another's settings starts from those."""
        values: dict[str, Any] = {}
        if control.options_of is not None:
            own = {f.name for f in fields(control.options)}
            for layer in self._layers(discover()[control.options_of], account):
                values.update({name: value for name, value in layer.options.items() if name in own})
        for layer in self._layers(control, account, built_in=control.options_of is None):
            values.update(layer.options)
        return values

    def infos(self) -> dict[str, ControlInfo]:
        """What readers may know of each control, with its general severity and options."""
        return {control.id: self._info(control) for control in self.controls}

    def sha256(self, waivers: Iterable[Waiver] = ()) -> str:
        """One hash over version, organisation, controls with all their settings, marks and waivers."""
        content = {
            "version": __version__,
            "organisation": asdict(self.org),
            "fail_on": self.fail_on,
            "controls": {c.id: self._hashed(c) for c in self.controls},
            "marks": {name: _file_hash(self.base_dir / name) for name in sorted(self._marks())},
            "waivers": sorted([w.account_id, w.control, w.reason, w.approved_by, str(w.until)] for w in waivers),
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()

    def _layers(self, control: Control, account: Account, *, built_in: bool = True) -> Iterator[Layer]:
        """What was said for this account, the least specific first."""
        table = self.tables.get(control.id, _NOTHING)
        yield table.general
        if built_in and (values := control.builtin.get(account.platform)):
            yield Layer(options=values)
        for names, key in (
            (table.platform, account.platform),
            (table.unit, unit_key(account.unit)),
            (table.account, account.id),
        ):
            if key in names:
                yield names[key]

    def _with_fingerprints(self, options: Options) -> Options:
        marks: tuple[str, ...] = getattr(options, "marks", ())
        if not marks or "fingerprints" not in {f.name for f in fields(options)}:
            return options
        changes: dict[str, Any] = {"fingerprints": tuple(self._fingerprint(mark) for mark in marks)}
        return replace(options, **changes)

    def _fingerprint(self, mark: str) -> str:
        if mark not in self._prints:
            from auditor.marks import NotAPictureError, fingerprint_file

            try:
                self._prints[mark] = fingerprint_file(self.base_dir / mark)
            except (NotAPictureError, OSError) as error:
                raise ProblemsError("an approved mark cannot be read", (_bad_mark(mark, str(error)),)) from None
        return self._prints[mark]

    def _marks(self) -> set[str]:
        return {mark for control in self.controls for mark in _marks_of(self.tables.get(control.id, _NOTHING))}

    def _info(self, control: Control) -> ControlInfo:
        general = self.tables.get(control.id, _NOTHING).general
        values: dict[str, Any] = dict(general.options)
        return ControlInfo(
            id=control.id,
            title=control.title,
            clause=control.clause,
            severity=general.severity or control.severity,
            basis=control.basis,
            expected=control.expected,
            remedy=control.remedy,
            why=control.why,
            minutes=control.minutes,
            options={k: v for k, v in asdict(replace(control.options(), **values)).items() if k != "fingerprints"},
        )

    def _hashed(self, control: Control) -> dict[str, object]:
        table = self.tables.get(control.id, _NOTHING)
        return {
            "severity": control.severity,
            "defaults": asdict(control.options()),
            "builtin": {name: dict(values) for name, values in control.builtin.items()},
            "settings": asdict(table),
        }


def build(settings: Settings) -> Policy:
    """The policy that the configuration describes. Raises ProblemsError where an approved mark is missing."""
    policy = Policy(
        org=_organisation(settings),
        controls=tuple(discover().values()),
        fail_on=None if settings.report.fail_on == "never" else Severity(settings.report.fail_on),
        tables=settings.controls,
        base_dir=settings.base_dir,
    )
    missing = [mark for mark in sorted(policy._marks()) if not (settings.base_dir / mark).is_file()]
    if missing:
        problems = tuple(
            Problem(
                Where(str(settings.path), key="controls.approved-image.marks"),
                "names a picture that is not there",
                "Put the file there; the path counts from the folder of config.toml.",
                mark,
            )
            for mark in missing
        )
        raise ProblemsError("approved marks are missing", problems, "Mend what is listed in config.toml.")
    return policy


def _organisation(settings: Settings) -> Organisation:
    organisation = settings.organisation
    return Organisation(
        name=organisation.name,
        short_names=organisation.short_names,
        link_domains=organisation.link_domains,
        mail_domains=organisation.mail_domains,
        zone=ZoneInfo(organisation.timezone),
        holiday_country=organisation.holidays.country or None,
        holiday_subdivision=organisation.holidays.subdivision or None,
        closures=organisation.holidays.closures,
        effective_on=settings.policy.effective_on,
        handle_prefix=settings.policy.handle_prefix,
        central_accounts=settings.policy.central_accounts,
        contact_mail=organisation.contact.mail,
        contact_phone=organisation.contact.phone,
    )


def _marks_of(table: ControlTable) -> Iterator[str]:
    for layer in (table.general, *table.platform.values(), *table.unit.values(), *table.account.values()):
        marks = layer.options.get("marks", ())
        if isinstance(marks, tuple):
            yield from marks


def _bad_mark(mark: str, why: str) -> Problem:
    return Problem(
        Where("config.toml", key="controls.approved-image.marks"),
        f"names a picture that cannot be used: {why}",
        "Use a PNG, JPEG, WEBP or GIF of at most 12 million pixels.",
        mark,
    )


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _plain(value: object) -> str:
    if isinstance(value, (date, ZoneInfo)):
        return str(value)
    raise TypeError(f"cannot hash {type(value).__name__}")
