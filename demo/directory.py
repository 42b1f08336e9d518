"""Writes what the auditor needs to audit a world: register, config, tokens, the approved mark."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from demo.ground import BUSINESS, TOKENS
from demo.images import picture
from demo.world import World

COLUMNS = {
    "accounts": ["id", "platform", "handle", "native_id", "url", "name", "unit", "purpose", "audience", "hours", "owner_name", "owner_email", "manager_name", "manager_email", "deputies", "central", "status", "opened_on", "activity_plan", "password_changed_on", "password_store", "press_access", "two_factor", "two_factor_on", "two_factor_by", "safeguards_on", "access_reviewed_on", "posting_days", "posts_checked_on", "transcripts_on", "live_titles", "notes"],
    "access": ["account_id", "person", "email", "role", "kind", "granted_on", "ends_on", "ended_on"],
    "waivers": ["account_id", "control", "reason", "approved_by", "until"],
    "changes": ["account_id", "field", "from", "until", "value", "announced_by"],
}


def environment(world: World) -> dict[str, str]:
    """The variables that the config names, with the tokens that the servers accept."""
    found = {"X_BEARER_TOKEN": TOKENS["x"], "META_TOKEN": TOKENS["meta"], "YOUTUBE_API_KEY": TOKENS["youtube"]}
    if world.options.get("mastodon.closed"):
        found["MASTODON_TOKEN"] = TOKENS["mastodon"]
    return found


def write(world: World, urls: Mapping[str, Any], target: Path) -> Path:
    """Fill the folder; a database, reports and mails already in it stay. Gives the path of the config."""
    for name in ("register", "brand"):
        (target / name).mkdir(parents=True, exist_ok=True)
    accounts = [a.row for a in world.accounts.values() if a.row is not None] + world.rows
    tables = {"accounts": accounts, "access": world.access, "waivers": world.waivers, "changes": world.changes}
    for name, rows in tables.items():
        _table(target / "register" / f"{name}.csv", COLUMNS[name], rows, urls)
    (target / "brand" / "shield.png").write_bytes(picture("shield"))
    (target / "config.toml").write_text(config(world, urls), encoding="utf-8")
    tokens = target / "env"
    tokens.touch(mode=0o600)
    tokens.chmod(0o600)
    tokens.write_text("".join(f"{k}={v}\n" for k, v in environment(world).items()), encoding="utf-8")
    return target / "config.toml"


def _table(path: Path, columns: list[str], rows: Iterable[Mapping[str, str]], urls: Mapping[str, Any]) -> None:
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: _placed(v, urls) for k, v in row.items()})


def _placed(text: str, urls: Mapping[str, Any]) -> str:
    return text.replace("{blog}", urls["blog"]).replace("{wiki}", urls["wiki"])


def config(world: World, urls: Mapping[str, Any]) -> str:
    """The config.toml for a world at these addresses."""
    instances = ", ".join(f'"{host}" = "{url}"' for host, url in urls["mastodon"].items())
    closed = ", ".join(f'"{host}" = "MASTODON_TOKEN"' for host in world.options.get("mastodon.closed", ()))
    heads = world.options.get("unit_heads", {"Library": "head.library@liverpool.ac.uk"})
    return f"""# Written by `python -m demo`: the world "{world.name}" on this machine's loopback. Everything in it is made up.

[organisation]
name = "University of Liverpool"
short_names = ["Liverpool Uni", "UoL", "LivUni"]
link_domains = ["liverpool.ac.uk"]
mail_domains = ["liverpool.ac.uk"]
timezone = "Europe/London"
holidays = {{ country = "GB", subdivision = "ENG" }}
contact = {{ mail = "socialmedia@liverpool.ac.uk", phone = "0151 795 7314" }}

[policy]
effective_on = 2018-05-01
handle_prefix = "livuni"
central_accounts = ["x:livuni"]

[register]
accounts = "register/accounts.csv"
access = "register/access.csv"
waivers = "register/waivers.csv"
changes = "register/changes.csv"

[controls.password-store]
approved = ["LastPass", "1Password", "Bitwarden", "Keeper"]

[controls.approved-image]
marks = ["brand/shield.png"]

[questions]
platforms = ["facebook", "instagram", "youtube"]

[platforms.x]
token_env = "X_BEARER_TOKEN"
base_url = "{urls['x']}"
max_usd_per_run = {float(world.options.get("x.max_usd", 5.0))}

[platforms.facebook]
business_id = "{BUSINESS}"
token_env = "META_TOKEN"
base_url = "{urls['facebook']}"
api_version = "v26.0"

[platforms.youtube]
key_env = "YOUTUBE_API_KEY"
base_url = "{urls['youtube']}"

[platforms.mastodon]
base_urls = {{ {instances} }}
{f'token_envs = {{ {closed} }}' if closed else '# token_envs: none of these instances asks for one'}

[platforms.bluesky]
base_url = "{urls['bluesky']}"

[network]
allow_private = ["127.0.0.1"]
timeout_seconds = {world.options.get("timeout_seconds", 10)}
max_requests = {max(20_000, 10 * len(world.accounts))}

[mail]
transport = "outbox"
from = "Account audit <socialmedia@liverpool.ac.uk>"
to = ["socialmedia@liverpool.ac.uk"]
reply_to = "socialmedia@liverpool.ac.uk"
security = ["security@liverpool.ac.uk"]
operators = ["audit-operators@liverpool.ac.uk"]
unit_heads = {{ {', '.join(f'"{u}" = "{m}"' for u, m in heads.items())} }}
outbox = "outbox"

[history]
url = "sqlite:///auditor.db"

[report]
output = "reports"
"""
