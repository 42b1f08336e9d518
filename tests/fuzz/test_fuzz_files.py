"""Files that people hand in: whatever the bytes, there is a result or a problem told in words, and in time."""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from hypothesis import strategies as st

from auditor.config import load
from auditor.config.sections import Register as RegisterTable
from auditor.errors import UsageError
from auditor.marks import NotAPictureError, fingerprint
from auditor.model import Register
from auditor.register import read
from tests.effort import within
from tests.fuzz.running import fuzzed, outcome, spoiled

ROOT = Path(__file__).resolve().parents[2]
CSV = (
    b"id,platform,handle,unit,owner_email,opened_on,central,status,deputies,posting_days\r\n"
    b'lib-x,x,livunilib,Library,a@b.example,2019-05-01,no,live,"c@d.example; e@f.example",14\r\n'
    b"blog,blog,https://b.example/,Press,,01/02/2020,yes,paused,,\r\n"
    b'm,mastodon,lib@social.example,"Line\nbreak",,,,closed,,x\r\n'
)
ROWS = [line.split(",") for line in CSV.decode().splitlines()[:3]]


def _registered(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        table = RegisterTable(register_=name) if name.endswith("xlsx") else RegisterTable(accounts=name)
        with within(0.6):
            register, problems = read(table, Path(folder))
    assert isinstance(register, Register)
    assert len({a.id for a in register.accounts}) == len(register.accounts) or any(p.stops for p in problems)
    for problem in problems:
        assert problem.message
        assert problem.remedy
        assert len(str(problem)) < 3000


@fuzzed(
    spoiled(CSV, CSV.replace(b",", b";"), CSV.decode().encode("utf-16"), b"\xef\xbb\xbf" + CSV)
    | st.binary(max_size=400)
)
def test_a_register_as_csv(data: bytes) -> None:
    _registered("accounts.csv", data)


@cache
def _book() -> dict[str, bytes]:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Accounts")
        for number, row in enumerate(ROWS):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
        sheet.write_formula(1, 9, "=1+1", None, 14)
        sheet.merge_range(4, 0, 5, 1, "merged")
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@st.composite
def _books(draw: st.DrawFn) -> bytes:
    """A workbook with one part spoiled, or with its own bytes spoiled."""
    parts = _book()
    hurt = draw(st.sampled_from(sorted(parts)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name != hurt or draw(st.integers(0, 9)):
                archive.writestr(name, draw(spoiled(data)) if name == hurt else data)
    whole = stream.getvalue()
    return draw(spoiled(whole)) if draw(st.integers(0, 3)) == 0 else whole


@fuzzed(_books())
def test_a_register_as_workbook(data: bytes) -> None:
    _registered("register.xlsx", data)


def _configs() -> st.SearchStrategy[bytes]:
    return spoiled(
        (ROOT / "config.toml").read_bytes(),
        b'[organisation]\nname = "U"\n[register]\naccounts = "a.csv"\n[controls.posted-recently]\nmax_days = 1\n',
    )


@fuzzed(_configs() | st.binary(max_size=200))
def test_a_config(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_bytes(data)
        with within(0.6):
            told: Any = outcome(lambda: load(path, {}), UsageError)
    if isinstance(told, UsageError):
        assert told.message
        assert len(told.message) + sum(len(str(p)) for p in getattr(told, "problems", ())) < 200_000
    else:
        assert told.organisation.name


def _png() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGBA", (40, 30), (20, 30, 200, 128)).save(stream, "PNG")
    return stream.getvalue()


def _others() -> list[bytes]:
    from PIL import Image

    made = []
    for kind in ("GIF", "JPEG", "WEBP"):
        stream = io.BytesIO()
        Image.new("L", (40, 30), 99).save(stream, kind)
        made.append(stream.getvalue())
    return made


@fuzzed(spoiled(_png(), *_others()))
def test_a_picture(data: bytes) -> None:
    with within(0.4):
        told = outcome(lambda: fingerprint(data), NotAPictureError)
    assert str(told) if isinstance(told, Exception) else len(told) == 16
