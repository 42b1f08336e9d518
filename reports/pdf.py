"""The board copy as PDF, printed by the Chromium of this machine where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from auditor.errors import UsageError

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_SECONDS = 120
_FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-extensions", "--disable-default-apps", "--no-default-browser-check",
    "--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf",
)  # fmt: skip


def dumps(page: Path) -> bytes:
    """Print one page of a report that stands in a folder. Raises UsageError where no browser is found or it fails."""
    browser = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if browser is None:
        raise UsageError(
            "A PDF needs Chromium, and none was found.",
            "Install it (Debian: apt install chromium), or open print.html in a browser and print it to PDF.",
        )
    with tempfile.TemporaryDirectory(prefix="auditor-pdf-") as folder:
        target = Path(folder) / "board.pdf"
        _run([browser, *_FLAGS, *_sandbox(), f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", page.resolve().as_uri()])
        if not target.is_file() or target.stat().st_size == 0:
            raise UsageError("Chromium wrote no PDF.", "Open print.html in a browser and print it to PDF.")
        return target.read_bytes()


def _sandbox() -> tuple[str, ...]:
    """Chromium refuses to start its sandbox as root; the page is ours, without script of others and without network."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - a fixed command, our own file
    except (OSError, subprocess.SubprocessError) as error:
        raise UsageError(
            f"Chromium could not print the page ({type(error).__name__}).", "Open print.html in a browser and print it to PDF."
        ) from error
