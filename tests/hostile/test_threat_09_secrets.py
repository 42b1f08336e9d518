"""Sixty and more ways to fail, and no secret in anything that is left behind: streams, logs, database, report, mails."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import connectors._budget
from demo.ground import TOKENS
from tests.connectors.loopback import Asked, Loopback, Reply
from tests.hostile.canaries import Canary, canary, found
from tests.night.driving import House, Said, house

VARIABLES = {"X_BEARER_TOKEN": "x", "META_TOKEN": "meta", "YOUTUBE_API_KEY": "youtube", "MASTODON_TOKEN": "mastodon"}
PLATFORMS = ("x", "facebook", "youtube", "mastodon")
# Four failures a night, a different one on each platform: every fourth turn, and each fault has been seen once; all of them
# (make slow), and each platform has failed in every way.
FAULTS = (
    "expired", "unauthorized", "payment", "denied", "quota", "throttled=2", "throttled-no-reset", "throttled-absurd", "500",
    "503", "html", "no-error", "empty", "cut", "cut-json", "list", "null", "nan", "deep", "wrong-type", "reset", "gzip-bomb=30",
    "drop-ids", "null-rows", "missing-key", "redirect-loop", "loop-cursor", "extra-ids",
)  # fmt: skip


@dataclass
class Guarded:
    home: House
    canaries: list[Canary]

    def check(self, said: Said) -> None:
        assert found(self.canaries, self.home.folder, said.out, said.err) == []


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Guarded]:
    """A calm house whose tokens are canaries, that the stand-in accepts."""
    made = {name: canary() for name in VARIABLES}
    for name, platform in VARIABLES.items():
        monkeypatch.setitem(TOKENS, platform, made[name].value)
    monkeypatch.setattr(connectors._budget.Budget, "pause", lambda *_: None)
    with house(tmp_path / "house") as home:
        home.set("timeout_seconds = 10", "timeout_seconds = 2")
        instance = next(iter(home.estate.urls["mastodon"]))
        home.set(
            "# token_envs: none of these instances asks for one", f'token_envs = {{ "{instance}" = "MASTODON_TOKEN" }}'
        )
        home.extra = {name: one.value for name, one in made.items()}
        yield Guarded(home, list(made.values()))


def test_the_search_would_find_a_leak_in_each_encoding(tmp_path: Path) -> None:
    one = canary()
    for leak in (
        one.value,
        quote(one.value),
        base64.b64encode(f"a{one.value}".encode()).decode(),
        one.value[:20],
        one.left[::-1],
    ):
        assert found([one], tmp_path, f"token={leak}&x")
    (tmp_path / "log").write_bytes(b"\0" + base64.urlsafe_b64encode(one.value.encode()))
    assert found([one], tmp_path)
    assert not found([canary()], tmp_path, one.value)


def test_a_sound_night_leaves_no_secret_and_the_tokens_did_work(guarded: Guarded) -> None:
    said = guarded.home.auditor("run", "-v", "-v")
    guarded.check(said)
    assert {a["state"] for a in guarded.home.run_json()["accounts"]} == {"live"}


@pytest.mark.parametrize(
    "turn", [pytest.param(turn, marks=[pytest.mark.slow] if turn % 4 else []) for turn in range(len(FAULTS))]
)
def test_a_night_on_which_every_platform_fails_in_its_own_way(guarded: Guarded, turn: int) -> None:
    for step, platform in enumerate(PLATFORMS):
        name, _, argument = FAULTS[(turn + step * 7) % len(FAULTS)].partition("=")
        guarded.home.estate.fault(name, platform, argument=argument)
    guarded.check(guarded.home.auditor("run", "-v", "-v"))


@pytest.mark.parametrize(
    "command", [["doctor", "-v", "-v"], ["plan", "-v", "-v"], ["check", "library-bluesky", "-v", "-v", "--json"]]
)
def test_other_commands_on_a_bad_night(guarded: Guarded, command: list[str]) -> None:
    guarded.home.estate.fault("unauthorized")
    guarded.check(guarded.home.auditor(*command))


def _told(asked: Asked) -> str:
    """What was sent to us, tokens and all."""
    token = asked.headers.get("authorization", "").removeprefix("Bearer ") or asked.headers.get("x-goog-api-key", "")
    return token or "nothing"


def _leaky(form: str, status: int) -> Any:
    def script(asked: Asked) -> Reply:
        token = _told(asked)
        shown = {
            "plain": token,
            "quoted": quote(token, safe=""),
            "base64": base64.b64encode(token.encode("latin-1")).decode(),
            "shifted": base64.b64encode(f"x:{token}".encode("latin-1")).decode(),
        }[form]
        sentence = f"Invalid credential access_token={shown} for key={shown}."
        body = {
            "error": {
                "message": sentence,
                "type": shown,
                "code": 190,
                "error_user_msg": sentence,
                "fbtrace_id": shown,
                "errors": [{"reason": shown, "message": sentence, "domain": shown}],
            },
            "errors": [
                {
                    "title": sentence,
                    "detail": sentence,
                    "message": sentence,
                    "type": f"https://api.x.com/{shown}",
                    "value": shown,
                }
            ],
            "title": sentence,
            "detail": sentence,
            "status": status,
            "data": [{"id": "1", "username": shown, "name": sentence, "description": sentence, "about": sentence}],
            "items": [{"id": shown, "snippet": {"title": sentence, "description": sentence, "customUrl": shown}}],
        }
        headers = {
            "WWW-Authenticate": f'OAuth "{shown}"',
            "ETag": f'"{quote(shown)}"',
            "X-Request-Url": f"/?access_token={quote(shown)}",
        }
        if status == 302:
            headers["Location"] = f"/again?access_token={quote(shown, safe='')}"
        return Reply(body, status, headers)

    return script


@pytest.mark.parametrize(
    ("form", "status"),
    [
        *itertools.product(("plain", "shifted"), (200, 401)),
        ("base64", 200),
        ("quoted", 403),
        ("plain", 302),
        ("plain", 500),
    ],
)
def test_servers_that_repeat_the_token_they_were_sent(guarded: Guarded, form: str, status: int) -> None:
    home = guarded.home
    with Loopback(_leaky(form, status)) as server:
        for platform in ("x", "facebook", "youtube"):
            home.set(home.estate.urls[platform], server.url)
        said = home.auditor("run", "-v", "-v")
        assert any(c.value in str(a.headers) for a in server.asked for c in guarded.canaries), (
            "the server was sent no token at all"
        )
    guarded.check(said)


@pytest.mark.parametrize(
    ("module", "name"),
    [("auditor.judge", "judge"), ("connectors.x", "connect"), ("connectors.youtube", "connect"), ("auditor.cli._publish", "publish"),
     ("requests.adapters", "HTTPAdapter.send"), ("tweepy.Client", "get_users"), ("facebook.GraphAPI", "request"), ("json", "loads")],
)  # fmt: skip
def test_faults_of_our_own_and_of_libraries_that_hold_a_token_in_their_words(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    words = " ".join(f"https://api.example/?access_token={quote(c.value)} Bearer {c.value}" for c in guarded.canaries)

    def broken(*_: Any, **__: Any) -> Any:
        token = guarded.canaries[0].value  # a local variable, as in a library's frame
        raise RuntimeError(f"{words} {token}")

    guarded.home.auditor("plan")  # imports everything first
    monkeypatch.setattr(f"{module}.{name}", broken)
    said = guarded.home.auditor("run", "-v", "-v")
    guarded.check(said)


CONFIG_FAULTS = {
    "token in the file": ('token_env = "X_BEARER_TOKEN"', 'token = "{0}"'),
    "token for a variable": ('token_env = "X_BEARER_TOKEN"', 'token_env = "{0}"'),
    "token in base_url": (
        "[platforms.bluesky]\nbase_url = ",
        '[platforms.bluesky]\nbase_url = "http://u:{0}@127.0.0.1/"\nenabled = ',
    ),
    "not TOML": ("[network]", "[network]\nx = {0}"),
}


@pytest.mark.parametrize("fault", CONFIG_FAULTS)
def test_a_secret_pasted_into_the_config_file_is_told_without_its_value(guarded: Guarded, fault: str) -> None:
    one = canary()
    guarded.canaries.append(one)
    old, new = CONFIG_FAULTS[fault]
    guarded.home.set(old, new.format(one.value.replace('"', "")))
    said = guarded.home.auditor("run", "-v", "-v")
    assert said.code == 2
    assert not [t for t in (one.left, one.right) if t in said.out + said.err]


def test_secrets_from_files_mail_history_and_the_monitor(guarded: Guarded) -> None:
    home = guarded.home
    names = ("smtp", "ping", "history", "file")
    made = {name: canary() for name in names}
    guarded.canaries += made.values()
    secret = home.folder / "x.secret"
    secret.write_text(made["file"].value, encoding="utf-8")
    secret.chmod(0o600)
    home.set('token_env = "X_BEARER_TOKEN"', 'token_file = "x.secret"')
    home.set(
        'transport = "outbox"',
        'transport = "smtp"\nsmtp = { host = "127.0.0.1", port = 1, tls = "none", user = "u", password_env = "SMTP_PW" }',
    )
    home.append('[alerts]\nping_url_env = "PING"')
    home.extra |= {"SMTP_PW": made["smtp"].value, "PING": f"http://127.0.0.1:1/{quote(made['ping'].value, safe='')}"}
    guarded.check(home.auditor("run", "-v", "-v"))
    guarded.check(home.auditor("doctor", "-v", "-v", "--send-test", "a@example.ac.uk"))
    home.set('url = "sqlite:///auditor.db"', 'url_env = "DB"')
    home.extra |= {"DB": f"postgresql+psycopg://u:{quote(made['history'].value, safe='')}@127.0.0.1:1/x"}
    for command in ("run", "doctor", "history"):
        guarded.check(home.auditor(command, "-v", "-v"))
    secret.chmod(0o644)
    guarded.check(home.auditor("run", "-v", "-v"))


@pytest.mark.parametrize("bad", ["{0}\nsecond", "{0}\x00", "\x7f{0}", "{0}é", "{0}\u202e"])
def test_secrets_that_cannot_be_sent_are_refused_without_being_shown(guarded: Guarded, bad: str) -> None:
    if "\0" in bad:
        secret = guarded.home.folder / "x.secret"
        secret.write_text(bad.format(guarded.canaries[0].value), encoding="utf-8")
        secret.chmod(0o600)
        guarded.home.set('token_env = "X_BEARER_TOKEN"', 'token_file = "x.secret"')
    else:
        guarded.home.extra["X_BEARER_TOKEN"] = bad.format(guarded.canaries[0].value)
    said = guarded.home.auditor("run", "-v", "-v")
    guarded.check(said)
    assert "Traceback" not in said.err


def test_an_account_that_shows_a_token_of_ours_in_its_profile_is_stored_without_it(guarded: Guarded) -> None:
    guarded.home.estate.edit("library-bluesky", bio=f"Our key is {guarded.canaries[0].value}")
    guarded.check(guarded.home.auditor("run", "-v", "-v"))
