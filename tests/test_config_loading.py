"""config.toml: what is read, what is refused, and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor.config import Settings, find, load
from auditor.errors import Problem, ProblemsError, UsageError

MINIMAL = '[organisation]\nname = "University of Example"\n\n[register]\naccounts = "accounts.csv"\n'


def loaded(folder: Path, text: str, env: dict[str, str] | None = None) -> Settings:
    (folder / "config.toml").write_text(text)
    return load(folder / "config.toml", env or {})


def problems(folder: Path, text: str, env: dict[str, str] | None = None) -> list[Problem]:
    with pytest.raises(ProblemsError) as caught:
        loaded(folder, text, env)
    assert caught.value.exit_code == 2
    return list(caught.value.problems)


def the_problem(folder: Path, text: str) -> Problem:
    [problem] = problems(folder, MINIMAL + text)
    return problem


def test_the_file_asked_for_wins_over_the_variable_and_the_usual_place() -> None:
    env = {"AUDITOR_CONFIG": "/etc/auditor.toml"}

    assert find("mine.toml", env) == Path("mine.toml")
    assert find(None, env) == Path("/etc/auditor.toml")
    assert find(None, {}) == find(None, {"AUDITOR_CONFIG": ""}) == Path("config.toml")


def test_a_minimal_file_is_enough(tmp_path: Path) -> None:
    settings = loaded(tmp_path, MINIMAL)

    assert settings.organisation.timezone == "Europe/London"
    assert settings.organisation.holidays.country == "GB"
    assert settings.report.fail_on == "high"
    assert settings.mail.transport == "outbox"
    assert settings.platforms == {}
    assert settings.base_dir == tmp_path
    assert settings.resolve("var/reports") == tmp_path / "var" / "reports"


def test_without_a_file_init_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path / "config.toml", {})

    assert "auditor init" in caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [("[organisation\n", 1), ('[a]\nb = "c\n', 2), ("a = 1\na = 2\n", 2), ("x = " + "[" * 5000, 1), ("a = \n", 1)],
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    [problem] = problems(tmp_path, text)

    assert problem.where.line in {line, None}
    assert "TOML" in problem.message or "nested" in problem.message


def test_what_is_no_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b'[organisation]\nname = "Caf\xe9"\n')

    with pytest.raises(ProblemsError) as caught:
        load(tmp_path / "config.toml", {})

    assert caught.value.problems[0].where.line == 2


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert loaded(tmp_path, "\ufeff" + MINIMAL).organisation.name == "University of Example"


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        "[organisation]\nnam = 'x'\n[report]\nfail_on = 'hgih'\n[mail]\nmanagers = 'yes'\n"
        "[network]\ntimeout_seconds = -1\n[controls.owner-designated]\nseverty = 'low'\n"
    )

    told = problems(tmp_path, text)

    assert [(p.where.line, p.where.key) for p in told] == [
        (1, "organisation.name"), (2, "organisation.nam"), (4, "report.fail_on"), (6, "mail.managers"),
        (8, "network.timeout_seconds"), (10, "controls.owner-designated.severty"),
    ]  # fmt: skip
    assert all(p.remedy for p in told)


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ("[mails]\n", "mails", "'mail'"),
        ("[mail]\nrecipients = []\n", "mail.recipients", "Known here"),
        ("[mail]\nreplyto = 'a@b.uk'\n", "mail.replyto", "'reply_to'"),
        ("[mail]\nsmtp = { hots = 'x' }\n", "mail.smtp.hots", "'host'"),
        ("[mail.smtp]\nTLS = 'none'\n", "mail.smtp.TLS", "'tls'"),
        ("[platforms.facebok]\n", "platforms.facebok", "'facebook'"),
        ("[platforms.x]\ntimeline = true\n", "platforms.x.timeline", "'timelines'"),
        ("[platforms.youtube]\ntimelines = true\n", "platforms.youtube.timelines", "Known here"),
        ("[controls.owner-desginated]\n", "controls.owner-desginated", "'owner-designated'"),
        ("[controls.password-rotated]\nmax_day = 3\n", "controls.password-rotated.max_day", "'max_days'"),
        ("[controls.password-rotated]\nplatform.twiter.max_days = 3\n", "controls.password-rotated.platform.twiter", ""),
        ("[controls.password-rotated]\nunit.Library.maxdays = 3\n", "controls.password-rotated.unit.Library.maxdays", "'max_days'"),
        ("[questions]\nplatforms = ['youtub']\n", "questions.platforms.youtub", "'youtube'"),
        ("[engine]\nkind = 'local'\nworkers = 3\n", "engine.workers", "kind"),
    ],
)  # fmt: skip
def test_unknown_names_are_refused_with_the_nearest_known(tmp_path: Path, text: str, key: str, nearest: str) -> None:
    problem = the_problem(tmp_path, text)

    assert problem.where.key == key
    assert nearest in problem.remedy


@pytest.mark.parametrize(
    ("table", "key", "nearest"),
    [
        ("columns = { acounts = { handle = 'H' } }", "register.columns.acounts", "'accounts'"),
        ("columns = { accounts = { handel = 'H' } }", "register.columns.accounts.handel", "'handle'"),
    ],
)
def test_unknown_sheets_and_columns_are_refused_too(tmp_path: Path, table: str, key: str, nearest: str) -> None:
    [problem] = problems(tmp_path, MINIMAL + table + "\n")

    assert problem.where.key == key
    assert nearest in problem.remedy


def test_a_key_outside_of_its_table_is_sent_home(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, "fail_on = 'low'\n" + MINIMAL)

    assert "[report]" in problem.remedy


@pytest.mark.parametrize(
    "text",
    [
        "[mail]\nfrom = 'nobody'\n",
        "[mail]\nto = 'a@b.uk'\n",
        "[mail]\nto = ['a@b>,<c@d.uk']\n",
        '[mail]\nfrom = "a@b.uk\\nBcc: c@d.uk"\n',
        "[mail]\nsmtp = { port = 70000 }\n",
        "[mail]\nsmtp = 3\n",
        "[mail]\nunit_heads = { Library = 'x' }\n",
        "[network]\ndeadline_minutes = 0\n",
        "[network]\ntimeout_seconds = nan\n",
        "[network]\nallow_private = ['http://x']\n",
        "[history]\nkeep_runs_days = 2.5\n",
        "[history]\nkeep_post_texts_days = true\n",
        "[schedule]\nnightly = '2am'\n",
        "[schedule]\nweekly = 'Monday 07:30'\n",
        "[policy]\neffective_on = 'May 2018'\n",
        "[policy]\neffective_on = 2018-05-01T00:00:00\n",
        "[platforms.x]\nbase_url = 'api.x.com'\n",
        "[platforms.x]\nvocabulary = 'toot'\n",
        "[platforms.x]\nmax_usd_per_run = inf\n",
        "[platforms.facebook]\nbusiness_id = 500\n",
        "[platforms.facebook]\napi_version = '26'\n",
        "[controls.password-rotated]\nmax_days = '92'\n",
        "[controls.password-rotated]\nmax_days = true\n",
        "[controls.password-rotated]\nmax_days = -1\n",
        "[controls.password-rotated]\nenabled = 'no'\n",
        "[controls.password-rotated]\nseverity = 'severe'\n",
        "[controls.password-rotated]\nunit = 3\n",
        "[controls.password-store]\napproved = 'LastPass'\n",
        "[controls.password-store]\napproved = [1]\n",
        "[report]\nbase_url = 'https://user:word@example.ac.uk'\n",
    ],
)
def test_values_of_the_wrong_kind_are_refused(tmp_path: Path, text: str) -> None:
    problem = the_problem(tmp_path, text)

    assert problem.message
    assert problem.remedy


@pytest.mark.parametrize(
    "closures", ["2026-12-24", "'2026-13-01'", "['2027-01-03/2026-12-24']", "['Christmas']", "[5]"]
)
def test_closures_are_days_or_ranges(tmp_path: Path, closures: str) -> None:
    text = f"[organisation]\nname = 'U'\nholidays = {{ closures = {closures} }}\n"

    assert [p.where.key for p in problems(tmp_path, text)] == ["organisation.holidays.closures"]


def test_closures_and_dates_are_read_with_and_without_quotes(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        "[organisation]\nname = 'U'\nholidays = { closures = ['2026-12-24/2027-01-03', 2026-04-03, '2026-04-06'] }\n"
        "[policy]\neffective_on = '2018-05-01'\n",
    )

    assert settings.organisation.holidays.closures == (
        (date(2026, 12, 24), date(2027, 1, 3)), (date(2026, 4, 3), date(2026, 4, 3)), (date(2026, 4, 6), date(2026, 4, 6)),
    )  # fmt: skip
    assert settings.policy.effective_on == date(2018, 5, 1)


def test_former_names_of_platforms_are_understood(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path, MINIMAL + "[platforms.Twitter]\ntimelines = true\n[questions]\nplatforms = ['YT', 'fb']\n"
    )

    assert list(settings.platforms) == ["x"]
    assert settings.questions.platforms == ("youtube", "facebook")


def test_one_platform_under_two_names_is_refused(tmp_path: Path) -> None:
    assert "second" in the_problem(tmp_path, "[platforms.x]\n[platforms.twitter]\n").message


def test_a_transport_needs_its_settings(tmp_path: Path) -> None:
    smtp = problems(tmp_path, MINIMAL + "[mail]\ntransport = 'smtp'\n")
    graph = problems(tmp_path, MINIMAL + "[mail]\ntransport = 'microsoft-graph'\nfrom = 'a@b.uk'\n")

    assert {p.where.key for p in smtp} == {"mail.from", "mail.smtp.host"}
    assert {p.where.key for p in graph} == {
        "mail.graph.tenant", "mail.graph.client_id", "mail.graph.sender", "mail.graph.client_secret_env",
    }  # fmt: skip


def test_accounts_are_named_once(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, MINIMAL + "register = 'register.xlsx'\n")

    assert problem.where.key == "register.register"


@pytest.mark.parametrize("fail_on", ["low", "medium", "high", "critical", "never"])
def test_every_threshold_is_understood(tmp_path: Path, fail_on: str) -> None:
    assert loaded(tmp_path, MINIMAL + f"[report]\nfail_on = '{fail_on}'\n").report.fail_on == fail_on


def test_relative_sqlite_files_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    assert loaded(tmp_path, MINIMAL).database_url({}) == f"sqlite:///{tmp_path}/var/auditor.db"
    postgres = loaded(tmp_path, MINIMAL + "[history]\nurl = 'postgresql+psycopg://db/audit'\n")
    assert postgres.database_url({}) == "postgresql+psycopg://db/audit"
