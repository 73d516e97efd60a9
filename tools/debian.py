"""See to it that the Debian packages some tests need are there: install them as root, else name the exact command.

What cannot be installed stops nothing here: the tests that need it are skipped by name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

# package -> how to see that it, or its like on another system, is there
SIGNS = {
    "chromium": lambda: any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")),
    "fonts-noto-cjk": lambda: any(Path("/usr/share/fonts").rglob("Noto*CJK*")),
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None,
}


# Debian asks this file whether a package may start its server: a database for tests is started by the test that needs it.
MAY_START = Path("/usr/sbin/policy-rc.d")


@contextmanager
def _no_servers() -> Iterator[None]:
    if MAY_START.exists():
        yield
        return
    MAY_START.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    MAY_START.chmod(0o755)
    try:
        yield
    finally:
        MAY_START.unlink(missing_ok=True)


def _install(packages: list[str]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"installing {' '.join(packages)}", flush=True)
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=quiet, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            sys.stdout.write(done.stderr[-2000:])
            return False
    return True


def main() -> None:
    """Install what is missing of the packages named on the command line."""
    missing = [name for name in sys.argv[1:] if not SIGNS[name]()]
    if not missing:
        return
    can_install = shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0
    with _no_servers() if can_install else nullcontext():
        is_done = can_install and _install(missing)
    if not is_done:
        print(f"some tests will be skipped; for all of them run: sudo apt-get install -y {' '.join(missing)}", flush=True)


if __name__ == "__main__":
    main()
