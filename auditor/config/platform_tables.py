"""The `[platforms.<name>]` tables: what each platform can be told."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from auditor.config._types import Section, Variable, Web
from auditor.platforms import PLATFORMS


class PlatformTable(Section):
    """What every platform understands."""

    enabled: bool = True
    base_url: Web | None = None


class X(PlatformTable):
    """X: an app's bearer token, and what may be spent."""

    token_env: Variable = ""
    token_file: str = ""
    base_url: Web | None = "https://api.x.com"
    vocabulary: Literal["tweet", "post"] = "tweet"
    timelines: bool = False
    max_usd_per_run: float = Field(default=5.0, ge=0, allow_inf_nan=False)


class Meta(PlatformTable):
    """Facebook, and Instagram through it: a system user's token of the business."""

    business_id: str = ""
    token_env: Variable = ""
    token_file: str = ""
    app_secret_env: Variable = ""
    app_secret_file: str = ""
    base_url: Web | None = "https://graph.facebook.com"
    api_version: str = Field(default="v26.0", pattern=r"^v\d{1,3}\.\d{1,2}$")


class YouTube(PlatformTable):
    """YouTube: a project's API key."""

    key_env: Variable = ""
    key_file: str = ""
    base_url: Web | None = "https://youtube.googleapis.com"


class Bluesky(PlatformTable):
    """Bluesky's public view; no credential."""

    base_url: Web | None = "https://public.api.bsky.app"


class Sites(PlatformTable):
    """Platforms of many hosts; an override of the address per host."""

    base_urls: dict[str, Web] = Field(default_factory=dict)


class Mastodon(Sites):
    """Mastodon: instances may want a token."""

    token_envs: dict[str, Variable] = Field(default_factory=dict)
    token_files: dict[str, str] = Field(default_factory=dict)


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


def audited(platform: str) -> bool:
    """Whether a connector exists."""
    return PLATFORMS[platform].audited
