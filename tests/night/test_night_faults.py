"""Every platform fails in every way, through the real SDKs: "could not ask" for exactly the accounts concerned, never a pass.

One night serves several platforms that share no credential; the calm world's other accounts must come out as on a clean night.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor.checks import discover
from tests.night.driving import House, adds_up, findings, gist, house, states

Night = tuple[dict[str, Any], int, float, str]  # run.json, exit code, seconds, stderr
GROUPS = {"one": ("x", "youtube", "mastodon", "blog"), "two": ("facebook", "bluesky", "wiki")}
GROUP_OF = {p: g for g, platforms in GROUPS.items() for p in platforms} | {"instagram": "two"}
PLATFORMS = tuple(GROUP_OF)
LIMIT_SECONDS = 120.0  # far above what is needed, far below the hour that a platform hangs

TOKEN = r"token|API key|login|hides the account"
NONSENSE = r"not the data expected|no feed|is cut off|is empty|no list|nothing about|not its data"
# on a busy machine the second may be over before the limit of size is
LARGE = r"larger than the \d+ MiB allowed|no whole answer came in time"
QUICK = {
    "unauthorized": TOKEN,
    "throttled=3600": r"rate limit|limit on requests|too busy",
    "503": r"HTTP 503",
    "html": NONSENSE,
    "cut-json": NONSENSE,
    "hang": r"no whole answer came in time",
    "reset": r"connection failed or was cut off",
    "huge=50": LARGE,
}
LONG = {
    "expired": TOKEN,
    "denied": rf"{TOKEN}|permission|not enrolled|not allowed|refused",
    "throttled-no-reset": r"rate limit|limit on requests|too busy",
    "throttled-absurd": r"rate limit|limit on requests|too busy",
    "500": r"HTTP 500",
    "502": r"HTTP 502",
    "no-error": r"HTTP 503",
    "cut": r"connection failed or was cut off",
    "empty": NONSENSE,
    "list": NONSENSE,
    "null": NONSENSE,
    "nan": NONSENSE,
    "deep": NONSENSE,
    "drip=0.2": r"no whole answer came in time",
    "gzip-bomb=60": LARGE,
    "redirect-loop": r"redirects too often",
}
CAUSES = QUICK | LONG
CASES = [
    pytest.param(fault, platform, marks=[pytest.mark.slow] if fault in LONG else [], id=f"{platform}-{fault}")
    for fault in CAUSES
    for platform in PLATFORMS
]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Night]:
    """A night of the calm world with this fault, for ever, on all platforms of the group; each is lived once."""

    @cache
    def lived(fault: str, group: str) -> Night:
        return _night(tmp_path_factory.mktemp("night"), fault, GROUPS.get(group, ()))

    return lived


def _night(folder: Path, fault: str, platforms: tuple[str, ...]) -> Night:
    with house(folder) as home:
        name, _, argument = fault.partition("=")
        seconds = 1 if name in {"hang", "drip"} else 60  # only who waits for these waits in vain
        home.set("timeout_seconds = 10", f"timeout_seconds = {seconds}\ndeadline_minutes = 5")
        for platform in platforms:
            home.estate.fault(name, platform, argument=argument)
        began = time.monotonic()
        said = home.auditor("run", "--no-mail")
        return home.run_json(), said.code, time.monotonic() - began, said.err


def _of(run: dict[str, Any], platform: str) -> list[dict[str, Any]]:
    return [a for a in run["accounts"] if a["platform"] == platform]


@pytest.mark.parametrize(("fault", "platform"), CASES)
def test_each_fault_ends_as_could_not_ask_with_cause_and_remedy(
    nights: Callable[[str, str], Night], fault: str, platform: str
) -> None:
    run, *_ = nights(fault, GROUP_OF[platform])

    for account in _of(run, platform):
        judged = {f["control"]: f for f in account["findings"]}
        live = judged["account-live"]
        assert account["state"] == "unreachable" or (account["state"] == "private" and TOKEN in CAUSES[fault])
        assert re.search(CAUSES[fault], live["message"]), live["message"]
        assert live["remedy"]
        for name, control in discover().items():
            if control.basis == "platform":
                assert judged[name]["outcome"] != "pass", f"{account['id']}: {name} passes on data that was not seen"


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("fault", [pytest.param(f, marks=[pytest.mark.slow] if f in LONG else []) for f in CAUSES])
def test_the_run_goes_on_and_nobody_else_is_affected(
    nights: Callable[[str, str], Night], fault: str, group: str
) -> None:
    run, code, seconds, err = nights(fault, group)
    clean, *_ = nights("", "nobody")

    adds_up(run, 12)
    assert seconds < LIMIT_SECONDS
    # a private account fails "account-live"; otherwise nothing but "incomplete" has happened
    assert code == (13 if "private" in states(run).values() else 4)
    assert "Unexpected" not in err
    assert "Traceback" not in err
    was, now = findings(clean), findings(run)
    for account in run["accounts"]:
        if GROUP_OF[account["platform"]] != group:
            for name in (f["control"] for f in account["findings"]):
                if name != "account-live":  # tells the minute
                    assert gist(now[account["id"], name]) == gist(was[account["id"], name])
            assert now[account["id"], "account-live"]["outcome"] == "pass"


def test_register_evidence_is_judged_although_nobody_answered(nights: Callable[[str, str], Night]) -> None:
    clean, *_ = nights("", "nobody")
    was = findings(clean)
    for group in GROUPS:
        run, *_ = nights("503", group)
        for (account, name), finding in findings(run).items():
            if discover()[name].basis == "register":
                assert gist(finding) == gist(was[account, name])


@pytest.mark.parametrize("fault", ["loop-cursor", "repeat-ids", "extra-ids", "shuffle", "wrong-type", "no-type"])
def test_odd_but_whole_answers_change_nothing_and_never_lead_in_circles(fault: str, calm_house: House) -> None:
    clean = calm_house.auditor("run", "--no-mail")
    was, asked = findings(calm_house.run_json()), sum(calm_house.estate.counts().values())
    (calm_house.folder / "auditor.db").unlink()
    calm_house.estate.reset()
    calm_house.estate.fault(fault)

    said = calm_house.auditor("run", "--no-mail")

    run = calm_house.run_json()
    adds_up(run, 12)
    assert (clean.code, said.code) in {(0, 0), (0, 4)}
    assert sum(calm_house.estate.counts().values()) <= asked * 2
    for key, finding in findings(run).items():
        # less may be seen; nothing may be said that is not so
        assert finding["outcome"] in {was[key]["outcome"], "not_audited", "not_exposed"}, (key, finding["message"])


@pytest.mark.parametrize("fault", ["throttled=1", "503", "reset", "cut-json", "html", "empty"])
def test_a_fault_that_passes_is_waited_for_and_leaves_no_trace(fault: str, calm_house: House) -> None:
    name, _, argument = fault.partition("=")
    for platform in ("x", "youtube", "bluesky", "mastodon"):
        calm_house.estate.fault(name, platform, times=1, argument=argument)

    said = calm_house.auditor("run", "--no-mail")

    assert said.code == 0, said.err
    assert set(states(calm_house.run_json()).values()) == {"live"}


@pytest.mark.parametrize(("platform", "account"), [("x", "corporate-communications-x"), ("bluesky", "library-bluesky")])
def test_what_a_batch_leaves_out_is_not_taken_for_gone(platform: str, account: str, calm_house: House) -> None:
    calm_house.estate.fault("drop-ids", platform)

    said = calm_house.auditor("run", "--no-mail")

    run = calm_house.run_json()
    assert said.code in {0, 4}
    assert states(run)[account] in {"live", "unreachable"}
    assert findings(run)[account, "account-live"]["outcome"] in {"pass", "not_audited", "review"}
    assert all(s == "live" for i, s in states(run).items() if i != account)


NOBODY = {
    "x": "livuninobody",
    "facebook": "livuninobody",
    "instagram": "livuninobody",
    "youtube": "livuninobody",
    "mastodon": "livuninobody@social.example.ac.uk",
    "bluesky": "livuninobody.bsky.social",
    "blog": "{blog}/nobody/",
    "wiki": "LivUni Nobody@{wiki}/main/api.php",
}


def test_accounts_that_the_register_invents_are_told_as_not_found_and_harm_nobody(calm_house: House) -> None:
    urls = calm_house.estate.urls
    with (calm_house.folder / "register" / "accounts.csv").open("a", encoding="utf-8") as file:
        for platform, handle in NOBODY.items():
            file.write(f"nobody-{platform},{platform},{handle.format(**urls)},,,,Library\n")

    said = calm_house.auditor("run", "--no-mail")

    assert said.code in {11, 12, 13, 14}, said.err  # the rows have no owner, manager, plan ...
    run = calm_house.run_json()
    for platform in NOBODY:
        finding = findings(run)[f"nobody-{platform}", "account-live"]
        assert states(run)[f"nobody-{platform}"] == "unreachable"
        assert finding["outcome"] in {"review", "not_audited"}, (platform, finding["message"])
        assert finding["remedy"], platform
    told = {p for p in NOBODY if findings(run)[f"nobody-{p}", "account-live"]["outcome"] == "review"}
    assert told >= {"x", "youtube", "mastodon", "bluesky", "blog", "wiki"}
    assert all(s == "live" for i, s in states(run).items() if not i.startswith("nobody-"))
    adds_up(run, 20)


def test_without_any_credential_the_rest_is_audited_and_the_run_is_not_incomplete(calm_house: House) -> None:
    calm_house.extra = {"X_BEARER_TOKEN": "", "META_TOKEN": "", "YOUTUBE_API_KEY": ""}

    said = calm_house.auditor("run", "--no-mail")

    run = calm_house.run_json()
    adds_up(run, 12)
    assert said.code == 0, said.err
    assert run["coverage"]["no_credential"] == 8
    assert run["coverage"]["audited"] == 4
    assert not {"x", "facebook", "youtube"} & calm_house.estate.counts().keys()
    for account in run["accounts"]:
        if account["state"] == "no_credential":
            passed = {f["control"] for f in account["findings"] if f["outcome"] == "pass"}
            assert not {n for n in passed if discover()[n].basis == "platform"}
