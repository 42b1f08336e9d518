"""No link, picture, script or style in anything that leaves the program leads to where config or register did not name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest

from auditor.model import Account
from reports.links import account_link
from tests.night.driving import House, house

SERVED = "https://audit.liverpool.ac.uk/health"
CONTACTS = {"mailto:socialmedia@liverpool.ac.uk", "tel:01517957314", "tel:+441517957314"}
LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest", "cite", "longdesc", "xlink:href", "srcdoc", "profile", "archive", "codebase"}  # fmt: skip
IN_CSS = re.compile(r"url\(\s*['\"]?([^)'\"]*)|@import\s+['\"]?([^'\";]*)", re.IGNORECASE)
ADDRESS = re.compile(
    r"(?i)\b(?:https?|ftp|file|gopher|javascript|data|vbscript|mailto|tel):[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two nights among attacks, served under an address, with every mail that there is."""
    with house(tmp_path_factory.mktemp("references"), "hostile") as home:
        home.set('output = "reports"', f'output = "reports"\nbase_url = "{SERVED}"')
        assert home.auditor("run").code in {0, 4, 11, 12, 13, 14}
        assert home.auditor("check", *_ids(home)[:3], "--html", str(home.reports / "check.html")).code != 1
        yield home


def _rows(home: House) -> list[dict[str, str]]:
    with (home.folder / "register" / "accounts.csv").open(encoding="utf-8", errors="surrogatepass", newline="") as file:
        return list(csv.DictReader(file))


def _ids(home: House) -> list[str]:
    return [row["id"] for row in _rows(home)]


def _profiles(home: House) -> set[str]:
    accounts = [
        Account(
            id=r["id"],
            platform=r["platform"],
            handle=r["handle"].removeprefix("@"),
            unit="",
            native_id=r["native_id"] or None,
            url=r["url"] or None,
        )
        for r in _rows(home)
    ]
    return {link for a in accounts if (link := account_link(a))}


def _references(page: str) -> Iterator[tuple[str, str]]:
    """Every (kind, address) of a page: links, and whatever a browser would load by itself."""
    for element in html5lib.parse(page).iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        for name, value in element.attrib.items():
            plain = str(name).rpartition("}")[2].lower()
            if plain == "href":
                yield ("link" if tag in {"a", "area"} else "load"), value
            elif plain in LOADING:
                yield "load", value
            elif plain == "style":
                yield from (("load", a or b) for a, b in IN_CSS.findall(value))
            elif plain == "http-equiv":
                assert value.lower() == "content-security-policy", "a page refreshes itself"
        if tag == "style":
            yield from (("load", a or b) for a, b in IN_CSS.findall(element.text or ""))


def _pages(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.html")):
        yield str(path.relative_to(folder)), path.read_text(encoding="utf-8")


def test_pages_load_only_files_of_their_own_folder(hostile: House) -> None:
    for name, page in _pages(hostile.reports):
        for kind, address in _references(page):
            if kind == "load" and address != "data:,":
                parts = urlsplit(address)
                assert not parts.scheme, (name, address)
                assert not parts.netloc, (name, address)
                target = (hostile.reports / name).parent / parts.path
                assert target.resolve().is_relative_to(hostile.reports.resolve()), (name, address)
                assert target.exists(), (name, address)


def test_pages_link_to_each_other_to_registered_profiles_and_to_the_office_alone(hostile: House) -> None:
    profiles = _profiles(hostile)
    outside = set()
    for name, page in _pages(hostile.reports):
        for kind, address in _references(page):
            if kind != "link" or address.startswith("#"):
                continue
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                outside.add(address)
            elif not address.startswith("http"):
                target = ((hostile.reports / name).parent / parts.path).resolve()
                assert target.is_relative_to(hostile.reports.resolve()), (name, address)
                assert target.exists(), (name, address)
    assert outside <= profiles | CONTACTS, outside - profiles
    assert outside & profiles, "no profile is linked at all: this test sees nothing"


def test_styles_and_scripts_name_no_other_server_and_ask_for_nothing(hostile: House) -> None:
    for path in [*hostile.reports.rglob("*.css"), *hostile.reports.glob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not [a or b for a, b in IN_CSS.findall(text) if not (a or b).startswith("data:")], path.name
        assert not re.search(r"https?://(?!www\.w3\.org/)|//[a-z]+\.[a-z]", re.sub(r"(?m)^\s*//.*$", "", text)), (
            path.name
        )
        assert not re.search(r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts|\bimport\(|\beval\(|new Function|innerHTML|document\.write", text), path.name  # fmt: skip


def test_mails_lead_nowhere_but_to_the_served_report_and_the_office(hostile: House) -> None:
    assert hostile.mails
    for path in hostile.mails:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        for part in mail.walk():
            if part.get_content_type() == "text/html":
                page = part.get_content()
                for kind, address in _references(page):
                    assert kind == "link", (path.name, address)
                    assert address.startswith((f"{SERVED}/", "mailto:socialmedia@liverpool.ac.uk", "tel:")), address
                assert "<img" not in page.lower()
                text = "".join(html5lib.parse(page).itertext())
            elif part.get_content_type() == "text/plain":
                text = part.get_content()
            else:
                continue
            for address in ADDRESS.findall(text):  # a mail program makes these clickable
                assert address.startswith((f"{SERVED}/", "https://…")), (path.name, address)
            assert "evil.example" not in text


def test_the_csv_and_the_data_file_hold_texts_and_no_link(hostile: House) -> None:
    table = (hostile.reports / "export" / "audit.csv").read_text(encoding="utf-8-sig")
    assert "HYPERLINK" in table, "the world holds no formula: this test sees nothing"
    assert not [c for row in csv.reader(table.splitlines(keepends=True)) for c in row if c.lstrip()[:1] in set("=+-@")]
    data = (hostile.reports / "data" / "accounts.js").read_text(encoding="utf-8")
    assert "<" not in data
    assert not re.search(r"(?i)https?:|javascript:", data)


def test_nobody_but_the_configured_servers_was_asked(hostile: House) -> None:
    asked = {r["platform"] for r in hostile.estate.requests()}
    assert asked <= {"x", "facebook", "youtube", "mastodon", "bluesky", "blog", "wiki", "images"}
    assert not [r for r in hostile.estate.requests() if "evil" in r["path"] + r["query"]]
