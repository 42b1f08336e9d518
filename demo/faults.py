"""Faults to switch on: what a platform, or the wire, can do wrong, for one request, a share of them, or for ever."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass

from demo.ground import names
from demo.web import Request

NAMES = names("""
expired unauthorized payment denied throttled throttled-no-reset throttled-absurd quota 500 502 503 html empty cut cut-json
hang drip reset loop-cursor huge gzip-bomb drop-ids extra-ids repeat-ids shuffle list null wrong-type no-type no-error
redirect-loop nan deep missing-key null-rows late
""")
_SPEC = re.compile(
    r"(?P<platform>[a-z*]+):(?P<name>[a-z0-9-]+)(=(?P<argument>[^@*%,]*))?(@(?P<match>[^*%,]+))?(\*(?P<times>\d+))?(%(?P<percent>\d+))?"
)


@dataclass(slots=True)
class Fault:
    """One fault. `match` is a part of the path, query or body; `times` None = for ever; `argument` is the fault's own."""

    name: str
    platform: str = "*"
    match: str = ""
    times: int | None = None
    percent: float = 100.0
    argument: str = ""

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise ValueError(f"no fault is called {self.name!r}; there are: {', '.join(sorted(NAMES))}")


def parse(spec: str) -> list[Fault]:
    """`PLATFORM:NAME[=ARGUMENT][@MATCH][*TIMES][%PERCENT]`, several with commas."""
    found = []
    for part in filter(None, (p.strip() for p in spec.split(","))):
        if not (one := _SPEC.fullmatch(part)):
            raise ValueError(f"not a fault: {part!r}; write PLATFORM:NAME[=ARGUMENT][@MATCH][*TIMES][%PERCENT]")
        found.append(Fault(
            one["name"], one["platform"], one["match"] or "", int(one["times"]) if one["times"] else None,
            float(one["percent"] or 100), one["argument"] or "",
        ))
    return found


class Faults:
    """The faults in force; picks the first that concerns a request."""

    def __init__(self, seed: int = 7) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._random = random.Random(seed)

    def add(self, fault: Fault) -> None:
        """Switch a fault on."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Switch all off."""
        with self._lock:
            self._faults.clear()

    def pick(self, request: Request) -> Fault | None:
        """The fault for this request, used up by one."""
        if not self._faults:
            return None
        where = f"{request.path}?{request.query_text}"
        with self._lock:
            for fault in self._faults:
                if fault.platform not in {"*", request.platform}:
                    continue
                if fault.match and fault.match not in where and fault.match.encode() not in request.body:
                    continue
                if fault.times == 0 or self._random.random() * 100 >= fault.percent:
                    continue
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None
