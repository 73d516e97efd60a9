"""A build is a new file; readers see the old one until the last step."""

import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from pipelines import warehouse
from pipelines.errors import BusyError, NoBuildError, PublishError

ROOT = Path(__file__).resolve().parents[2]


def _aside(folder: Path, value: int, name: str = "x") -> Path:
    path = folder / f"{name}.duckdb{warehouse.ASIDE}"
    with duckdb.connect() as con:
        con.execute(f"attach '{path}' as build (storage_version 'v1.5.0')")
        con.execute(f"create table build.t as select {value} as v")
        con.execute("checkpoint build")
    return path


def _value(folder: Path) -> int:
    with warehouse.connect(folder) as con:
        row = con.execute("select v from t").fetchone()
    assert row is not None
    return int(row[0])


def test_readers_see_the_old_build_until_current_is_replaced(tmp_path: Path) -> None:
    warehouse.publish(_aside(tmp_path, 1), warehouse_dir=tmp_path, build_id="20260101T000000-a")
    assert _value(tmp_path) == 1
    waiting = _aside(tmp_path, 2)
    assert _value(tmp_path) == 1
    warehouse.publish(waiting, warehouse_dir=tmp_path, build_id="20260102T000000-b")
    assert _value(tmp_path) == 2


def test_a_missing_build_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError, match=r"no published build; run `lanxun build"):
        warehouse.current(tmp_path)


@pytest.mark.parametrize("name", ["../../etc/passwd", "gone.duckdb", ""])
def test_a_pointer_to_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "current").write_text(name, encoding="utf-8")
    with pytest.raises(NoBuildError, match="which is not there"):
        warehouse.current(tmp_path)


def test_a_file_with_a_write_ahead_log_is_not_published(tmp_path: Path) -> None:
    aside = _aside(tmp_path, 1)
    aside.with_name(aside.name + ".wal").write_bytes(b"x")
    with pytest.raises(PublishError, match="write-ahead log"):
        warehouse.publish(aside, warehouse_dir=tmp_path, build_id="20260101T000000-a")
    assert not (tmp_path / "current").exists()


def test_a_sweep_removes_what_a_killed_build_left_and_nothing_else(tmp_path: Path) -> None:
    warehouse.publish(_aside(tmp_path, 1), warehouse_dir=tmp_path, build_id="20260101T000000-a")
    for name in (f"y.duckdb{warehouse.ASIDE}", f"y.duckdb{warehouse.ASIDE}.wal", "current.new"):
        (tmp_path / name).write_bytes(b"half")
    assert len(warehouse.sweep(tmp_path)) == 3
    assert _value(tmp_path) == 1


HOLD = """
import sys, time
from pathlib import Path
from pipelines import warehouse

with warehouse.exclusive(Path(sys.argv[1])):
    Path(sys.argv[2]).touch()
    time.sleep(60)
"""


def test_a_second_build_is_told_who_builds_and_the_lock_dies_with_its_holder(tmp_path: Path) -> None:
    # a plain process: multiprocessing would run again whatever script another test left as __main__
    ready = tmp_path / "ready"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path), str(ready)], cwd=ROOT)
    deadline = time.monotonic() + 30
    while not ready.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert ready.exists()
    with pytest.raises(BusyError, match=f"process {holder.pid}"), warehouse.exclusive(tmp_path):
        pytest.fail("two builds at once")
    holder.kill()
    holder.wait()
    with warehouse.exclusive(tmp_path):
        assert (tmp_path / ".lock").read_text() == str(os.getpid())


def test_old_builds_go_but_not_the_current_a_months_last_or_a_cited_one(tmp_path: Path) -> None:
    ids = ["20260110T080000-a", "20260131T080000-b", "20260210T080000-c", "20260220T080000-d", "20260228T080000-e", "20260410T080000-f"]
    for number, build_id in enumerate(ids):
        warehouse.publish(_aside(tmp_path, number), warehouse_dir=tmp_path, build_id=build_id)
    gone = warehouse.prune(tmp_path, now=datetime(2026, 4, 12), cited=["20260210T080000-c"])
    assert gone == ["20260110T080000-a", "20260220T080000-d"]
    assert _value(tmp_path) == 5


def test_a_reader_can_open_no_other_file_and_change_no_setting(tmp_path: Path) -> None:
    warehouse.publish(_aside(tmp_path, 1), warehouse_dir=tmp_path, build_id="20260101T000000-a")
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with warehouse.connect(tmp_path) as con:
        for statement in (
            f"select * from read_csv('{tmp_path}/secret.csv')",
            f"attach '{tmp_path}/other.duckdb'",
            "set enable_external_access = true",
            f"copy t to '{tmp_path}/out.csv'",
            "create table u as select 1",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(statement)
