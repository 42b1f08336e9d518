"""The `[platforms.<name>]` tables: what each platform can be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.config._kinds import SWITCH, TEXT, VARIABLE, WEB, MapOf, choice, key, number, text

_TOKEN_ENV = "variable with the token"  # noqa: S105 - a description
_TOKEN_FILE = "file (mode 600) or systemd credential with the token"  # noqa: S105 - a description
_BASE_URL = "where the API is asked: for a proxy, a self-hosted instance or a stand-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformTable:
    """What every platform understands."""

    enabled: bool = key(SWITCH, "false = not asked, told as without credential", default=True)
    base_url: str | None = key(WEB, _BASE_URL, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class X(PlatformTable):
    """X: an app's bearer token, and what may be spent."""

    base_url: str | None = key(WEB, _BASE_URL, "https://api.x.com")
    token_env: str = key(VARIABLE, _TOKEN_ENV, "")
    token_file: str = key(TEXT, _TOKEN_FILE, "")
    vocabulary: str = key(choice("tweet", "post"), "what to ask with; both are understood", "tweet")
    timelines: bool = key(SWITCH, "fetch timelines; costs money for every post", default=False)
    max_usd_per_run: float = key(number(1_000_000, zero=True), "no more is spent in one run", 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta(PlatformTable):
    """Facebook, and Instagram through it: a system user's token of the business."""

    base_url: str | None = key(WEB, _BASE_URL, "https://graph.facebook.com")
    business_id: str = key(TEXT, "the business's number, in quotes", "")
    token_env: str = key(VARIABLE, _TOKEN_ENV, "")
    token_file: str = key(TEXT, _TOKEN_FILE, "")
    app_secret_env: str = key(VARIABLE, "variable with the app's secret, which signs every call", "")
    app_secret_file: str = key(TEXT, "file (mode 600) or systemd credential with the app's secret", "")
    api_version: str = key(
        text(r"v\d{1,3}\.\d{1,2}", "is no version", 'Write it like "v26.0".'), "version asked", "v26.0"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class YouTube(PlatformTable):
    """YouTube: a project's API key."""

    base_url: str | None = key(WEB, _BASE_URL, "https://youtube.googleapis.com")
    key_env: str = key(VARIABLE, "variable with the API key", "")
    key_file: str = key(TEXT, "file (mode 600) or systemd credential with the API key", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bluesky(PlatformTable):
    """Bluesky's public view; no credential."""

    base_url: str | None = key(WEB, _BASE_URL, "https://public.api.bsky.app")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites(PlatformTable):
    """Blogs and wikis: many hosts, no credential."""

    base_urls: Mapping[str, str] = key(MapOf(WEB), "host -> where it is asked instead", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastodon(Sites):
    """Mastodon: many instances, some of which want a token."""

    token_envs: Mapping[str, str] = key(MapOf(VARIABLE), "instance -> variable with a token", {})
    token_files: Mapping[str, str] = key(MapOf(TEXT), "instance -> file or systemd credential with a token", {})


TABLES: dict[str, type[PlatformTable]] = {
    "x": X,
    "facebook": Meta,
    "instagram": Meta,
    "youtube": YouTube,
    "bluesky": Bluesky,
    "mastodon": Mastodon,
    "blog": Sites,
    "wiki": Sites,
}

# The secret without which a platform cannot be asked; platforms not named here need none.
NEEDS: dict[str, str] = {"x": "token", "facebook": "token", "instagram": "token", "youtube": "key"}


def table_of(platform: str) -> type[PlatformTable]:
    """The class of a platform's table."""
    return TABLES.get(platform, PlatformTable)
