"""Compiled templates are kept beside their sources and never trusted beyond them."""

from __future__ import annotations

import sys

import pytest
from jinja2 import Environment, FileSystemLoader

from reports.compiled import Compiled


@pytest.fixture
def said(tmp_path, monkeypatch):
    """Render the one template of a folder in a fresh environment."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def render() -> str:
        made = Environment(loader=FileSystemLoader(tmp_path), autoescape=True, bytecode_cache=Compiled(tmp_path, "pages"))
        return made.get_template("page.html").render(name="<b>")

    return render


def test_a_template_is_compiled_once_and_reads_the_same(said, tmp_path):
    (tmp_path / "page.html").write_text("Hello {{ name }}")
    assert said() == "Hello &lt;b&gt;"
    (kept,) = (tmp_path / "__pycache__").iterdir()
    before = kept.stat().st_mtime_ns
    assert said() == "Hello &lt;b&gt;"
    assert kept.stat().st_mtime_ns == before


def test_a_changed_template_is_compiled_again(said, tmp_path):
    (tmp_path / "page.html").write_text("Hello {{ name }}")
    said()
    (tmp_path / "page.html").write_text("Bye {{ name }}")
    assert said() == "Bye &lt;b&gt;"


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x00" * 200])
def test_what_is_damaged_is_compiled_again(said, tmp_path, content):
    (tmp_path / "page.html").write_text("Hello {{ name }}")
    said()
    (kept,) = (tmp_path / "__pycache__").iterdir()
    kept.write_bytes(content)
    assert said() == "Hello &lt;b&gt;"


def test_a_cut_off_file_is_compiled_again(said, tmp_path):
    (tmp_path / "page.html").write_text("Hello {{ name }}")
    said()
    (kept,) = (tmp_path / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:-20])
    assert said() == "Hello &lt;b&gt;"


def test_a_folder_that_cannot_be_written_to_is_no_fault(said, tmp_path):
    (tmp_path / "page.html").write_text("Hello {{ name }}")
    (tmp_path / "__pycache__").write_text("a file where a folder should be")
    assert said() == "Hello &lt;b&gt;"


def test_nothing_is_kept_where_python_may_keep_nothing(said, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "page.html").write_text("Hello {{ name }}")
    assert said() == "Hello &lt;b&gt;"
    assert not (tmp_path / "__pycache__").exists()
