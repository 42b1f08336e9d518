"""The example config.toml in the checkout, and the JSON Schema shipped for editors."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from auditor.config import load
from auditor.config.example import controls_text
from auditor.config.schema import SHIPPED, config_schema, schema_text
from auditor.config.sections import SECTIONS
from auditor.policy import build
from auditor.register import read

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = (ROOT / "config.toml").read_text(encoding="utf-8")


def plain(value: Any) -> Any:
    """TOML as JSON has it."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def keys_in(schema: dict[str, Any]) -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from keys_in(inner)


def block(title: str) -> str:
    """The part of the example from a table's header, live or commented, to the next one."""
    found = re.search(rf"^(?:# )?\[{re.escape(title)}\].*?(?=^(?:# )?\[|\Z)", EXAMPLE, re.MULTILINE | re.DOTALL)
    assert found, f"config.toml says nothing of [{title}]"
    return found[0]


def test_the_example_loads_and_its_register_has_no_problem() -> None:
    settings = load(ROOT / "config.toml", {})

    register, problems = read(settings.register, settings.base_dir)

    assert problems == ()
    assert len(register.accounts) == 4
    assert build(settings).org.handle_prefix == "livuni"


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_every_key_of_every_table_stands_in_the_example(section: str) -> None:
    missing = [k for k in keys_in(config_schema()["properties"][section]) if not re.search(rf"\b{k}\b", EXAMPLE)]

    assert missing == []


@pytest.mark.parametrize("platform", ["x", "facebook", "youtube", "mastodon", "bluesky", "blog"])
def test_every_key_of_every_platform_stands_in_the_example(platform: str) -> None:
    here = block(f"platforms.{platform}")

    assert [
        k for k in keys_in(config_schema()["properties"]["platforms"]["properties"][platform]) if k not in here
    ] == []


def test_every_control_and_option_stands_in_the_example() -> None:
    assert EXAMPLE.endswith("-\n" + controls_text()), "run: python -m auditor.config.example"


def test_the_commented_keys_are_real_keys(tmp_path: Path) -> None:
    """The example with every commented key made live is still accepted, but for what excludes each other."""
    lines = []
    for line in EXAMPLE.splitlines():
        found = re.match(r"# ((?:\[[a-z.-]+\])|(?:[a-z_.\"A-Z-]+ = .*))", line)
        lines.append(found[1] if found else line)
    alone = {"register", "workbook", "token_file", "key_file", "client_secret_file", "url_file", "ping_url_file",
             "app_secret_file", "password_file", "token_files", "marks"}  # fmt: skip
    kept = [line for line in lines if line.split(" = ")[0] not in alone]
    kept = drop_second_tables(kept)
    (tmp_path / "config.toml").write_text("\n".join(kept), encoding="utf-8")

    settings = load(tmp_path / "config.toml", {})

    assert settings.platforms["mastodon"].enabled
    assert settings.controls["handle-prefix"].unit


def drop_second_tables(lines: list[str]) -> list[str]:
    """Without the second of two tables of the same name."""
    seen: set[str] = set()
    kept, skipping = [], False
    for line in lines:
        if line.startswith("["):
            title = line.partition("]")[0]
            skipping = title in seen
            seen.add(title)
        if not skipping:
            kept.append(line)
    return kept


def test_the_shipped_schema_is_the_generated_one() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == schema_text(), "run: python -m auditor.config.schema"


def test_the_schema_is_valid_and_accepts_the_example() -> None:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(plain(tomllib.loads(EXAMPLE)), schema)


@pytest.mark.parametrize(
    "text", ["[mail]\nfrm = 'a'", "[controls.none]\n", "[report]\nfail_on = 'x'\n", "[platforms.y]\n"]
)
def test_the_schema_refuses_what_loading_refuses(text: str) -> None:
    content = plain(tomllib.loads("[organisation]\nname = 'U'\n" + text))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, config_schema())
