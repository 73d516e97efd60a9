"""Write the three lock files: exact versions, hashes, no address of any index.

Needs `uv` on the PATH (or its path in the variable UV); everyone else only reads the locks.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
# Each lock keeps to the versions of the one it stands on, so that a test or a benchmark runs what a user runs.
LOCKS: tuple[tuple[str, str | None, str | None], ...] = (
    ("requirements.lock", None, None),
    ("requirements-dev.lock", "dev", "requirements.lock"),
    ("requirements-bench.lock", "bench", "requirements.lock"),
)


def _command(uv: str, name: str, *, extra: str | None, constraints: str | None) -> list[str]:
    options = ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--quiet"]
    options += ["--no-emit-index-url", "--no-annotate", "--no-header", "--upgrade", "--output-file", name]
    if extra:
        options += ["--extra", extra]
    if constraints:
        options += ["--constraints", constraints]
    return [uv, "pip", "compile", *options, "pyproject.toml", "-"]


def _refuse_addresses(path: Path) -> None:
    found = re.search(r"https?:|file:|@ |--(extra-)?index-url|--find-links", path.read_text(encoding="utf-8"))
    if found:
        raise SystemExit(f"{path.name} names an address ({found[0]!r}); unset the index options of uv and lock again")


def main() -> None:
    """Resolve every lock from pyproject.toml, the build backend included."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        raise SystemExit("`make lock` needs uv: install it with `python3 -m pip install uv`, or name its path in the variable UV")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    backend = "\n".join(project["build-system"]["requires"])
    for name, extra, constraints in LOCKS:
        command = _command(uv, name, extra=extra, constraints=constraints)
        subprocess.run(command, input=backend, text=True, check=True, cwd=ROOT)
        _refuse_addresses(ROOT / name)
        print(f"{name} written", flush=True)


if __name__ == "__main__":
    main()
