"""The documentation as data: its pages, blocks, commands and links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "demo/README.md")),
    *(ROOT / "docs").rglob("*.md"),
])  # fmt: skip
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^    (python -m demo .*)$", re.MULTILINE)
_INLINE = re.compile(r"`(auditor [^`]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block of one page."""

    page: Path
    language: str
    text: str


@dataclass(frozen=True)
class Command:
    """A command line that a page shows."""

    page: Path
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}: {shlex.join(self.words)}"


def blocks(*languages: str) -> Iterator[Block]:
    """All fenced blocks in these languages."""
    for page in PAGES:
        for indent, language, text in _FENCE.findall(page.read_text(encoding="utf-8")):
            if language in languages:
                yield Block(page, language, re.sub(rf"^{indent}", "", text, flags=re.MULTILINE))


def commands() -> list[Command]:
    """Every command line in a shell block, and those of the stand-in's page."""
    found = []
    for block in blocks("sh", "bash", "shell", "console"):
        lines = block.text.replace("\\\n", " ").splitlines()
        found += [Command(block.page, tuple(words)) for line in lines if (words := shlex.split(line, comments=True))]
    for page in PAGES:
        for line in _INDENTED.findall(page.read_text(encoding="utf-8")):
            found.append(Command(page, tuple(shlex.split(line, comments=True))))
    return list(dict.fromkeys(found))


def mentions() -> list[Command]:
    """Every `auditor ...` in running text."""
    found = []
    for page in PAGES:
        if "decisions" not in page.parts and page.name != "CHANGELOG.md":
            found += [
                Command(page, tuple(text.replace("\\|", "|").split()))
                for text in _INLINE.findall(page.read_text("utf-8"))
            ]
    return list(dict.fromkeys(found))


def links() -> Iterator[tuple[Path, str]]:
    """Every link that stays inside the project."""
    for page in PAGES:
        text = _FENCE.sub("", page.read_text(encoding="utf-8"))
        for target in _LINK.findall(text):
            if not re.match(r"[a-z]+:", target):
                yield page, target


def anchors(page: Path) -> set[str]:
    """The names that headings of a page can be linked by."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.replace("`", "").lower()).replace(" ", "-") for h in heads}
