"""Write dist/lanxun-<version>-offline.tar.gz: wheels, front-end files, sources and an installer that asks no registry.

The wheels are those of this machine's system and Python version; make the package on a machine like the one it is for.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = "dashboard/static/vendor"
INSTALLER = """#!/bin/sh
# Install without any registry: everything comes from this folder. Needs Python {python} on {platform}.
set -eu
cd "$(dirname "$0")"
"${{PYTHON:-python3}}" tools/environment.py run --wheels wheels
echo "installed; try .venv/bin/lanxun --help, then .venv/bin/lanxun demo data/cities/demo"
"""


def _sources() -> list[str]:
    """List what git knows, so that no build, archive or secret slips in."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _download(folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    subprocess.run([*pip, "--require-hashes", "--dest", str(folder), "-r", "requirements.lock"], cwd=ROOT, check=True)


def pack(release: str) -> Path:
    """Gather everything in a scratch folder and pack it; the archive appears only when it is whole."""
    name = f"lanxun-{release}-offline"
    archive = ROOT / "dist" / f"{name}.tar.gz"
    archive.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent) as scratch:
        top = Path(scratch) / name
        for source in _sources():
            (top / source).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / source, top / source)
        shutil.copytree(ROOT / VENDOR, top / VENDOR, dirs_exist_ok=True)
        _download(top / "wheels")
        installer = top / "install.sh"
        python = "{}.{}".format(*sys.version_info[:2])
        installer.write_text(INSTALLER.format(python=python, platform=sys.platform), encoding="utf-8")
        installer.chmod(0o755)
        unfinished = Path(scratch) / archive.name
        with tarfile.open(unfinished, "w:gz", compresslevel=1) as packed:
            packed.add(top, arcname=name)
        unfinished.replace(archive)
    return archive


def main() -> None:
    """Pack the version that is installed here."""
    archive = pack(version("lanxun"))
    print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size / 1e6:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
