"""File names are made of our own words: no id, handle, unit or run leads a file out of its folder."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from auditor.couriers.folder import FolderCourier
from reports import html
from reports.keys import account_key, unit_keys
from tests.hostile import corpora, poisoned
from tests.night.driving import house

TEXTS = list(dict.fromkeys((*corpora.IDS, *corpora.collected("gen-account-ids.json"), *corpora.collected("patt-traversal-exotic.txt")[::40], *corpora.collected("patt-traversal-deep.txt")[::40])))  # fmt: skip
PLAIN = re.compile(r"(?:(?:[aucd]|data)/)?[a-z0-9][a-z0-9.-]{0,90}\.(?:html|js|css)")


def test_every_file_of_a_report_has_a_plain_name_of_its_own() -> None:
    names = [name for name, _ in html.render(poisoned.view_of(poisoned.run_of(TEXTS, ids=True)))]
    assert not [n for n in names if not PLAIN.fullmatch(n)]
    assert len({n.casefold() for n in names}) == len(names)


def test_keys_of_different_accounts_and_units_differ_also_without_case() -> None:
    keys = [account_key(platform, text) for platform in ("x", "blog") for text in TEXTS]
    assert len(set(keys)) == len(keys)
    units = list(unit_keys(TEXTS).values())
    assert len(set(units)) == len(units)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", key) for key in keys + units)


@pytest.mark.parametrize("text", ["../../x", "/etc/x", "a\0b", "a/b", "..", "", "x" * 5_000])
def test_a_mail_file_is_named_by_a_digest(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    with FolderCourier(folder) as courier:
        courier.send(text, f"Message-ID: <{text}@x>\r\nSubject: x\r\n\r\nx".encode(), text)
    (file,) = folder.iterdir()
    assert re.fullmatch(r"[0-9a-f]{32}\.eml", file.name)
    assert list(tmp_path.iterdir()) == [folder]


def test_a_night_with_such_ids_writes_inside_its_folders_alone(tmp_path: Path) -> None:
    with house(tmp_path / "in" / "house") as home:
        path = home.folder / "register" / "accounts.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        usable = [t for t in {t.strip().casefold(): t.strip() for t in TEXTS}.values() if t and t.isprintable()][:60]
        rows += [
            dict.fromkeys(rows[0], "") | {"id": t, "platform": "linkedin", "handle": "x", "unit": t} for t in usable
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        before = {p for p in tmp_path.rglob("*") if not p.is_relative_to(home.folder)}

        said = home.auditor("run")

        assert said.code in {4, 11, 12, 13, 14}, said.err
        assert {p for p in tmp_path.rglob("*") if not p.is_relative_to(home.folder)} == before
        assert {p.name for p in home.folder.iterdir()} <= {"auditor.db", "auditor.db-shm", "auditor.db-wal", "auditor.lock", "brand", "config.toml", "env", "outbox", "register", "reports"}  # fmt: skip
        told = [a["id"] for a in home.run_json()["accounts"]]
        assert len(told) == len(set(told)) == len(rows)


@pytest.mark.parametrize(
    "text", ["../../etc/passwd", "/etc/passwd", "..", "2026-11-22T02-00-00Z/../../x", "%2e%2e", "a\0b", "*", "' OR 1=1"]
)
def test_a_run_asked_for_by_such_a_name_is_just_not_there(text: str, tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        assert home.auditor("run", "--no-mail").code == 0
        said = home.auditor("report", text, "--format", "json")
        assert said.code in {2, 3}
        assert "root:" not in said.out
