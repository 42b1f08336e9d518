"""Which setting wins, what the hash covers, and how approved marks get their fingerprints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from auditor.checks._api import Case, Control, Options, passed
from auditor.config import load
from auditor.config.controls import ControlTable, Layer
from auditor.errors import ProblemsError
from auditor.model import Account, Severity, Verdict, Waiver
from auditor.policy import Policy, build


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceOptions(Options):
    max_days: int = 14
    word: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOptions(Options):
    marks: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()


def judge(_case: Case, _options: Options) -> Verdict:
    return passed("fine")


PACE = Control(
    id="pace", title="T", clause="1", severity=Severity.MEDIUM, basis="platform", judge=judge, options=PaceOptions,
    builtin={"blog": {"max_days": 90}},
)  # fmt: skip
MARKED = Control(
    id="marked", title="T", clause="1", severity=Severity.LOW, basis="platform", judge=judge, options=MarkOptions
)
BLOG = Account(id="library-blog", platform="blog", handle="h", unit="The Library")
X = Account(id="library-x", platform="x", handle="h", unit="the  library")


def policy(folder: Path, text: str = "", **tables: ControlTable) -> Policy:
    (folder / "config.toml").write_text("[organisation]\nname = 'U'\n" + text)
    built = build(load(folder / "config.toml", {}))
    return replace(built, controls=(MARKED, PACE), tables=tables)


def days(value: int) -> Layer:
    return Layer(options={"max_days": value})


def max_days(built: Policy, account: Account) -> object:
    options = built.options(PACE, account)
    assert isinstance(options, PaceOptions)
    return options.max_days


def test_without_settings_the_built_in_defaults_hold(tmp_path: Path) -> None:
    built = policy(tmp_path)

    assert (max_days(built, X), max_days(built, BLOG)) == (14, 90)
    assert built.severity(PACE, X) is Severity.MEDIUM
    assert built.enabled(PACE, X)


def test_a_general_value_does_not_override_a_built_in_platform_default(tmp_path: Path) -> None:
    built = policy(tmp_path, pace=ControlTable(days(7)))

    assert (max_days(built, X), max_days(built, BLOG)) == (7, 90)


def test_the_most_specific_setting_wins(tmp_path: Path) -> None:
    general, platform, unit, account = days(1), {"blog": days(2)}, {"the library": days(3)}, {"library-blog": days(4)}

    assert max_days(policy(tmp_path, pace=ControlTable(general, platform)), BLOG) == 2
    assert max_days(policy(tmp_path, pace=ControlTable(general, platform, unit)), BLOG) == 3
    assert max_days(policy(tmp_path, pace=ControlTable(general, platform, unit)), X) == 3
    assert max_days(policy(tmp_path, pace=ControlTable(general, platform, unit, account)), BLOG) == 4
    assert max_days(policy(tmp_path, pace=ControlTable(general, platform, unit, account)), X) == 3


def test_settings_of_different_levels_add_up(tmp_path: Path) -> None:
    table = ControlTable(Layer(options={"word": "general", "max_days": 1}), account={"library-x": days(5)})

    assert policy(tmp_path, pace=table).options(PACE, X) == PaceOptions(word="general", max_days=5)


def test_severity_and_switch_follow_the_same_order(tmp_path: Path) -> None:
    table = ControlTable(
        Layer(severity=Severity.HIGH),
        platform={"x": Layer(enabled=False)},
        unit={"the library": Layer(severity=Severity.LOW)},
        account={"library-x": Layer(enabled=True)},
    )
    built = policy(tmp_path, pace=table)

    assert (built.severity(PACE, BLOG), built.severity(PACE, X)) == (Severity.LOW, Severity.LOW)
    assert built.enabled(PACE, X)
    assert not built.enabled(PACE, replace(X, id="other"))


def test_units_are_compared_without_case_and_spacing_as_configured(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        "[organisation]\nname = 'U'\n[controls.password-rotated]\nunit.'THE Library'.max_days = 5\n"
    )
    built = build(load(tmp_path / "config.toml", {}))
    [control] = [c for c in built.controls if c.id == "password-rotated"]

    assert built.options(control, X) == control.options(max_days=5)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("fail_on", "threshold"), [("low", Severity.LOW), ("critical", Severity.CRITICAL), ("never", None)]
)
def test_the_threshold(tmp_path: Path, fail_on: str, threshold: Severity | None) -> None:
    assert policy(tmp_path, f"[report]\nfail_on = '{fail_on}'\n").fail_on is threshold


def test_the_organisation_as_controls_see_it(tmp_path: Path) -> None:
    org = policy(
        tmp_path, "holidays = { country = '', closures = ['2026-12-24'] }\n[policy]\nhandle_prefix = 'liv'\n"
    ).org

    assert (org.name, org.handle_prefix, org.holiday_country) == ("U", "liv", None)
    assert org.closures == ((date(2026, 12, 24), date(2026, 12, 24)),)
    assert org.zone.key == "Europe/London"


def test_the_hash_covers_settings_organisation_and_waivers_and_nothing_of_their_order(tmp_path: Path) -> None:
    one = Waiver(account_id="a", control="pace", reason="r", approved_by="b", until=date(2027, 1, 1))
    two = replace(one, account_id="b")
    plain = policy(tmp_path)

    assert plain.sha256([one, two]) == policy(tmp_path).sha256([two, one])
    assert len({
        plain.sha256(), plain.sha256([one]), plain.sha256([replace(one, until=date(2027, 1, 2))]),
        policy(tmp_path, pace=ControlTable(days(7))).sha256(),
        policy(tmp_path, pace=ControlTable(account={"a": Layer(enabled=False)})).sha256(),
        policy(tmp_path, "[policy]\nhandle_prefix = 'liv'\n").sha256(),
    }) == 6  # fmt: skip


def test_marks_get_their_fingerprints(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (64, 64), "navy").save(tmp_path / "mark.png")
    built = policy(tmp_path, marked=ControlTable(Layer(options={"marks": ("mark.png",)})))

    options = built.options(MARKED, X)

    assert isinstance(options, MarkOptions)
    assert options.fingerprints == ("0" * 16,)


def test_the_hash_changes_with_the_picture_of_a_mark(tmp_path: Path) -> None:
    table = ControlTable(Layer(options={"marks": ("mark.png",)}))
    (tmp_path / "mark.png").write_bytes(b"one")
    before = policy(tmp_path, marked=table).sha256()
    (tmp_path / "mark.png").write_bytes(b"two")

    assert policy(tmp_path, marked=table).sha256() != before


def test_a_mark_that_is_not_there_is_a_problem_of_the_config(tmp_path: Path) -> None:
    text = "[controls.approved-image]\nmarks = ['brand/none.png']\n"

    with pytest.raises(ProblemsError) as caught:
        policy(tmp_path, text)

    [problem] = caught.value.problems
    assert (problem.value, problem.stops) == ("brand/none.png", True)


def test_a_mark_that_is_no_picture_is_a_problem_of_the_config(tmp_path: Path) -> None:
    (tmp_path / "mark.png").write_bytes(b"not a picture")
    built = policy(tmp_path, marked=ControlTable(Layer(options={"marks": ("mark.png",)})))

    with pytest.raises(ProblemsError):
        built.options(MARKED, X)


def test_readers_are_told_the_general_options(tmp_path: Path) -> None:
    infos = policy(tmp_path, pace=ControlTable(Layer(severity=Severity.HIGH, options={"max_days": 7}))).infos()

    assert infos["pace"].severity is Severity.HIGH
    assert infos["pace"].options == {"max_days": 7, "word": "plain"}
    assert "fingerprints" not in infos["marked"].options


def test_posts_regularly_takes_its_limit_from_the_cadence_and_may_still_have_its_own(tmp_path: Path) -> None:
    from auditor.checks import discover
    from auditor.config import load
    from auditor.model import Account
    from auditor.policy import build

    (tmp_path / "config.toml").write_text(
        '[organisation]\nname = "U"\n[controls.posted-recently]\nmax_days = 20\nunit."Library".max_days = 40\n'
        '[controls.posts-regularly]\naccount."law-x".max_days = 7\n'
    )
    policy = build(load(tmp_path / "config.toml", {}))
    control = discover()["posts-regularly"]

    def limit(name: str, platform: str, unit: str) -> int:
        return policy.options(control, Account(id=name, platform=platform, handle="h", unit=unit)).max_days  # type: ignore[attr-defined,no-any-return]

    assert limit("a", "x", "Arts") == 20
    assert limit("b", "x", "Library") == 40
    assert limit("c", "blog", "Arts") == 90
    assert limit("law-x", "x", "Library") == 7
