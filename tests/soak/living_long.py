"""One process that lives many nights: reads instants on stdin, runs a night for each, and tells what it used. Run by soak.py."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import io
import json
import os
import sys
import threading
import time
from pathlib import Path

_CACHE = type(functools.lru_cache(lambda: None))


def resident_kib() -> int:
    """The memory of this process now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def settle() -> None:
    """Empty what is bounded and still filling up (caches of words and cells), so that whatever grows then is a leak."""
    gc.unfreeze()
    gc.collect()
    for one in gc.get_objects():
        if isinstance(one, _CACHE) and one.cache_info().maxsize is not None:
            one.cache_clear()
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def main() -> None:
    """One night a line."""
    from auditor.cli import entry

    for line in sys.stdin:
        os.environ["AUDITOR_NOW"] = line.strip()
        began, said = time.monotonic(), io.StringIO()
        with contextlib.redirect_stderr(said):
            code = entry(["run"])
        seconds = time.monotonic() - began
        settle()
        used = {
            "code": code, "seconds": round(seconds, 2), "kib": resident_kib(), "threads": threading.active_count(),
            "blocks": sys.getallocatedblocks(),
            "descriptors": len(list(Path("/proc/self/fd").iterdir())), "said": said.getvalue()[-2000:],
        }  # fmt: skip
        print(json.dumps(used), flush=True)


if __name__ == "__main__":
    main()
