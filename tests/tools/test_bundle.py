"""The offline package installs where there is no registry."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Nothing may reach a registry: not pip's, not npm's, not through a proxy.
OFFLINE = {
    "PIP_NO_INDEX": "1",
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_CACHE_DIR": "1",
    "npm_config_offline": "true",
    "https_proxy": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
}


@pytest.mark.soak
def test_the_offline_package_installs_without_any_registry(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "tools/bundle.py"], cwd=ROOT, check=True)
    (archive,) = (ROOT / "dist").glob("lanxun-*-offline.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    environment = {**os.environ, **OFFLINE, "PYTHON": sys.executable}
    environment.pop("PIP_FIND_LINKS", None)
    subprocess.run(["sh", "install.sh"], cwd=folder, check=True, env=environment)
    assert (folder / "dashboard/static/vendor/leaflet/leaflet.js").is_file()
    done = subprocess.run([folder / ".venv/bin/lanxun", "--help"], env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "build" in done.stdout
