"""Secrets by reference: variables, files of mode 600, systemd credentials; never a value, never in an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.config import Settings, load
from auditor.errors import ProblemsError, UsageError

HEAD = '[organisation]\nname = "U"\n'
CANARY = "canary-8f3a1c-value"


def loaded(folder: Path, text: str, env: dict[str, str] | None = None) -> Settings:
    (folder / "config.toml").write_text(HEAD + text)
    return load(folder / "config.toml", env or {})


def refused(folder: Path, text: str, env: dict[str, str] | None = None) -> str:
    with pytest.raises(ProblemsError) as caught:
        loaded(folder, text, env)
    return " ".join(str(p) for p in caught.value.problems)


def reveal(setup: dict[str, Any] | None) -> dict[str, object]:
    assert setup is not None
    return {
        name: {k: v.reveal() for k, v in secret.items()} if isinstance(secret, dict) else secret.reveal()
        for name, secret in setup["secrets"].items()
    }


def secret_file(folder: Path, name: str = "token", mode: int = 0o600) -> Path:
    path = folder / name
    path.write_text(CANARY + "\n")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        (f"[platforms.x]\ntoken = '{CANARY}'\n", "token_env"),
        (f"[platforms.x]\nbearer_token = '{CANARY}'\n", "token_env"),
        (f"[platforms.youtube]\nkey = '{CANARY}'\n", "key_env"),
        (f"[mail]\nsmtp = {{ password = '{CANARY}' }}\n", "password_env"),
        (f"[mail.graph]\nclient_secret = '{CANARY}'\n", "client_secret_env"),
        (f"[alerts]\nping_url = '{CANARY}'\n", "ping_url_env"),
        (f"[platforms.x]\ntoken_env = '{CANARY}'\n", "variable"),
        (f"[platforms.mastodon]\ntoken_envs = {{ 'a.uk' = '{CANARY}' }}\n", "variable"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, text: str, suggestion: str) -> None:
    told = refused(tmp_path, text)

    assert suggestion in told
    assert CANARY not in told


def test_a_variable_gives_the_secret_and_the_options(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "[platforms.x]\ntoken_env = 'T'\n")

    setup = settings.setup("x", {"T": f" {CANARY}\n"})

    assert reveal(setup) == {"token": CANARY}
    assert setup is not None
    assert setup["options"] == {
        "enabled": True, "base_url": "https://api.x.com", "vocabulary": "tweet", "timelines": False, "max_usd_per_run": 5.0,
    }  # fmt: skip
    assert CANARY not in repr(setup)


@pytest.mark.parametrize(
    ("text", "env"),
    [
        ("", {"T": CANARY}),
        ("[platforms.x]\ntoken_env = 'T'\n", {}),
        ("[platforms.x]\ntoken_env = 'T'\n", {"T": "  "}),
        ("[platforms.x]\ntoken_env = ''\n", {"T": CANARY}),
        ("[platforms.x]\nenabled = false\ntoken_env = 'T'\n", {"T": CANARY}),
    ],
)
def test_without_table_or_value_there_is_no_credential(tmp_path: Path, text: str, env: dict[str, str]) -> None:
    assert loaded(tmp_path, text).setup("x", env) is None


@pytest.mark.parametrize("platform", ["mastodon", "bluesky", "blog", "wiki"])
def test_public_platforms_need_no_table_but_can_be_switched_off(tmp_path: Path, platform: str) -> None:
    assert loaded(tmp_path, "").setup(platform, {}) is not None
    assert loaded(tmp_path, f"[platforms.{platform}]\nenabled = false\n").setup(platform, {}) is None


@pytest.mark.parametrize("platform", ["linkedin", "wechat", "vine"])
def test_platforms_without_connector_have_no_credential(tmp_path: Path, platform: str) -> None:
    assert loaded(tmp_path, "").setup(platform, {}) is None


def test_instagram_goes_through_facebook(tmp_path: Path) -> None:
    facebook = "[platforms.facebook]\nbusiness_id = '500'\ntoken_env = 'T'\n"
    env = {"T": CANARY, "I": "another-token"}

    alone = loaded(tmp_path, facebook).setup("instagram", env)
    own = loaded(tmp_path, facebook + "[platforms.instagram]\nbase_url = 'http://127.0.0.1:1'\n").setup(
        "instagram", env
    )
    other = loaded(tmp_path, facebook + "[platforms.instagram]\ntoken_env = 'I'\n").setup("instagram", env)
    off = loaded(tmp_path, facebook + "[platforms.instagram]\nenabled = false\n")

    assert alone is not None
    assert own is not None
    assert alone["options"]["business_id"] == own["options"]["business_id"] == "500"
    assert own["options"]["base_url"] == "http://127.0.0.1:1"
    assert reveal(own) == {"token": CANARY}
    assert reveal(other) == {"token": "another-token"}
    assert off.setup("instagram", env) is None
    assert off.setup("facebook", env) is not None


def test_instances_may_have_tokens_of_their_own(tmp_path: Path) -> None:
    secret_file(tmp_path)
    settings = loaded(
        tmp_path,
        "[platforms.mastodon]\ntoken_envs = { 'a.uk' = 'A', 'b.uk' = 'B' }\ntoken_files = { 'c.uk' = 'token' }\n",
    )

    assert reveal(settings.setup("mastodon", {"A": "token-of-a"})) == {"tokens": {"a.uk": "token-of-a", "c.uk": CANARY}}


def test_a_file_of_mode_600_gives_the_secret(tmp_path: Path) -> None:
    secret_file(tmp_path)

    assert reveal(loaded(tmp_path, "[platforms.x]\ntoken_file = 'token'\n").setup("x", {})) == {"token": CANARY}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_a_file_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    secret_file(tmp_path, mode=mode)

    told = refused(tmp_path, "[mail]\nsmtp = { password_file = 'token' }\n")

    assert "chmod 600" in told
    assert CANARY not in told


def test_a_systemd_credential_is_found_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    secret_file(folder, "x-token", mode=0o440)
    env = {"CREDENTIALS_DIRECTORY": str(folder)}

    settings = loaded(tmp_path, "[platforms.x]\ntoken_file = 'x-token'\n", env)

    assert reveal(settings.setup("x", env)) == {"token": CANARY}


def test_a_file_that_is_not_there_is_told_when_it_is_needed(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "[platforms.x]\ntoken_file = 'x-token'\n")

    with pytest.raises(UsageError, match="x-token") as caught:
        settings.setup("x", {})

    assert "600" in caught.value.hint


def test_a_secret_of_several_lines_is_refused_without_showing_it(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "[platforms.x]\ntoken_env = 'T'\n")

    with pytest.raises(UsageError) as caught:
        settings.setup("x", {"T": f"{CANARY}\r\nX-Header: 1"})

    assert CANARY not in str(caught.value)


def test_variable_and_file_together_are_refused(tmp_path: Path) -> None:
    assert "both" in refused(tmp_path, "[platforms.x]\ntoken_env = 'T'\ntoken_file = 'token'\n")


def test_the_other_secrets(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        "[mail]\nsmtp = { password_env = 'P' }\ngraph = { client_secret_env = 'G' }\n[alerts]\nping_url_env = 'U'\n"
        "[history]\nurl_env = 'D'\n",
    )
    env = {
        "P": "word-of-mail",
        "G": "word-of-graph",
        "U": "https://ping.example/abc",
        "D": "postgresql+psycopg://a:b-word@h/d",
    }

    assert str(settings.mail_password(env)) == "[secret]"
    assert [s.reveal() for s in (settings.mail_password(env), settings.graph_secret(env), settings.ping_url(env)) if s] == [
        "word-of-mail", "word-of-graph", "https://ping.example/abc",
    ]  # fmt: skip
    assert settings.database_url(env) == "postgresql+psycopg://a:b-word@h/d"
    assert settings.mail_password({}) is settings.ping_url({}) is None
