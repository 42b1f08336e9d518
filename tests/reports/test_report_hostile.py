"""Text that means harm stands in every field, and nothing of it comes alive anywhere."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import html5lib
import pytest

from auditor.model import Candidate, Evidence, Image, Link, Seen, Snapshot, Unreachable, Waiver
from reports import csv_table, html, mail, mail_alert, mail_manager, terminal
from reports.view import build

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></textarea></style><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}${7*7}",
    "=cmd|' /C calc'!A0",
    "[/x][link=https://evil.test]here[/link]",
    "\x1b[31mred\x1b]8;;https://evil.test\x07click\x1b]8;;\x07",
    "nul\x00 bell\x07 tab\x0b",
    "\u202eevil\u202c \u2066x\u2069",
    "zero\u200bwidth\u2060\ufeff\u00ad",
    "tags\U000e0041\U000e0042",
    "line\u2028sep\u2029end\r\nBcc: all@evil.test",
    "half \ud800 pair",
    "https://evil.test/?a=1&b=2 and http://xn--e1awd7f.com",
    "\u202e\u034f\u17b4\u17b5\u115f\u3164",
    "a" * 50_000,
]
_ACTIVE = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u2060\ufeff\u2028\u2029\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\U000e0000-\U000e007f]")


def _poisoned(run, text):
    """The run with the text in every field that a platform or a spreadsheet fills; shapes stay as they are."""
    results = []
    for result in run.results:
        account = replace(
            result.account, name=text, unit=f"{result.account.unit} {text}", url=text, purpose=text, manager_name=text, notes=text, handle=f"h{text[:60]}"
        )
        findings = tuple(
            replace(
                f,
                message=text,
                expected=text,
                remedy=text.replace("\r\n", " "),
                evidence=tuple(Evidence(e.field, text, text, None, ((0, 4),)) for e in f.evidence),
                waiver=f.waiver and Waiver(account_id="a", control=f.control, reason=text, approved_by=text, until=f.waiver.until),
            )
            for f in result.findings
        )
        sight = result.sight
        if isinstance(sight, Snapshot):
            sight = replace(
                sight, handle=Seen(text), name=Seen(text), bio=Seen(text), texts=Seen(((text, text),)), links=Seen((Link(text, text),)),
                image=Seen(Image(text, fingerprint=text[:16], sha256=text)), location=Seen(text), verified=Seen(text), native_id=text,
            )
        elif isinstance(sight, Unreachable):
            sight = replace(sight, message=text, remedy=text)
        results.append(replace(result, account=account, findings=findings, sight=sight))
    return replace(run, results=tuple(results), candidates=(Candidate("x", text, None, text, text),), selection=text)


def _views(sample, text):
    run, before = sample.run(8, worse=4.0), sample.run(8, night=1, worse=4.0)
    return build(
        _poisoned(run, text), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE, previous=_poisoned(before, text), trend=sample.trend(8)
    )


def _census(content):
    tree = html5lib.parse(content.decode("utf-8"))
    elements = Counter(e.tag for e in tree.iter() if isinstance(e.tag, str) and not e.tag.endswith(("}br", "}li", "}ol", "}p")))
    return elements, Counter(a for e in tree.iter() for a in e.attrib)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_pages_hold_the_same_elements_and_attributes_as_with_tame_text(sample, text):
    tame = [c for n, c in html.render(_views(sample, "Tame")) if n.endswith(".html")]
    hostile = {n: c for n, c in html.render(_views(sample, text)) if n.endswith(".html")}

    assert len(hostile) == len(tame)
    elements, attributes = Counter(), Counter()
    for content in hostile.values():
        found, given = _census(content)
        elements += found
        attributes += given
        assert not _ACTIVE.search(content.decode("utf-8"))
    expected, given = Counter(), Counter()
    for content in tame:
        one, other = _census(content)
        expected += one
        given += other
    assert elements == expected
    assert set(attributes) == set(given)
    assert not [a for a in attributes if a.startswith("on")]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_file_names_are_plain_words_whatever_the_register_holds(sample, text):
    for name, _ in html.render(_views(sample, text)):
        assert re.fullmatch(r"([aucd]|data)?/?[a-z0-9][a-z0-9.-]{0,90}\.(html|js|css)", name), name


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_mails_carry_no_markup_no_foreign_link_and_no_header_of_theirs(sample, text):
    view = _views(sample, text)
    mails = [
        mail.nightly(view),
        mail_manager.digest(view, [r.account_id for r in view.accounts]),
        mail_alert.hijack(
            view.office, account=text, incident=text, shifts=[mail_alert.Shift(text, text, text)], last_good=None, seen=sample.NOW, zone=sample.ZONE
        ),
    ]
    for one in mails:
        tree = html5lib.parse(one.html)
        tags = {e.tag.rpartition("}")[2] for e in tree.iter() if isinstance(e.tag, str)}
        assert not tags & {"script", "img", "svg", "a", "form", "link", "iframe"}
        assert "https://evil.test" not in one.text
        assert "evil.test" not in one.html.replace("evil[.]test", "")
        assert not _ACTIVE.search(one.text + one.html + one.subject)
        assert len(one.subject) <= 78
        raw = mail.compose(one, sender="a@b.example", recipient="c@d.example", message_id="<1@b.example>", date=sample.NOW)
        head = raw.split(b"\r\n\r\n")[0]
        assert b"\nBcc" not in head
        assert len(raw) < 200_000


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_terminal_gets_no_escape_and_no_wide_lines(sample, text):
    run = _poisoned(sample.run(4, worse=4.0), text)
    for result in run.results:
        for width in (60, 120):
            printed = terminal.verdict(result, sample.infos(), width=width, all=True, today=sample.NOW.date())
            assert not _ACTIVE.search(printed)
            assert max(len(line) for line in printed.splitlines()) <= width


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_cell_of_the_csv_starts_a_formula(sample, text):
    import csv
    import io

    table = csv_table.dumps(_poisoned(sample.run(2, worse=4.0), text)).decode("utf-8-sig")
    assert not _ACTIVE.search(table)
    for row in csv.reader(io.StringIO(table, newline="")):
        assert len(row) == len(csv_table.HEADER)
        assert not [cell for cell in row if cell.lstrip()[:1] in set("=+-@＝＋－＠")]
