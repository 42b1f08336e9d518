"""Secrets by reference: the environment variable, the file of mode 600, or the systemd credential that a key names."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from auditor.errors import UsageError
from auditor.secrets import Secret

_LONGEST = 16_384


def secret(variable: str, file: str, *, key: str, base_dir: Path, env: Mapping[str, str]) -> Secret | None:
    """The secret that the pair `<key>_env` and `<key>_file` refers to; None where nothing is named or it is empty.

    Raises UsageError where a file cannot be used; neither message nor traceback holds the secret.
    """
    if file:
        return _clean(_from_file(locate(file, base_dir, env), key), key)
    return _clean(env.get(variable, ""), key) if variable else None


def locate(name: str, base_dir: Path, env: Mapping[str, str]) -> Path:
    """A credential of systemd by that name, else the file, relative to the folder of config.toml."""
    folder = env.get("CREDENTIALS_DIRECTORY", "")
    if folder and "/" not in name and (Path(folder) / name).is_file():
        return Path(folder) / name
    return base_dir / Path(name).expanduser()


def trouble_with(path: Path, env: Mapping[str, str]) -> tuple[str, str] | None:
    """Why a secret's file must not be used (complaint, remedy), or None. A file that is not there is no trouble yet."""
    try:
        facts = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(facts.st_mode):
        return "is not a file", "Name a file that holds the secret and nothing else."
    folder = env.get("CREDENTIALS_DIRECTORY", "")
    if folder and path.parent == Path(folder):
        return None  # systemd keeps these from other users by itself
    if facts.st_mode & 0o077:
        return (
            f"can be read by other users (mode {stat.S_IMODE(facts.st_mode):o})",
            f"Run: chmod 600 {path}; change the secret if others may have seen it.",
        )
    return None


def _from_file(path: Path, key: str) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LONGEST + 1)
    except FileNotFoundError:
        raise UsageError(
            f"{key}_file names {path}, which is not there",
            "Create the file with mode 600, or load it as a systemd credential of that name.",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{key}_file names {path}, which cannot be read ({type(error).__name__})",
            "It has to be a text file of mode 600 that belongs to the user who runs the auditor.",
        ) from None
    if len(text) > _LONGEST:
        raise UsageError(f"{key}_file names {path}, which is too long for a secret", "Name the right file.")
    return text


def _clean(text: str, key: str) -> Secret | None:
    value = text.strip()
    if not value:
        return None
    if any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise UsageError(
            f"the secret behind `{key}` holds a line break or control character",
            "Store the secret alone, in one line.",
        )
    return Secret(value)
