"""What config.toml came to: one frozen object with the file's own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.config import sections
from auditor.config._read import keys_of
from auditor.config.controls import ControlTable
from auditor.config.credentials import secret
from auditor.config.platform_tables import NEEDS, Mastodon, PlatformTable, table_of
from auditor.platforms import PLATFORMS
from auditor.secrets import Secret, remember

_SECRETS = ("token", "key", "app_secret")
_REFERENCES = ("_env", "_envs", "_file", "_files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole of config.toml, validated. Relative paths in it count from `base_dir`, the folder of the file."""

    path: Path
    organisation: sections.Organisation
    policy: sections.Policy
    register: sections.Register
    controls: Mapping[str, ControlTable]
    questions: sections.Questions
    platforms: Mapping[str, PlatformTable]
    network: sections.Network
    mail: sections.Mail
    alerts: sections.Alerts
    history: sections.History
    report: sections.Report
    schedule: sections.Schedule
    engine: sections.Engine

    @property
    def base_dir(self) -> Path:
        """The folder of the file."""
        return self.path.parent

    def resolve(self, name: str) -> Path:
        """A path of the file as an absolute one."""
        return self.base_dir / Path(name).expanduser()

    def setup(self, platform: str, env: Mapping[str, str]) -> dict[str, Any] | None:
        """What a connector needs: plain options and secrets. None where there is no credential or no table.

        Mastodon, Bluesky, blogs and wikis are public and work without a table. Instagram goes through Facebook's
        table; what a table of its own says wins.
        """
        table = self._table(platform)
        if table is None or not table.enabled:
            return None
        secrets = self._secrets(table, env)
        if platform in NEEDS and NEEDS[platform] not in secrets:
            return None
        plain = [name for name in keys_of(type(table)) if not name.endswith(_REFERENCES)]
        return {"options": {name: getattr(table, name) for name in plain}, "secrets": secrets}

    def _table(self, platform: str) -> PlatformTable | None:
        table = self.platforms.get(platform)
        if table is None and platform == "instagram":
            return self.platforms.get("facebook")
        if table is None and platform not in NEEDS and platform in PLATFORMS and PLATFORMS[platform].audited:
            return table_of(platform)()
        return table

    def _secrets(self, table: PlatformTable, env: Mapping[str, str]) -> dict[str, Secret | dict[str, Secret]]:
        found: dict[str, Secret | dict[str, Secret]] = {}
        for name in _SECRETS:
            value = self._secret(table, name, env)
            if value is not None:
                found[name] = value
        if isinstance(table, Mastodon):
            found["tokens"] = {
                host: value
                for host in sorted({*table.token_envs, *table.token_files})
                if (value := self._of(table.token_envs.get(host, ""), table.token_files.get(host, ""), "token", env))
            }
        return found

    def mail_password(self, env: Mapping[str, str]) -> Secret | None:
        """The mail server's password."""
        return self._secret(self.mail.smtp, "password", env)

    def graph_secret(self, env: Mapping[str, str]) -> Secret | None:
        """The client secret for mail through Microsoft Graph."""
        return self._secret(self.mail.graph, "client_secret", env)

    def ping_url(self, env: Mapping[str, str]) -> Secret | None:
        """The dead man's switch; whoever knows the address can silence it, so it counts as a secret."""
        return self._secret(self.alerts, "ping_url", env)

    def database_url(self, env: Mapping[str, str]) -> str:
        """Where history is stored; relative SQLite files count from the folder of config.toml. May hold a password."""
        named = self._secret(self.history, "url", env)
        url = named.reveal() if named else self.history.url
        before, at, _ = url.partition("://")[2].rpartition("@")
        if at and ":" in before:
            remember(before.partition(":")[2])
        lead = "sqlite:///"
        rest = url.removeprefix(lead)
        if not url.startswith(lead) or not rest or rest.startswith(("/", ":memory:", "file:")):
            return url
        return lead + str(self.base_dir.absolute() / rest)

    def _secret(self, table: object, name: str, env: Mapping[str, str]) -> Secret | None:
        return self._of(getattr(table, f"{name}_env", ""), getattr(table, f"{name}_file", ""), name, env)

    def _of(self, variable: str, file: str, name: str, env: Mapping[str, str]) -> Secret | None:
        return secret(variable, file, key=name, base_dir=self.base_dir, env=env)
