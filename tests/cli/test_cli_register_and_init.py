"""`auditor init`, `register check` and `register template`, called as a person calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli import entry
from auditor.config import load

CONFIG = '[organisation]\nname = "U"\nmail_domains = ["example.ac.uk"]\n[register]\naccounts = "accounts.csv"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUDITOR_CONFIG", raising=False)
    (tmp_path / "config.toml").write_text(CONFIG)
    return tmp_path


def test_a_register_in_order_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "accounts.csv").write_text("id,platform,handle,unit\na,x,h,U\n")

    code = entry(["register", "check"])

    out, err = capsys.readouterr()
    assert (code, out) == (0, "")
    assert "1 account" in err


def test_every_problem_is_listed_with_place_value_and_remedy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "accounts.csv").write_text(
        "id,platform,handle,unit,opened_on,central\na,xx,h,U,1/2/2020,perhaps\na,x,h,U,,\n"
    )

    code = entry(["register", "check"])

    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert code == 2
    assert len(lines) == 4
    assert "stops: accounts.csv, row 2, column opened_on: " in out
    assert "(found: '1/2/2020'). Write it with the year first" in out
    assert "warning: accounts.csv, row 2, column central" in out
    assert "3 problems that stop a run, 1 warning" in err


def test_bad_addresses_and_double_entries_are_listed_as_warnings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "accounts.csv").write_text("id,platform,handle,unit,manager_email\na,x,h,U,sam@gmail.com\nb,x,H,U,\n")

    assert entry(["register", "check"]) == 2

    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["warning", "warning"]


def test_settings_for_rows_that_are_not_there_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "accounts.csv").write_text("id,platform,handle,unit\nlibrary-x,x,h,Library\n")
    (folder / "config.toml").write_text(
        CONFIG + "[controls.password-rotated]\nunit.'LIBRARY'.max_days = 3\nunit.'Libary'.max_days = 3\n"
        "account.'library-y'.enabled = false\n[mail]\nunit_heads = { 'Archive' = 'a@b.uk', 'library' = 'a@b.uk' }\n"
        "[policy]\ncentral_accounts = ['X:H', 'library-x', 'x:other']\n"
    )

    assert entry(["register", "check"]) == 0  # it is config.toml that names too much; the register is in order

    out = capsys.readouterr().out
    assert "Did you mean 'library'?" in out
    assert "Did you mean 'library-x'?" in out
    assert "'archive'" in out
    assert "'x:other'" in out
    assert len(out.splitlines()) == 4


def test_a_column_of_ones_own_is_mentioned_and_does_not_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "accounts.csv").write_text("id,platform,handle,unit,Colour of door\na,x,h,U,red\n")

    assert entry(["register", "check"]) == 0
    assert capsys.readouterr().out.startswith("note: ")


def test_control_characters_do_not_reach_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "accounts.csv").write_text("id,platform,handle,unit,\x1b[2J\u202eevil\na,\x1b]0;x\x07,h,U,\n")

    assert entry(["register", "check"]) == 2

    out, err = capsys.readouterr()
    assert not any(c in out + err for c in "\x1b\x07\u202e")


def test_an_unreadable_register_ends_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry(["register", "check"]) == 2
    assert "accounts.csv: is not there" in capsys.readouterr().out


def test_without_config_init_is_suggested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUDITOR_CONFIG", raising=False)

    assert entry(["register", "check"]) == 2
    assert "auditor init" in capsys.readouterr().err


def test_the_template_is_written_once_and_reads_back(folder: Path) -> None:
    (folder / "config.toml").write_text('[organisation]\nname = "U"\n[register]\nregister = "register.xlsx"\n')

    assert entry(["register", "template"]) == 0
    assert entry(["register", "check"]) == 0
    assert entry(["register", "template"]) == 2
    assert entry(["register", "template", "--force"]) == 0
    assert entry(["register", "template", "register.csv"]) == 2
    assert entry(["register", "template", "nowhere/register.xlsx"]) == 2


def test_init_from_flags_writes_a_config_and_register_that_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    name = 'University "of" Exämple\\n\x7f'
    flags = ["--name", name, "--short-name", "UoE", "--link-domain", "example.ac.uk", "--mail-domain", "example.ac.uk",
             "--prefix", "uoe", "--contact-mail", "social@example.ac.uk", "--to", "a@example.ac.uk", "--to", "b@example.ac.uk"]  # fmt: skip

    assert entry(["init", "--directory", "new", *flags]) == 0

    settings = load(tmp_path / "new" / "config.toml", {})
    assert settings.organisation.name == name
    assert settings.organisation.short_names == ("UoE",)
    assert settings.policy.handle_prefix == "uoe"
    assert settings.mail.to == ("a@example.ac.uk", "b@example.ac.uk")
    assert capsys.readouterr().out.splitlines()[0] == "new/config.toml"
    assert entry(["register", "check", "--config", "new/config.toml"]) == 0


def test_init_overwrites_nothing_without_force(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry(["init", "--name", "Other"]) == 2
    assert (folder / "config.toml").read_text() == CONFIG
    assert "config.toml exists already" in capsys.readouterr().err
    assert not (folder / "register").exists()

    (folder / "register").mkdir()
    (folder / "register" / "accounts.csv").write_text("kept")
    assert entry(["init", "--name", "Other", "--force"]) == 0
    assert (folder / "register" / "accounts.csv").read_text() == "kept"
    assert load(folder / "config.toml", {}).organisation.name == "Other"


def test_init_without_a_terminal_needs_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert entry(["init"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_init_refuses_answers_that_would_not_load_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert entry(["init", "--name", "U", "--to", "nobody"]) == 2
    assert "mail.to" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_init_asks_step_by_step_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    answers = iter(["University of Example", "UoE, Example Uni", "example.ac.uk", "", "uoe", "", "a@example.ac.uk"])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", lambda *_args, **_options: next(answers))

    assert entry(["init"]) == 0

    settings = load(tmp_path / "config.toml", {})
    assert settings.organisation.short_names == ("UoE", "Example Uni")
    assert settings.organisation.mail_domains == ()
    assert settings.mail.to == ("a@example.ac.uk",)
