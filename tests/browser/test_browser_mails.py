"""Mails of every kind, and those of two nights that were lived, as mail programs and people meet them."""

from __future__ import annotations

import csv
import email
import email.policy
import json
import re
import subprocess
from collections import defaultdict

import pytest

from auditor.platforms import PLATFORMS

pytestmark = pytest.mark.browser
CLIENTS = (
    "outlook.windows", "outlook.windows-mail", "outlook.outlook-com", "outlook.macos", "outlook.ios", "outlook.android",
    "gmail.desktop-webmail", "gmail.android", "gmail.ios", "gmail.mobile-webmail", "apple-mail.ios", "apple-mail.macos",
)  # fmt: skip
# What these programs pass over, each with a mail that is complete without it: dark colours (a media query and a meta tag, and with
# them the whole <style>), the hidden preheader (several means, of which each program knows one), roles of layout tables, margin 0 of
# <body>, breaks inside long words. The list is exact: what is no longer needed fails the test as well.
SCHEME = {"color-scheme meta tag"}
PASSED_OVER = {
    "outlook.windows": SCHEME | {"@media", "max-height property", "overflow"},
    "outlook.windows-mail": SCHEME | {"@media", "max-height property", "overflow", "aria-hidden attribute", "role attribute", "word-break"},
    "outlook.outlook-com": SCHEME,
    "outlook.macos": SCHEME | {"<body> element"},
    "outlook.ios": SCHEME,
    "outlook.android": SCHEME,
    "gmail.desktop-webmail": SCHEME,
    "gmail.android": SCHEME,
    "gmail.ios": SCHEME,
    "gmail.mobile-webmail": SCHEME | {"@media", "<style> element", "display:none"},
    "apple-mail.ios": SCHEME,
}
# What Word needs and the HTML standard does not know.
FOR_WORD = {"Attribute “xmlns:o” not allowed here.", "CSS: “mso-hide”: Property “mso-hide” doesn't exist."}


@pytest.fixture(scope="module")
def messages(lived):
    found = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in sorted((lived / "outbox").glob("*.eml"))]
    assert len(found) > 5
    return found


def _part(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


@pytest.fixture(scope="module")
def written(mails, messages, tmp_path_factory):
    """Every mail as a file that a browser and the checkers can open."""
    target = tmp_path_factory.mktemp("mails")
    pages = {name: one.html for name, one in mails.items()} | {f"lived-{n}": _part(m, "html") for n, m in enumerate(messages)}
    for name, page in pages.items():
        (target / f"{name}.html").write_text(page, "utf-8")
    return target


def test_no_mail_program_meets_a_feature_it_lacks_beyond_those_a_mail_can_do_without(written, program, node_modules):
    script = node_modules.parent / "caniemail.mjs"
    files = sorted(map(str, written.glob("*.html")))
    done = subprocess.run([program("node"), str(script), ",".join(CLIENTS), *files], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)

    assert told["unknown"] == []
    assert len(told["mails"]) == len(files)
    found = defaultdict(set)
    for lacks in told["mails"].values():
        for client, titles in lacks.items():
            found[client] |= set(titles)
    assert found == PASSED_OVER


def test_a_mail_program_without_flexbox_would_be_noticed(program, node_modules, tmp_path):
    (tmp_path / "bad.html").write_text('<p style="display: flex">a</p>', "utf-8")
    command = [program("node"), str(node_modules.parent / "caniemail.mjs"), "outlook.windows,outlook.none", str(tmp_path / "bad.html")]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    assert told["unknown"] == ["outlook.none"]
    assert told["mails"][str(tmp_path / "bad.html")]["outlook.windows"]


def test_the_html_checker_finds_nothing_but_what_word_needs(written, program, node_modules):
    jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [program("java"), "-jar", str(jar), "--also-check-css", "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, sorted(written.glob("*.html")))], capture_output=True, text=True, timeout=300, check=True)

    found = {m["message"] for m in json.loads(done.stderr)["messages"] if m["type"] != "info"}
    assert found == FOR_WORD


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_mail_and_nothing_is_asked_of_the_outside(opened, written, axe, scheme):
    for path in sorted(written.glob("*.html"))[:20]:
        page = opened(path.name, folder=written, color_scheme=scheme, viewport={"width": 360, "height": 640})
        assert axe(page, best_practice=False) == [], path.name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path.name
        assert page.troubles == [], path.name


def test_the_first_screen_of_a_telephone_says_what_it_is_about(opened, written):
    for name in ("nightly", "digest", "alert", "weekly"):
        page = opened(f"{name}.html", folder=written, viewport={"width": 375, "height": 640})
        first = page.locator("td.point, td.par").first
        assert page.locator("h1").bounding_box()["y"] < 200, name
        assert first.bounding_box()["y"] < 600, name


def test_without_pictures_every_word_is_there_because_there_are_none(written):
    for path in written.glob("*.html"):
        page = path.read_text("utf-8")
        assert not re.search(r"<(img|picture|svg|video|form|input|script|link)\b", page), path.name
        assert not re.search(r"background(-image)?:[^;]*url|@font-face|@import", page), path.name


def test_mails_that_were_sent_have_two_parts_the_plain_one_first_and_are_small(messages):
    for message in messages:
        parts = [p for p in message.walk() if not p.is_multipart()]
        kinds = [p.get_content_type() for p in parts]
        assert kinds[:2] == ["text/plain", "text/html"], message["Subject"]
        assert kinds.count("text/plain") == 1
        assert len(parts[1].as_bytes()) <= 60_000
        assert len(message.as_bytes()) <= 200_000
        links = re.findall(r'href="([^"]+)"', _part(message, "html"))
        assert all(link in _part(message, "plain") for link in links)


def test_headers_of_mails_that_were_sent(messages):
    for message in messages:
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Reply-To"] == "socialmedia@liverpool.ac.uk"
        assert message["List-Unsubscribe"] is None
        assert len(message["Subject"]) <= 78
        assert message["To"].count("@") == 1
        assert message["Cc"] is None
        assert message["Bcc"] is None
    assert len({m["Message-ID"] for m in messages}) == len(messages)


def test_one_incident_alone_shares_references(messages):
    alerts = [m for m in messages if "ossible hijack" in m["Subject"]]
    others = [m for m in messages if m not in alerts]

    assert len({m["To"] for m in alerts}) >= 2
    assert len({m["References"] for m in alerts}) == 1
    assert not {m["References"] for m in others} & {m["References"] for m in alerts}


def test_an_alert_leads_nowhere_but_into_the_report_and_suspects_are_defanged(messages):
    alert = next(m for m in messages if "ossible hijack" in m["Subject"])
    whole = _part(alert, "plain") + _part(alert, "html")

    assert "hxxp" in whole
    assert "prize-claim.example" not in whole
    assert not re.search(r"https?://(?!www\.w3\.org)", whole)
    assert "Not confirmed" in whole


def test_the_mail_of_a_manager_names_only_accounts_of_that_manager(messages, lived):
    with (lived / "register" / "accounts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["name"] and r["platform"] in PLATFORMS]
    managers = defaultdict(set)
    for row in rows:
        managers[f"{row['name']} on {PLATFORMS[row['platform']].label}"].add(row["manager_email"].lower())
    told = [m for m in messages if m["Subject"].startswith("Action needed")]
    assert told
    for message in told:
        text = " ".join(_part(message, "plain").split())
        named = [title for title in managers if title in text]
        assert named, message["To"]
        assert [title for title in named if message["To"].lower() not in managers[title]] == [], message["To"]
