"""Make the Python environment and the map's front-end files from the lock files; do nothing when nothing changed.

Standard library only, and read by any Python 3: it is the first thing that runs on a fresh machine.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 14)
ENVIRONMENTS = {
    "run": (".venv", "requirements.lock"),
    "dev": (".venv", "requirements-dev.lock"),
    "bench": (".venv-bench", "requirements-bench.lock"),
}
# A source distribution is built with these, so they go in first and nothing is fetched behind the lock's back.
BUILD_BACKEND = ("setuptools", "wheel")


def _run(command: list[str], *, hint: str) -> None:
    if subprocess.run(command, cwd=str(ROOT), check=False).returncode != 0:
        raise SystemExit("set-up stopped at: {}\n{}".format(" ".join(command[:6]), hint))


def _refuse_other_pythons() -> None:
    if not OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        found = "{}.{}".format(*sys.version_info[:2])
        raise SystemExit(f"Python {found} cannot run this project; install Python 3.11 to 3.14 and run `make setup PYTHON=python3.11`")


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _key(lock: Path) -> str:
    """Name what an environment was made from: interpreter, place, project file and lock."""
    digest = hashlib.sha256()
    for part in (sys.version, sys.base_prefix, str(ROOT)):
        digest.update(part.encode())
    for path in (ROOT / "pyproject.toml", ROOT / "pipelines" / "__init__.py", lock):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _make_environment(folder: Path) -> None:
    maker = folder / "made-by"
    made_by = f"{sys.version}\n{sys.base_prefix}\n{ROOT}\n"
    if maker.is_file() and maker.read_text(encoding="utf-8") == made_by and _python(folder).is_file():
        return
    print(f"making {folder.name} with Python {sys.version.split()[0]}", flush=True)
    hint = "Python's venv module is incomplete; on Debian run `apt-get install python3-venv`, then `make setup` again"
    _run([sys.executable, "-m", "venv", "--clear", str(folder)], hint=hint)
    maker.write_text(made_by, encoding="utf-8")


def _backend_lines(lock: Path) -> str:
    """Cut the build backend, hashes included, out of a lock."""
    blocks = re.findall(r"^[A-Za-z0-9][^\n]*(?:\n[ \t]+[^\n]*)*", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return "\n".join(block for block in blocks if re.split(r"[=\s]", block, maxsplit=1)[0] in BUILD_BACKEND) + "\n"


def _install(folder: Path, lock: Path, *, wheels: Path | None) -> None:
    pip = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-build-isolation"]
    if wheels is not None:
        pip += ["--no-index", "--find-links", str(wheels)]
    hint = "read pip's message above; on a machine without a package registry use the offline package of `make bundle`"
    with tempfile.TemporaryDirectory() as scratch:
        backend = Path(scratch) / "backend.lock"
        backend.write_text(_backend_lines(lock), encoding="utf-8")
        _run([*pip, "--require-hashes", "-r", str(backend)], hint=hint)
    print(f"installing {lock.name} into {folder.name}", flush=True)
    _run([*pip, "--require-hashes", "-r", str(lock)], hint=hint)
    _run([*pip, "--no-deps", "--editable", str(ROOT)], hint=hint)


def ensure(kind: str, *, wheels: Path | None) -> None:
    """Bring one environment in line with its lock; an interrupted run is finished by the next."""
    _refuse_other_pythons()
    folder, lock = ROOT / ENVIRONMENTS[kind][0], ROOT / ENVIRONMENTS[kind][1]
    stamp = folder / f"installed-{kind}"
    key = _key(lock)
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == key and _python(folder).is_file()):
        _make_environment(folder)
        for stale in folder.glob("installed-*"):
            stale.unlink()
        _install(folder, lock, wheels=wheels)
        stamp.write_text(key, encoding="utf-8")
        if kind == "dev":  # its lock holds the whole run lock
            (folder / "installed-run").write_text(_key(ROOT / ENVIRONMENTS["run"][1]), encoding="utf-8")
    front_end = [str(_python(folder)), str(ROOT / "tools" / "front_end.py")]
    _run(front_end, hint="the map's front-end files are missing; see the message above")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(ENVIRONMENTS))
    parser.add_argument("--wheels", type=Path, help="install from this folder and from no registry")
    options = parser.parse_args()
    ensure(options.kind, wheels=options.wheels.resolve() if options.wheels else None)


if __name__ == "__main__":
    main()
