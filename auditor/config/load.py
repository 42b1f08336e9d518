"""Reads config.toml: every problem at once, each with its line, the nearest known name and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from auditor.checks import discover
from auditor.config import sections
from auditor.config._read import keys_of, read_table
from auditor.config._report import Report
from auditor.config.controls import read_controls
from auditor.config.credentials import locate, trouble_with
from auditor.config.platform_tables import PlatformTable, table_of
from auditor.config.settings import Settings
from auditor.errors import Problem, ProblemsError, UsageError
from auditor.model import Where
from auditor.platforms import PLATFORMS, canonical
from auditor.register.columns import SHEETS

_HINT = "Mend what is listed in config.toml; nothing was asked of any platform."
_LARGEST = 2_000_000


def find(explicit: str | Path | None, env: Mapping[str, str]) -> Path:
    """The file to read: as asked for, else $AUDITOR_CONFIG, else ./config.toml."""
    return Path(explicit or env.get("AUDITOR_CONFIG") or "config.toml")


def load(path: Path, env: Mapping[str, str]) -> Settings:
    """Read and validate the file. Raises UsageError without one and ProblemsError with all that is wrong."""
    return check_text(_text(path), path, env)


def check_text(text: str, path: Path, env: Mapping[str, str] = MappingProxyType({})) -> Settings:
    """Validate the text of a config.toml that is, or will be, at `path`."""
    raw = _toml(path, text)
    report = Report(str(path), text)
    known = {*sections.SECTIONS, "controls", "platforms"}
    for name in raw:
        if name not in known:
            _unknown_section(report, name, known)
    tables = {name: read_table(model, (name,), raw.get(name, {}), report) for name, model in sections.SECTIONS.items()}
    controls = read_controls(raw.get("controls", {}), discover(), report)
    platforms = _platforms(report, raw.get("platforms", {}))
    settled = {name: table for name, table in tables.items() if table is not None}
    if "questions" in settled:
        settled["questions"] = _questions(report, cast("sections.Questions", settled["questions"]))
    _across(report, settled)
    _files(report, {**settled, **{f"platforms.{n}": t for n, t in platforms.items()}}, path.parent, env)
    if report.problems:
        ordered = sorted(report.problems, key=lambda p: p.where.line or 0)
        raise ProblemsError(f"{path} has {len(ordered)} problem{'s'[: len(ordered) != 1]}", tuple(ordered), _HINT)
    return Settings(path=path.absolute(), controls=controls, platforms=platforms, **settled)  # type: ignore[arg-type]


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(
            f"there is no configuration file {path}",
            "Run `auditor init` to write a first one, or name yours with --config or $AUDITOR_CONFIG.",
        ) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Check the path and its permissions.") from None
    if len(data) > _LARGEST:
        raise UsageError(f"{path} is too large for a configuration file", "Name the right file with --config.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(Where(str(path), line=line), "is not UTF-8 text", "Save the file as UTF-8.")
        raise ProblemsError(f"{path} cannot be read", (problem,), _HINT) from None


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words, _, place = str(error).partition(" (at ")
        numbers = [int(n) for n in "".join(c if c.isdigit() else " " for c in place).split()]
        line = numbers[0] if numbers else text.count("\n") + 1
        column = f" near column {numbers[1]}" if len(numbers) > 1 else ""
        problem = Problem(
            Where(str(path), line=line),
            f"is not valid TOML{column}: {words[:1].lower()}{words[1:]}",
            "Texts stand in quotes, lists in [ ], inline tables in { }, and no key stands twice.",
        )
    except RecursionError:
        problem = Problem(Where(str(path)), "is nested too deeply", "Write it like the shipped config.toml.")
    raise ProblemsError(f"{path} cannot be read", (problem,), _HINT) from None


def _unknown_section(report: Report, name: str, known: set[str]) -> None:
    for section, model in sections.SECTIONS.items():
        if name in keys_of(model) and name not in known:
            report.add([name], f"unknown key {name!r} outside of any table", f"It belongs under [{section}].")
            return
    report.unknown([name], known, "table" if name not in keys_of(PlatformTable) else "key")


def _platforms(report: Report, raw: object) -> dict[str, PlatformTable]:
    if not isinstance(raw, dict):
        report.add(["platforms"], "has to be a table", "Write [platforms.x] and its settings below.", raw)
        return {}
    found: dict[str, PlatformTable] = {}
    for name, table in _instagram_like_facebook(raw).items():
        path = ("platforms", name)
        platform = canonical(name)
        if platform is None:
            report.unknown(path, PLATFORMS, "platform")
        elif platform in found:
            report.add(path, f"is a second table for {platform}", "Keep one of the two.")
        elif (read := read_table(table_of(platform), path, table, report)) is not None:
            found[platform] = read
    return found


def _instagram_like_facebook(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Instagram is asked through Facebook: what its own table does not say, Facebook's does."""
    parent, own = raw.get("facebook"), raw.get("instagram")
    if not isinstance(parent, dict) or not isinstance(own, dict):
        return raw
    known = keys_of(table_of("instagram"))
    kept = {k: v for k, v in parent.items() if k != "enabled" and k in known}
    for pair in (("token_env", "token_file"), ("app_secret_env", "app_secret_file")):
        if any(name in own for name in pair):
            kept = {k: v for k, v in kept.items() if k not in pair}
    return {**raw, "instagram": {**kept, **own}}


def _questions(report: Report, table: sections.Questions) -> sections.Questions:
    names: list[str] = []
    for name in table.platforms:
        platform = canonical(name)
        if platform is None:
            report.unknown(["questions", "platforms", name], PLATFORMS, "platform")
        else:
            names.append(platform)
    return replace(table, platforms=tuple(dict.fromkeys(names)))


def _across(report: Report, settled: Mapping[str, object]) -> None:
    """What only shows when several keys are seen together."""
    mail = settled.get("mail")
    if isinstance(mail, sections.Mail):
        for path in _missing_for_mail(mail):
            report.add(["mail", *path], f"is needed by transport {mail.transport!r}", "Add it, or change transport.")
    register = settled.get("register")
    if isinstance(register, sections.Register):
        books = [key for key, value in (("register", register.register_), ("workbook", register.workbook)) if value]
        if len(books) + bool(register.accounts) > 1:
            report.add(
                ["register", books[-1]],
                "the accounts are named twice",
                "Keep either `accounts` (CSV files) or `register` (one workbook).",
            )
        _columns(report, register)


def _missing_for_mail(mail: sections.Mail) -> Iterator[tuple[str, ...]]:
    if mail.transport in {"smtp", "sendmail"} and not mail.from_:
        yield ("from",)
    if mail.transport == "smtp" and not mail.smtp.host:
        yield "smtp", "host"
    if mail.transport == "microsoft-graph":
        for name in ("tenant", "client_id", "sender"):
            if not getattr(mail.graph, name):
                yield "graph", name
        if not (mail.graph.client_secret_env or mail.graph.client_secret_file):
            yield "graph", "client_secret_env"


def _columns(report: Report, register: sections.Register) -> None:
    for sheet, columns in register.columns.items():
        path = ["register", "columns", sheet]
        if sheet not in SHEETS:
            report.unknown(path, SHEETS, "sheet")
            continue
        for name in columns:
            if name not in SHEETS[sheet]:
                report.unknown([*path, name], SHEETS[sheet], "column")


def _files(report: Report, tables: Mapping[str, object], base_dir: Path, env: Mapping[str, str]) -> None:
    """Refuse secrets' files that others can read, and secrets named twice."""
    for path, variable, file in _references(tables):
        if variable and file:
            report.add(path, "is given both as variable and as file", "Keep one of the two.")
        if file and (trouble := trouble_with(locate(file, base_dir, env), env)):
            report.add(path, *trouble, file)


def _references(tables: Mapping[str, object]) -> Iterator[tuple[list[str], str, str]]:
    for name, table in tables.items():
        for key, found in keys_of(type(table)).items():
            value = getattr(table, found.name)
            path = [*name.split("."), key]
            if is_dataclass(value):
                yield from _references({".".join(path): value})
            elif key.endswith("_file"):
                yield path, getattr(table, f"{key.removesuffix('_file')}_env", ""), value
            elif key == "token_files":
                yield from (([*path, host], table.token_envs.get(host, ""), file) for host, file in value.items())  # type: ignore[attr-defined]
