"""Takes the pictures of the documentation: the made-up estate's second night, at a fixed moment, in Debian's Chromium.

Run it with `make pictures`. The moment and the window are fixed; what still differs from machine to machine are its fonts.
"""

from __future__ import annotations

import email
import email.policy
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
NIGHTS = (("2026-11-22T02:10:00+00:00", ()), ("2026-11-23T02:10:00+00:00", ("--advance", "hijack")))
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync", "--hide-scrollbars"]
MOST = 300_000  # bytes of one picture
SHOTS = (  # picture, page, width, height, colours
    ("report", "index.html", 1280, 1000, "light"),
    ("report-phone", "index.html", 360, 780, "dark"),
    ("account", "a/x-library-x.html", 1280, 1100, "light"),
    ("mail", "mail.html", 720, 1000, "light"),
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        estate = Path(folder)
        for now, more in NIGHTS:
            _live(estate, now, more)
        _mail(estate)
        _take(estate / "reports")
    return 0


def _live(estate: Path, now: str, more: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "demo", "night", "--world", "rough-week", "--now", now, *more, "--directory", str(estate)]
    run = ["--", sys.executable, "-m", "auditor", "run", "--exit-zero"]
    subprocess.run([*command, *run], cwd=ROOT, env=os.environ | {"AUDITOR_NOW": now}, check=True)


def _mail(estate: Path) -> None:
    """The team's mail of the second night, beside the report so that it is taken like a page."""
    found = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in sorted((estate / "outbox").glob("*.eml"))]
    one = next(m for m in found if m["Subject"].startswith("Account audit 23 Nov"))
    (estate / "reports" / "mail.html").write_text(one.get_body(("html",)).get_content(), "utf-8")


def _take(report: Path) -> None:
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, page_name, width, height, colours in SHOTS:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=colours)
            page = context.new_page()
            page.clock.install(time="2026-11-23T08:00:00Z")
            page.goto((report / page_name).as_uri())
            size = _save(page.screenshot(), PICTURES / f"{name}.png")
            print(f"docs/pictures/{name}.png: {size:,} bytes")
            context.close()
        browser.close()


def _save(picture: bytes, target: Path) -> int:
    """As PNG with a palette of 256 colours."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    if len(out.getvalue()) > MOST:
        raise SystemExit(f"{target.name} is too large: {len(out.getvalue()):,} bytes")
    target.write_bytes(out.getvalue())
    return len(out.getvalue())


if __name__ == "__main__":
    sys.exit(main())
