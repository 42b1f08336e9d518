"""The text of a first config.toml."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What `auditor init` was told."""

    name: str
    short_names: tuple[str, ...] = ()
    link_domains: tuple[str, ...] = ()
    mail_domains: tuple[str, ...] = ()
    prefix: str = ""
    contact_mail: str = ""
    recipients: tuple[str, ...] = ()


def config_text(answers: Answers) -> str:
    """A config.toml with these answers, the public platforms ready and the others prepared as comments."""
    return f"""\
# Written by `auditor init`. Every key and its default: docs/configuration.md.
# Secrets never stand in this file: a key ending in _env names an environment variable, one ending in _file a file of mode 600.

[organisation]
name = {_text(answers.name)}
short_names = {_list(answers.short_names)}
link_domains = {_list(answers.link_domains)}
mail_domains = {_list(answers.mail_domains)}
timezone = "Europe/London"
holidays = {{ country = "GB", subdivision = "ENG", closures = [] }}
contact = {{ mail = {_text(answers.contact_mail)}, phone = "" }}

[policy]
handle_prefix = {_text(answers.prefix)}

[register]
accounts = "register/accounts.csv"
access = "register/access.csv"
waivers = "register/waivers.csv"
changes = "register/changes.csv"

# Mastodon, Bluesky, blogs and wikis need no credential. Take away the # of a platform that you have one for.
# [platforms.x]
# token_env = "X_BEARER_TOKEN"

# [platforms.facebook]                  # Instagram too
# business_id = ""
# token_env = "META_TOKEN"

# [platforms.youtube]
# key_env = "YOUTUBE_API_KEY"

[mail]
transport = "outbox"                    # mails become files in var/outbox; see docs/configuration.md to send them
from = {_text(answers.contact_mail)}
to = {_list(answers.recipients)}

[report]
output = "var/reports"
fail_on = "high"
"""


def _text(value: str) -> str:
    """A TOML basic string; JSON's escapes are all TOML escapes, once DEL is escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(_text(value) for value in values) + "]"
