"""The public process runs as a user who can read neither the warehouse nor the ledger, and works all the same."""

import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.city import City
from tests.pipelines.disclosure.test_publish import published
from tests.pipelines.disclosure.trial_city import write

OTHER = "nobody"
ROOT = Path(__file__).resolve().parents[3]
LOOK = """
import os, pathlib, pwd, sqlite3, sys, duckdb
from pipelines.city import load
from tests.dashboard.public.trial_page import opened, text
rehearsed, folder = map(pathlib.Path, sys.argv[1:3])
assert not opened(load(rehearsed)).exception
other = pwd.getpwnam(sys.argv[3])
os.setgroups([]); os.setgid(other.pw_gid); os.setuid(other.pw_uid)
assert os.geteuid() == other.pw_uid
page = opened(load(folder))
assert not page.exception, page.exception
print("page", "<b>136</b>" in text(page) and "甲建材有限公司" in text(page))
build = folder / "warehouse" / "20261208T003000-abc123.duckdb"
for what, look in {
    "warehouse": lambda: duckdb.connect(str(build), read_only=True),
    "bytes": build.read_bytes,
    "ledger": lambda: sqlite3.connect(f"file:{folder}/ledger/ledger.sqlite?mode=ro", uri=True).execute("select * from visits"),
    "settings": (folder / "serve.toml").read_bytes,
    "report": next((folder / "public").glob("*.html")).read_bytes,
    "write": lambda: (folder / "public" / "x").write_text("x"),
}.items():
    try:
        look()
        print(what, "open")
    except (duckdb.Error, sqlite3.Error, OSError) as fault:
        print(what, "refused")
"""


@pytest.fixture
def city() -> Iterator[City]:
    """A city whose warehouse and ledger only their owner may open; outside pytest's own folder, which nobody else may enter."""
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can run a process as another user; run this test as root")
    try:
        pwd.getpwnam(OTHER)
    except KeyError:
        pytest.skip(f"this machine has no user {OTHER!r}")
    folder = Path(tempfile.mkdtemp(prefix="lanxun-public-"))
    folder.chmod(0o711)
    try:
        city = write(folder)
        (folder / "ledger").mkdir(mode=0o700)
        with sqlite3.connect(folder / "ledger" / "ledger.sqlite") as con:
            con.execute("create table visits (visit_id text)")
        (folder / "warehouse").chmod(0o700)
        (folder / "serve.toml").chmod(0o600)
        published(city)
        yield city
    finally:
        shutil.rmtree(folder)


def test_another_user_s_process_shows_the_page_and_can_open_nothing_else(city: City, tmp_path: Path) -> None:
    """The interpreter may lie where only root can read it: the page is rehearsed once, on another city, before the rights are given up."""
    published(write(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path), str(city.folder), OTHER],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = dict(line.split() for line in done.stdout.splitlines() if len(line.split()) == 2)
    assert said == {"page": "True", **dict.fromkeys(("warehouse", "bytes", "ledger", "settings", "report", "write"), "refused")}


def test_the_application_is_given_the_public_folder_and_no_other(tmp_path: Path) -> None:
    """Whatever the program is told is in its secrets: no path of the warehouse, the ledger or the city's own folder."""
    code = (
        "import pathlib, sys, json; from dashboard.public import app; from pipelines.city import load;"
        "seen = {}; app.App = lambda script, **given: seen.update(given); app.application(load(pathlib.Path(sys.argv[1])));"
        "print(json.dumps(seen['secrets']))"
    )
    write(tmp_path)
    static = ROOT / "dashboard" / "static" / "vendor" / "leaflet" / "leaflet.js"
    if not static.is_file():
        pytest.skip("the map's front-end files are missing; run `make setup`")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    paths = [value for value in json.loads(done.stdout).values() if isinstance(value, str) and "/" in value]
    assert paths == [str((tmp_path / "public").resolve())]
