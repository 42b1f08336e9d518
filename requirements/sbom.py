"""Writes the software bill of materials (CycloneDX 1.6) of the pinned runtime, from runtime.txt alone: no network, no clock."""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NAME = "account-health-auditor"
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+?))?\s*\\?$"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^\s+#\s+(?:via\s+)?(?P<who>\S.*)$")


@dataclass
class Pin:
    """One pinned package: what it is for, on which machines, and the digests of its files."""

    name: str
    version: str
    marker: str = ""
    hashes: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)  # the packages that need it

    @property
    def purl(self) -> str:
        """Its name as package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(text: str) -> Iterator[Pin]:
    """Every pinned package of a requirements file, in its order."""
    pin: Pin | None = None
    for line in text.splitlines():
        if found := _PIN.match(line):
            if pin:
                yield pin
            pin = Pin(found["name"].lower(), found["version"], (found["marker"] or "").strip())
        elif pin and (digests := _HASH.findall(line)):
            pin.hashes += digests
        elif pin and (who := _VIA.match(line)) and who["who"] != "via":
            pin.via.append(who["who"])
    if pin:
        yield pin


def bill(text: str, version: str) -> dict[str, Any]:
    """The bill of materials of a requirements file; the same text gives the same bill."""
    found = list(pins(text))
    needs: dict[str, list[str]] = {pin.purl: [] for pin in found}
    by_name = {pin.name: pin for pin in found}
    direct = []
    for pin in found:
        for who in pin.via:
            if who in by_name:
                needs[by_name[who].purl].append(pin.purl)
            elif pin.purl not in direct:
                direct.append(pin.purl)
    own = f"pkg:pypi/{NAME}@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + text)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": own, "name": NAME, "version": version, "purl": own}
        },
        "components": [_component(pin) for pin in found],
        "dependencies": [{"ref": own, "dependsOn": direct}, *({"ref": r, "dependsOn": d} for r, d in needs.items())],
    }


def _component(pin: Pin) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": pin.purl,
        "name": pin.name,
        "version": pin.version,
        "purl": pin.purl,
        "scope": "optional" if pin.marker else "required",
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in pin.hashes],
    }
    if licence := _licence(pin.name):
        made["licenses"] = [licence]
    if pin.marker:
        made["properties"] = [{"name": "python:marker", "value": pin.marker}]
    return made


def _licence(name: str) -> dict[str, Any] | None:
    """What the installed package says of its licence, if it is installed."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if "License-Expression" in told:
        return {"expression": told["License-Expression"]}
    named = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    if not named and "License" in told:
        named = told["License"].strip().splitlines()
    return {"license": {"name": named[0][:100]}} if named else None


def main(arguments: list[str]) -> int:
    """Write the bill to the file named, else to standard output."""
    init = (HERE.parent / "auditor" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'__version__\s*=\s*"([^"]+)"', init)
    made = bill((HERE / "runtime.txt").read_text(encoding="utf-8"), version[1] if version else "0")
    text = json.dumps(made, indent=1) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
