"""Serve both applications of one city until Ctrl-C; when one of them ends, end the other.

The demo city's public file is published first, with invented names, so that the public page shows something at once. A real
city's is not: three people must answer for it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

LANXUN = Path(sys.executable).with_name("lanxun")
LOOK_EVERY_S = 0.5
DEMO_NAMES = ("--drafted-by", "演示拟稿人", "--reviewed-by", "演示审核人", "--approved-by", "演示批准人")


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _is_due(city: Path) -> bool:
    """Whether the city is invented and has a build newer than its publication."""
    if not tomllib.loads((city / "city.toml").read_text(encoding="utf-8")).get("is_demo", False):
        return False
    built, published = city / "warehouse" / "current", city / "public" / "current"
    return built.is_file() and (not published.is_file() or published.stat().st_mtime < built.stat().st_mtime)


def main() -> int:
    """Start `lanxun serve` and `lanxun serve-public` for the city named on the command line."""
    signal.signal(signal.SIGTERM, _stop)
    if _is_due(Path(sys.argv[1])):
        subprocess.run([LANXUN, "publish-public", sys.argv[1], *DEMO_NAMES], check=False)
    applications = [subprocess.Popen([LANXUN, command, sys.argv[1]]) for command in ("serve", "serve-public")]
    try:
        while all(application.poll() is None for application in applications):
            time.sleep(LOOK_EVERY_S)
    except KeyboardInterrupt:
        return 0
    finally:
        for application in applications:
            application.terminate()
        for application in applications:
            application.wait()
    return max(application.returncode for application in applications)


if __name__ == "__main__":
    sys.exit(main())
