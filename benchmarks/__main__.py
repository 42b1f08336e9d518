"""`python -m benchmarks`: measure, print figure, goal and whether it is met. Exit code 0 unless `--strict` and a goal was missed."""

from __future__ import annotations

import argparse
import os
import sys
import time

from benchmarks.cases import CASES, measure
from benchmarks.figures import Figure, missed

IN_QUICK = ("B1", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B12")


def main() -> int:
    """Measure the cases asked for, one line a figure as it comes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)}; default all")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, few repeats: shows that all works, in about a minute"
    )
    parser.add_argument(
        "--huge", action="store_true", help="also 100,000 accounts in B2: half an hour and 10 GiB of disk"
    )
    parser.add_argument("--strict", action="store_true", help="end with 1 if a goal is missed")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    options = parser.parse_args()
    if options.list:
        print("\n".join(f"{name:4} {words}" for name, (_, words) in CASES.items()))
        return 0
    if unknown := [name for name in options.cases if name not in CASES]:
        parser.error(f"no case is called {', '.join(unknown)}; there are: {', '.join(CASES)}")
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    begun, found = time.monotonic(), list[Figure]()
    for name in options.cases or (IN_QUICK if options.quick else CASES):
        for figure in measure(name, quick=options.quick, huge=options.huge):
            print(figure, flush=True)
            found.append(figure)
    short = missed(found)
    goals = sum(f.met is not None for f in found)
    print(f"{goals - len(short)} of {goals} goals met in {time.monotonic() - begun:.0f} s")
    return 1 if short and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
