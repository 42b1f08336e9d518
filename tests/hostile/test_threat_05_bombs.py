"""Small things that unpack to large ones cost little memory and little time, and end as words."""

from __future__ import annotations

import contextlib
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from auditor.marks import NotAPictureError, fingerprint
from tests.effort import within
from tests.hostile import corpora
from tests.hostile.memory import peak

MOST_MIB = 100
PICTURES = """
import sys
from pathlib import Path
from auditor.marks import fingerprint
from PIL import Image
Image.init()
# ---
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        fingerprint(path.read_bytes())
        print(path.name, 'read')
    except ValueError as error:
        print(path.name, 'refused:', error)
"""
FETCH = """
import gzip, sys, zlib
from tests.connectors.loopback import Loopback, Reply
from connectors._http import Budget, Door, Ledger
from auditor.errors import PlatformError
body = open(sys.argv[1], 'rb').read()
kinds = sys.argv[2:]
headers = {}
server = Loopback(lambda _: Reply(body, headers=headers))
server.__enter__()
door = Door('b', base_url=server.url, budget=Budget(timeout_seconds=20), ledger=Ledger())
# ---
for kind in kinds:
    headers['Content-Encoding'] = kind
    try:
        print(len(door.get('/x', source='x:users').body))
    except PlatformError as error:
        print('refused:', error.message)
door.close()
server.__exit__()
"""


def _png(width: int, height: int, *, real: bool) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"" if not real else zlib.compress(b"\0" * ((width * 3 + 1) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _pictures(folder: Path) -> None:
    made = {
        "too wide": _png(65535, 65535, real=False), "not there": _png(100, 100, real=False), "too many": _png(4000, 3001, real=True),
        "PNG": _png(4000, 3000, real=True), "html": b"<html><script>x</script></html>", "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "empty": b"", "tiff": b"II*\0" + b"\0" * 100, "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n(id) run\n",
    }  # fmt: skip
    for name, data in made.items():
        (folder / name).write_bytes(data)
    for kind in ("GIF", "WEBP", "JPEG"):
        Image.new("L", (4000, 3000)).save(folder / kind, kind, method=0)
    Image.new("P", (4000, 3000)).save(folder / "palette", "PNG", transparency=0)


def test_pictures_cost_little_memory_whatever_they_claim_to_be(tmp_path: Path) -> None:
    _pictures(tmp_path)
    mib, said = peak(PICTURES, str(tmp_path))
    assert mib <= MOST_MIB, said
    assert {line.split()[0] for line in said.splitlines() if line.endswith(" read")} == {
        "PNG",
        "GIF",
        "WEBP",
        "JPEG",
        "palette",
    }
    assert "12 million pixels" in said


@corpora.needs_collection
@pytest.mark.parametrize(
    "name", sorted(p.name for p in corpora.FOLDER.glob("*") if p.suffix in {".png", ".jpg", ".gif", ".svg"})
)
def test_collected_pictures_are_refused_or_read_in_time(name: str) -> None:
    with within(1), contextlib.suppress(NotAPictureError):
        assert len(fingerprint(corpora.content(name))) == 16


def test_a_packed_answer_costs_no_more_than_an_honest_one(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb"
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb.write_bytes(b"".join([*(packer.compress(b" " * 2**20) for _ in range(200)), packer.flush()]))
    kinds = ("gzip", "gzip, gzip", "deflate", "br", "zstd", "x-gzip", "GZIP", "identity, gzip")
    mib, said = peak(FETCH, str(bomb), *kinds)
    assert mib <= MOST_MIB
    assert said.count("refused") == len(kinds)


@corpora.needs_collection
@pytest.mark.parametrize("name", ["gen-bomb-1GiB.gz", "gen-bomb-1GiB-twice.gz.gz"])
def test_collected_bombs_are_refused(name: str) -> None:
    mib, said = peak(FETCH, str(corpora.FOLDER / name), "gzip")
    assert mib <= MOST_MIB
    assert said.startswith("refused") or int(said) < 2 * 2**20  # unpacked once, as asked: the inner bomb stays packed


def test_a_workbook_bomb_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    book = tmp_path / "register.xlsx"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<c>" + "x" * 300_000_000)
    code = (
        "import sys\nfrom pathlib import Path\nfrom auditor.register._workbook import Workbook\nimport python_calamine\n"
        "data = Path(sys.argv[1]).read_bytes()\n# ---\n"
        "try:\n    Workbook('r', data)\nexcept Exception as error:\n    print('refused:', error)\n"
    )
    mib, said = peak(code, str(book))
    assert said.startswith("refused")
    assert mib <= MOST_MIB


def test_a_json_bomb_costs_little(tmp_path: Path) -> None:
    for number, body in enumerate(
        (b"[" * 5_000_000, b'{"a":' * 2_000_000, b'"' + b"\\u0000" * 1_000_000 + b'"', b"[" + b"1," * 3_000_000 + b"1]")
    ):
        (tmp_path / str(number)).write_bytes(body)
    code = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from connectors._answer import Answer
from auditor.errors import PlatformError
bodies = [p.read_bytes() for p in sorted(Path(sys.argv[1]).iterdir())]
# ---
for body in bodies:
    try:
        print(type(Answer(status=200, headers={}, body=body, url='', at=datetime.now(UTC)).json()).__name__)
    except PlatformError as error:
        print('refused:', error.message)
"""
    mib, said = peak(code, str(tmp_path))
    assert said.count("refused") == 2
    assert mib <= MOST_MIB
