"""Serve both applications of one city until Ctrl-C; when one of them ends, end the other."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

LANXUN = Path(sys.executable).with_name("lanxun")
LOOK_EVERY_S = 0.5


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Start `lanxun serve` and `lanxun serve-public` for the city named on the command line."""
    signal.signal(signal.SIGTERM, _stop)
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
