"""Set-up does what the locks say, once, and the map's files are cured of their traps."""

import ast
import runpy
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = runpy.run_path(str(ROOT / "tools" / "environment.py"))
LEAFLET = ROOT / "dashboard" / "static" / "vendor" / "leaflet"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_the_build_backend_is_installed_first_with_its_hashes(name: str) -> None:
    lines = ENVIRONMENT["_backend_lines"](ROOT / name)
    assert lines.startswith("setuptools==")
    assert "--hash=sha256:" in lines
    assert "pandas" not in lines


def test_set_up_does_nothing_when_nothing_changed() -> None:
    if not (ROOT / ".venv" / "installed-dev").is_file():
        pytest.skip("these tests do not run in the environment of `make setup`")
    started_at = time.monotonic()
    done = subprocess.run(["make", "--no-print-directory", "setup"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert time.monotonic() - started_at < 5.0


def test_leaflet_finds_its_pictures_and_shows_no_flag() -> None:
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    assert "L.Icon.Default.imagePath = " in script
    assert "L.Control.Attribution.prototype.options.prefix = false" in script
    assert "sourceMappingURL" not in script
    assert (LEAFLET / "images" / "marker-icon.png").is_file()
    assert (LEAFLET / "LICENSE").is_file()


def test_the_tool_that_runs_first_is_read_by_older_pythons() -> None:
    """On a machine with an old Python it must be able to say so; 3.7 is the oldest it can speak to."""
    tree = ast.parse((ROOT / "tools" / "environment.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    assert any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)


def test_a_missing_package_is_named_with_its_command(tmp_path: Path) -> None:
    code = "import runpy, sys; m = runpy.run_path('tools/debian.py'); m['SIGNS']['chromium'] = lambda: False; sys.argv = ['', 'chromium']; "
    code += "m['shutil'].which = lambda name: None; m['main']()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert "sudo apt-get install -y chromium" in done.stdout
