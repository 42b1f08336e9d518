"""Each manager has a page of own accounts, under a name that nobody can guess and that only own mails tell."""

from __future__ import annotations

import csv
import email
import email.policy
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.night.driving import House, house, set_cell

BASE = "https://audit.liverpool.example"
MILO = "milo.merrivale@liverpool.ac.uk"  # manages library-x


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "house") as home:
        home.set("[report]", f'[report]\nbase_url = "{BASE}"')
        yield home


def rows(home: House) -> list[dict[str, str]]:
    with (home.folder / "register" / "accounts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pages(home: House) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in (home.reports / "m").glob("*.html")}


def links(home: House) -> dict[str, str]:
    """The page that each manager's digest leads to."""
    found = {}
    for path in home.mails:
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if str(mail["List-Id"]).startswith("<digest"):
            found.update(
                {
                    str(mail["To"]): name
                    for name in re.findall(rf"{BASE}/m/(\w+\.html)", mail.as_string().replace("=\n", ""))
                }
            )
    return found


def nights(home: House, number: int) -> None:
    for _ in range(number):
        home.auditor("run")
        home.now += timedelta(days=1)


def test_the_digest_leads_to_a_page_of_own_accounts_that_stays_where_it_is(served: House) -> None:
    nights(served, 1)
    first = set(pages(served))
    set_cell(served, "press_access", "no")
    nights(served, 2)

    page = links(served)[MILO]

    assert page in first
    assert set(pages(served)) == first
    text = pages(served)[page]
    mine = [r for r in rows(served) if r["manager_email"] == MILO]
    others = [r for r in rows(served) if r["manager_email"] != MILO]
    assert [r["id"] for r in mine] == ["library-x"]
    assert "press" in text.lower()
    assert not [r["id"] for r in others if re.search(rf"\b{r['id']}\b", text)]
    assert MILO not in text
    assert "index.html" not in text


def test_names_are_long_unlike_in_every_installation_and_told_nowhere_in_the_report(
    served: House, tmp_path: Path
) -> None:
    nights(served, 1)
    names = set(pages(served)) - {"index.html"}
    managers = {r["manager_email"] for r in rows(served)} - {""}

    assert len(names) == len(managers)
    assert all(re.fullmatch(r"[0-9a-f]{40}\.html", name) for name in names)
    for path in served.reports.rglob("*"):
        if path.is_file() and path.parent.name != "m":
            content = path.read_bytes()
            assert not [n for n in names if n.removesuffix(".html").encode() in content], path
    with house(tmp_path / "other") as other:
        other.config.write_text(served.config.read_text(encoding="utf-8"), encoding="utf-8")
        nights(other, 1)
        assert not names & set(pages(other))


def test_a_night_without_mails_leaves_the_pages_where_they_were(served: House) -> None:
    nights(served, 1)
    before = set(pages(served))
    served.auditor("run", "--no-mail")
    assert set(pages(served)) == before


def test_where_no_mail_could_lead_to_them_there_are_none(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        nights(home, 1)
        assert not (home.reports / "m").exists()
        home.set("[report]", f'[report]\nbase_url = "{BASE}"').set("[mail]", "[mail]\nmanagers = false")
        nights(home, 1)
        assert not (home.reports / "m").exists()
