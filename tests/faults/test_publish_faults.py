"""Killed, crowded or out of disk: the old build is what readers see, and the next run cleans up."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from tests.faults import builds

HOURS = "select count(*), sum(pm25_ngm3) from station_hours"
RUNS = int(os.environ.get("LANXUN_KILLS", "12"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = builds.write(tmp_path_factory.mktemp("faults") / "tiny")
    done = builds.build(folder)
    assert done.returncode == 0, done.stderr
    return folder


def rows_of_days(days: int) -> int:
    return days * 23 * 2


def readings_of_day(number: int) -> str:
    months, day = divmod(number - 1, 28)
    return builds.readings(range(day + 1, day + 2), pm25_ugm3=30).replace("2026-03-", f"2026-{3 + months:02d}-")


@pytest.mark.parametrize("options", [("--full",), ()], ids=["whole", "increment"])
def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new_build_whole(tmp_path: Path, options: tuple[str, ...]) -> None:
    city = builds.write(tmp_path / "tiny")
    assert builds.build(city).returncode == 0
    chance = random.Random(1)
    days, usual_s, killed, last = 10, 0.0, 0, ""
    for run in range(-1, 3 * RUNS):
        if killed >= RUNS // 3 and run >= RUNS:
            break
        before, held = builds.published(city), builds.rows(city, HOURS)
        if not options and before.name != last:
            days += 1  # an increment has something to do: one day more than the published build
            (city / "raw" / f"readings_{days}.csv").write_text(readings_of_day(days), encoding="utf-8")
        last = before.name
        started = time.perf_counter()
        process = subprocess.Popen(builds.command(city, *options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # half of the kills are aimed at the last tenth, where the file is renamed and the pointer replaced
        aim = chance.uniform(0.85, 1.0) if run % 2 else chance.uniform(0.2, 1.0)
        # how long a build takes depends on what else the machine does: one that ends before it is killed says it anew
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=120 if run < 0 else usual_s * aim)
            usual_s = time.perf_counter() - started
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        told = builds.rows(city, HOURS)
        assert told == held if builds.published(city) == before else told[0][0] == rows_of_days(days)
    assert killed >= RUNS // 3, "the kills must hit running builds"
    assert builds.build(city).returncode == 0
    left = [path.name for path in (city / "warehouse").iterdir() if "building" in path.name or path.suffix in {".wal", ".new"}]
    assert left == []
    kept = builds.rows(city, HOURS)
    assert kept[0][0] == rows_of_days(days)
    assert builds.build(city, "--full").returncode == 0
    assert builds.rows(city, HOURS) == kept


def test_two_builds_at_once_one_wins_and_the_other_says_so(city: Path) -> None:
    both = [subprocess.Popen(builds.command(city, "--full"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120) for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    loser = next(err for process, (_, err) in zip(both, told, strict=True) if process.returncode == 1)
    assert "another build of" in loser
    assert "Traceback" not in loser


def test_a_full_disk_is_one_sentence_and_the_old_build_stays(city: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small file system can only be mounted by root")
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(small)], check=False, capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this sandbox mounts no file system")
    try:
        folder = small / "tiny"
        shutil.copytree(city, folder, ignore=shutil.ignore_patterns("*.duckdb", "current"))
        assert builds.build(folder).returncode == 0
        before = builds.published(folder)
        filler = small / "filler"
        free = shutil.disk_usage(small).free
        filler.write_bytes(b"\0" * max(0, free - 200_000))
        done = builds.build(folder, "--full")
        assert done.returncode == 2
        assert "disk" in done.stderr
        assert "the published build is untouched" in done.stderr
        assert "Traceback" not in done.stderr
        assert builds.published(folder) == before
        assert builds.rows(folder, HOURS)[0][0] == 460
        filler.unlink()
        assert builds.build(folder, "--full").returncode == 0
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_a_foreign_write_ahead_log_beside_a_build_changes_nothing(city: Path) -> None:
    path = builds.published(city)
    before = builds.rows(city, HOURS)
    other = path.with_name("other.db")
    con = duckdb.connect(str(other))
    con.execute("set checkpoint_threshold = '1GB'")
    con.execute("create table station_hours as select 999999 as pm25_ngm3")
    shutil.copy(f"{other}.wal", f"{path}.wal")
    con.close()
    with contextlib.suppress(duckdb.Error):  # refused is as good as ignored; replayed would be neither
        assert builds.rows(city, HOURS) == before
    assert builds.build(city).returncode == 0
    other.unlink()
    assert builds.rows(city, HOURS) == before


def test_a_reader_that_holds_the_old_build_is_not_disturbed(city: Path) -> None:
    with duckdb.connect(str(builds.published(city)), read_only=True) as con:
        before = con.execute(HOURS).fetchall()
        assert builds.build(city, "--full").returncode == 0
        assert con.execute(HOURS).fetchall() == before
