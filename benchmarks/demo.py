"""Build the demo city cold, then again without change: `python -m benchmarks.demo`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.machine import machine, now_text, timed

ROUNDS = 3
DEMO_DIR = Path(__file__).resolve().parent.parent / "data" / "cities" / "demo"
LANXUN = str(Path(sys.executable).parent / "lanxun")


def main() -> None:
    """Write the raw files, build three times from nothing, once more without change; print medians."""
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        city = Path(folder) / "demo"
        city.mkdir()
        for name in ("city.toml", "feeds.toml"):
            shutil.copy(DEMO_DIR / name, city / name)
        written = timed([LANXUN, "demo", str(city)])
        cold = []
        for _ in range(ROUNDS):
            for left in ("work", "archive", "warehouse"):
                shutil.rmtree(city / left, ignore_errors=True)
            cold.append(timed([LANXUN, "build", str(city)]))
        again = timed([LANXUN, "build", str(city)])
    print(f"demo city; {machine()}; {now_text()}")
    print(f"write raw files:      {written.wall_s:5.1f} s wall, {written.cpu_s:5.1f} s CPU, peak {written.peak_mib:.0f} MiB")
    print(
        f"whole build, cold:    {median(t.wall_s for t in cold):5.1f} s wall, {median(t.cpu_s for t in cold):5.1f} s CPU, "
        f"peak {max(t.peak_mib for t in cold):.0f} MiB (median of {ROUNDS})"
    )
    print(f"build, nothing new:   {again.wall_s:5.1f} s wall, {again.cpu_s:5.1f} s CPU")


if __name__ == "__main__":
    main()
