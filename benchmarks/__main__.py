"""Run every benchmark of the README one after the other: `make bench`, or `python -m benchmarks NAME …` for some."""

from __future__ import annotations

import runpy
import sys

NAMES = ("demo", "megacity", "intake", "distance_join", "pages", "points", "people", "sessions", "switch")


def main() -> None:
    """Run the benchmarks named, or all."""
    chosen = sys.argv[1:] or list(NAMES)
    sys.argv = sys.argv[:1]
    for name in chosen:
        print(f"== {name}", flush=True)
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")


if __name__ == "__main__":
    main()
