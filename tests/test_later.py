"""Parts of libraries that wait until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def _said(code: str) -> list[str]:
    """What a fresh interpreter prints after the postponement."""
    start = "import sys\nfrom auditor.later import postpone\npostpone()\npostpone()\n"
    done = subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.splitlines()


def test_google_s_client_loads_neither_cryptography_nor_a_grammar_nor_an_event_loop() -> None:
    code = "import googleapiclient.discovery\nprint([m for m in ('cryptography', 'pyparsing', 'asyncio.events') if m in sys.modules])"
    assert _said(code) == ["[]"]


def test_the_history_loads_no_event_loop() -> None:
    code = "import auditor.history\nprint([m for m in ('greenlet', 'asyncio.events') if m in sys.modules])"
    assert _said(code) == ["[]"]


def test_one_country_s_holidays_do_not_load_all_countries() -> None:
    code = (
        "import holidays\n"
        "days = holidays.country_holidays('GB', subdiv='ENG', years=2026)\n"
        "print(len(days), sum(m.startswith('holidays.countries.') for m in sys.modules) < 5)"
    )
    assert _said(code)[0].endswith("True")
    assert int(_said(code)[0].split()[0]) >= 8


def test_what_waits_is_whole_once_it_is_used() -> None:
    code = (
        "import requests\n"
        "print('charset_normalizer.cd' in sys.modules)\n"
        "print(requests.compat.chardet.detect('Grüße aus Köln, schöne Bücher'.encode('utf-8'))['encoding'])\n"
        "from holidays.countries import Germany\n"
        "import asyncio\n"
        "async def seven(): return 7\n"
        "print(Germany.__name__, asyncio.run(seven()))"
    )
    assert _said(code) == ["False", "utf-8", "Germany 7"]


def test_the_program_starts_with_the_postponement() -> None:
    code = (
        "import auditor.__main__ as program\n"
        "import auditor.cli\n"
        "auditor.cli.entry = lambda: 0\n"
        "try:\n    program.main()\nexcept SystemExit as end:\n    print(end.code)\n"
        "import requests\nprint('charset_normalizer.cd' in sys.modules)"
    )
    assert _said(code) == ["0", "False"]
