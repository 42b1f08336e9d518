"""The platforms the policy names, as data: names, former names, retired services, what each can ever show.

Sources: the platforms' own documentation as of November 2026, told platform by platform in docs/platforms/.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What is true of a platform whatever the account.

    `bio_limit` counts characters of the profile text (None = no practical limit). `shows` names the snapshot fields that
    its API can ever fill; a control whose field is not in it is `not_exposed` there even when the call failed.
    """

    name: str
    label: str
    audited: bool = False  # a connector exists
    bio_limit: int | None = None
    profile_url: str | None = None  # with {handle} or {native_id}
    shows: frozenset[str] = frozenset()
    handles: bool = True  # has handles in the sense of the naming rule
    never_posted_days: int = 30


_PROFILE = frozenset({"handle", "name", "bio", "links", "image", "created_at"})

PLATFORMS: dict[str, Platform] = {
    p.name: p
    for p in (
        Platform(
            name="x",
            label="X",
            audited=True,
            bio_limit=160,
            profile_url="https://x.com/{handle}",
            shows=_PROFILE
            | {
                "banner",
                "location",
                "verified",
                "followers",
                "following",
                "posts_count",
                "newest_post_at",
                "posts",
                "exchanges",
            },
        ),
        Platform(
            name="facebook",
            label="Facebook",
            audited=True,
            bio_limit=255,
            profile_url="https://www.facebook.com/{handle}",
            shows=_PROFILE - {"created_at"}
            | {"banner", "location", "verified", "followers", "newest_post_at", "posts", "exchanges", "security"},
        ),
        Platform(
            name="instagram",
            label="Instagram",
            audited=True,
            bio_limit=150,
            profile_url="https://www.instagram.com/{handle}",
            shows=_PROFILE - {"created_at"}
            | {"followers", "following", "posts_count", "newest_post_at", "posts", "exchanges", "security"},
        ),
        Platform(
            name="youtube",
            label="YouTube",
            audited=True,
            bio_limit=1000,
            profile_url="https://www.youtube.com/@{handle}",
            shows=_PROFILE - {"links"}
            | {"banner", "location", "followers", "posts_count", "newest_post_at", "posts", "films", "exchanges"},
        ),
        Platform(
            name="mastodon",
            label="Mastodon",
            audited=True,
            bio_limit=500,
            profile_url=None,
            shows=_PROFILE | {"banner", "verified", "followers", "following", "posts_count", "newest_post_at", "posts"},
        ),
        Platform(
            name="bluesky",
            label="Bluesky",
            audited=True,
            bio_limit=256,
            profile_url="https://bsky.app/profile/{handle}",
            shows=_PROFILE
            | {"banner", "verified", "followers", "following", "posts_count", "newest_post_at", "posts", "films"},
        ),
        Platform(
            name="blog",
            label="Blog",
            audited=True,
            handles=False,
            shows=frozenset({"handle", "name", "bio", "links", "newest_post_at", "posts"}),
            never_posted_days=90,
        ),
        Platform(
            name="wiki",
            label="Wiki",
            audited=True,
            handles=True,
            shows=frozenset({"handle", "name", "bio", "created_at", "posts_count", "newest_post_at", "posts"}),
            never_posted_days=90,
        ),
        Platform(name="threads", label="Threads", bio_limit=150, profile_url="https://www.threads.com/@{handle}"),
        Platform(
            name="linkedin", label="LinkedIn", bio_limit=2000, profile_url="https://www.linkedin.com/company/{handle}"
        ),
        Platform(name="tiktok", label="TikTok", bio_limit=80, profile_url="https://www.tiktok.com/@{handle}"),
        Platform(name="snapchat", label="Snapchat", bio_limit=150, profile_url="https://www.snapchat.com/add/{handle}"),
        Platform(name="flickr", label="Flickr", profile_url="https://www.flickr.com/people/{handle}"),
        Platform(name="viva-engage", label="Viva Engage", handles=False),
        Platform(name="weibo", label="Weibo", bio_limit=140, profile_url="https://weibo.com/{handle}"),
        Platform(name="wechat", label="WeChat", bio_limit=120),
        Platform(name="whatsapp", label="WhatsApp", bio_limit=139, handles=False),
        Platform(name="yahoo-messenger", label="Yahoo Messenger"),
        Platform(name="msn-messenger", label="MSN Messenger"),
        Platform(name="google-plus", label="Google+"),
        Platform(name="vine", label="Vine"),
        Platform(name="periscope", label="Periscope"),
    )
}

# Former and colloquial names -> canonical. Compared after folding case, spaces, underscores and hyphens.
ALIASES: dict[str, str] = {
    "twitter": "x",
    "xtwitter": "x",
    "x/twitter": "x",
    "fb": "facebook",
    "facebookpage": "facebook",
    "ig": "instagram",
    "insta": "instagram",
    "yt": "youtube",
    "yammer": "viva-engage",
    "engage": "viva-engage",
    "vivaengage": "viva-engage",
    "bsky": "bluesky",
    "tik-tok": "tiktok",
    "googleplus": "google-plus",
    "google+": "google-plus",
    "msn": "msn-messenger",
    "windowslivemessenger": "msn-messenger",
    "yahoo": "yahoo-messenger",
    "yahoomessenger": "yahoo-messenger",
    "msnmessenger": "msn-messenger",
    "sinaweibo": "weibo",
    "weixin": "wechat",
    "wordpress": "blog",
    "rss": "blog",
    "mediawiki": "wiki",
    "whatsappbusiness": "whatsapp",
}


@dataclass(frozen=True, slots=True)
class Retired:
    """A service that closed: the day, and what is said of it."""

    closed_on: date
    note: str


RETIRED: dict[str, Retired] = {
    "yahoo-messenger": Retired(date(2018, 7, 17), "Yahoo closed Messenger; Yahoo IDs live on and may still be reused."),
    "msn-messenger": Retired(date(2014, 10, 31), "Microsoft closed MSN/Windows Live Messenger (2013, in China 2014)."),
    "google-plus": Retired(date(2019, 4, 2), "Google closed Google+ and deleted its pages."),
    "vine": Retired(date(2017, 1, 17), "Twitter closed Vine."),
    "periscope": Retired(date(2021, 3, 31), "Twitter closed Periscope."),
}


def canonical(name: str) -> str | None:
    """The canonical name of a platform as somebody wrote it, or None if it is not known."""
    folded = "".join(name.casefold().split()).replace("_", "-")
    if folded in PLATFORMS:
        return folded
    return (
        ALIASES.get(folded)
        or ALIASES.get(folded.replace("-", ""))
        or next((p for p in PLATFORMS if p.replace("-", "") == folded.replace("-", "")), None)
    )
