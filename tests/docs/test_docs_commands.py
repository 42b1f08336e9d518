"""Every command that the documentation shows is run, or, where that needs root, a network or a lifetime, held against the program."""

from __future__ import annotations

import configparser
import csv
import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from auditor.cli import cli
from auditor.cli._context import App
from auditor.config.load import check_text
from auditor.register.reader import read
from tests.docs.pages import ROOT, Block, Command, blocks, commands, mentions
from tests.night.driving import House, house

# Commands that are not run here, and why.
NOT_RUN = {
    "pip": "installs from the network; the packaging is tested by installing it",
    "python3": "makes a folder outside the checkout",
    "make": "runs this very test suite, or needs the network; its targets are held against the Makefile",
    "auditor schedule": "runs until it is stopped; tests/cli/test_cli_signals.py starts and stops it",
    "auditor init": "asks questions; tests/cli/test_cli_register_and_init.py answers them",
    "createuser": "makes a role in a server; tests/postgresql.py does so with the words that stand behind it",
    "createdb": "makes a database in a server; tests/postgresql.py does so with the words that stand behind it",
    "pg_dump": "needs a server; tests/service/test_postgresql_nights.py calls it",
    "pg_restore": "needs a server; tests/service/test_postgresql_nights.py calls it",
}
RUN = [
    c for c in commands() if Path(c.words[0]).name == "auditor" and " ".join(("auditor", *c.words[1:2])) not in NOT_RUN
]
REST = [c for c in commands() if c not in RUN]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("docs")) as made:
        yield made


def test_the_docs_show_commands() -> None:
    assert len(RUN) >= 5
    assert len(mentions()) >= 12


@pytest.mark.parametrize("command", RUN, ids=str)
def test_a_command_of_the_docs_does_what_it_is_shown_for(
    home: House, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.folder)
    words = [str(home.config) if w.endswith("/config.toml") else w for w in command.words[1:]]
    for leftover in ("register.xlsx",):
        (home.folder / leftover).unlink(missing_ok=True)

    said = home.auditor(*words)

    assert said.code == 0, said.err
    assert said.out + said.err


@pytest.mark.parametrize("command", REST, ids=str)
def test_a_command_that_is_not_run_is_at_least_one_that_exists(command: Command) -> None:
    first = Path(command.words[0]).name
    if first == "make":
        targets = set(re.findall(r"^([a-z0-9]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
        assert set(command.words[1:]) <= targets
    elif first == "auditor":
        _parses(command.words[1:])
    elif command.words[:3] == ("python", "-m", "demo"):
        _demo(command.words[3:])
    else:
        assert first in NOT_RUN, f"say in NOT_RUN why {first} is not run"
        for word in command.words[1:]:
            if word.endswith(".txt"):
                assert (ROOT / word).is_file()


@pytest.mark.parametrize("command", mentions(), ids=str)
def test_a_command_in_running_text_exists_with_its_options(command: Command) -> None:
    _parses(command.words[1:], complete=False)


def _parses(words: tuple[str, ...], *, complete: bool = True) -> None:
    """The command and its options exist; with `complete`, the whole line is accepted as well."""
    with click.Context(cli, info_name="auditor", obj=App()) as context:
        command: click.Command = cli
        rest = list(words)
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            found = command.get_command(context, rest[0])
            assert found is not None, f"there is no command {rest[0]!r}"
            command, rest = found, rest[1:]
        known = {name for p in command.params for name in (*p.opts, *p.secondary_opts)} | {"--help"}
        assert {w.partition("=")[0] for w in rest if w.startswith("-")} <= known
        if complete:
            command.make_context("auditor", rest, parent=context).close()


def _demo(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "demo", words[0], "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    own, _, inner = " ".join(words).partition(" -- ")
    for option in re.findall(r"--[a-z]+", own):
        assert option in done.stdout
    if inner:
        assert inner.startswith("auditor ")
        _parses(tuple(inner.split()[1:]))


@pytest.mark.parametrize("block", list(blocks("toml")), ids=lambda b: f"{b.page.name}-{b.text.splitlines()[0]}")
def test_every_piece_of_configuration_in_the_docs_is_accepted(block: Block, tmp_path: Path) -> None:
    text = block.text
    if "organisation" not in tomllib.loads(text):
        text = f'[organisation]\nname = "University of Liverpool"\nmail_domains = ["liverpool.ac.uk"]\n\n{text}'
    if "register" not in tomllib.loads(text):
        text += '\n[register]\naccounts = "accounts.csv"\n'

    assert check_text(text, tmp_path / "config.toml").organisation.name


def test_the_registers_of_the_docs_can_be_read(tmp_path: Path) -> None:
    tables = [b.text for b in blocks("csv") if b.page.name == "register.md"]
    assert len(tables) == 4
    for name, text in zip(("accounts", "access", "waivers", "changes"), tables, strict=True):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1
    config = '[organisation]\nname = "U"\nmail_domains = ["liverpool.ac.uk"]\n[register]\n' + "".join(
        f'{name} = "{name}.csv"\n' for name in ("accounts", "access", "waivers", "changes")
    )
    settings = check_text(config, tmp_path / "config.toml")

    register, problems = read(settings.register, tmp_path)

    assert [str(p) for p in problems if not p.advice] == []
    assert [a.platform for a in register.accounts] == ["x", "blog", "wiki"]
    assert (len(register.access), len(register.waivers), len(register.changes)) == (2, 1, 1)


def test_the_line_for_cron_has_five_times_a_user_and_a_command_that_exists() -> None:
    lines = [line for b in blocks("cron") for line in b.text.splitlines() if line[:1].isdigit()]
    assert lines
    for line in lines:
        *times, user, rest = line.split(maxsplit=6)
        assert len(times) == 5
        assert all(re.fullmatch(r"[\d*,/-]+", t) for t in times)
        assert user.isalpha()
        assert subprocess.run(["sh", "-n", "-c", rest], check=False).returncode == 0
        _parses(tuple(rest.partition("bin/auditor ")[2].split()))


def test_the_units_for_systemd_start_a_command_that_exists_and_know_the_exit_codes() -> None:
    units = []
    for block in blocks("ini"):
        unit = configparser.RawConfigParser(strict=False)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(block.text)
        units.append(unit)
    service = next(u for u in units if u.has_section("Service"))
    timer = next(u for u in units if u.has_section("Timer"))
    program, *words = service["Service"]["ExecStart"].split()

    assert program.endswith("/bin/auditor")
    _parses(tuple(words))
    assert service["Service"]["SuccessExitStatus"].split() == ["4", "11", "12", "13", "14"]
    assert timer["Timer"]["OnCalendar"]
