"""A day more, a corrected file, a correction: the increment is what a full build would be."""

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest

from tests.faults import builds

# what a build writes about itself differs by nature
ABOUT = {"build_info", "build_steps", "build_states"}


def _content(folder: Path) -> dict[str, tuple[object, ...]]:
    with duckdb.connect(str(builds.published(folder)), read_only=True) as con:
        names = [str(row[0]) for row in con.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: tuple(con.execute(f'select count(*), sum(hash("{name}")) from "{name}"').fetchall())
            for name in sorted(names)
            if name not in ABOUT
        }


COMPLAINTS = """
[[feed]]
name = "complaints"
table = "complaints"
files = ["complaints*.csv"]
datum = "wgs84"
[feed.columns]
complaint_id = "编号"
received_at = "时间"
category = "类别"
content = "内容"
lon = "经度"
lat = "纬度"
closed_on = "办结"
"""


def _complaints(*rows: str) -> str:
    return "编号,时间,类别,内容,经度,纬度,办结\n" + "".join(f"{row}\n" for row in rows)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = builds.write(tmp_path / "tiny")
    assert builds.build(folder).returncode == 0
    return folder


def _steps(folder: Path) -> dict[str, str]:
    return {str(name): str(action) for name, action in builds.rows(folder, "select table_name, action from build_steps")}


def test_a_day_more_costs_its_month_and_equals_a_full_build(city: Path) -> None:
    (city / "raw" / "readings_2.csv").write_text(builds.readings(range(11, 12), pm25_ugm3=50), encoding="utf-8")
    assert builds.build(city).returncode == 0
    assert _steps(city)["station_hours"] == "months"
    assert _steps(city)["stg_enterprises"] == "kept"
    increment = _content(city)
    assert builds.build(city, "--full").returncode == 0
    assert increment == _content(city)


def test_nothing_new_keeps_every_table(city: Path) -> None:
    assert builds.build(city).returncode == 0
    assert set(_steps(city).values()) <= {"kept", "view"}


def test_a_new_word_in_the_city_reaches_the_analyses_that_are_given_the_city(city: Path) -> None:
    note = "select note from datum_votes where source_feed = 'enterprises'"
    assert str(builds.rows(city, note)[0][0]).startswith("「enterprises」的污染源坐标")
    feeds = city / "feeds.toml"
    told = feeds.read_text(encoding="utf-8").replace('table = "enterprises"', 'table = "enterprises"\nsource = "工业企业名录"')
    feeds.write_text(told, encoding="utf-8")
    assert builds.build(city).returncode == 0
    assert str(builds.rows(city, note)[0][0]).startswith("「工业企业名录」的污染源坐标")
    assert _steps(city)["station_hours"] == "kept"


def test_a_later_file_counts_unless_known_at_is_earlier(city: Path) -> None:
    later = city / "raw" / "readings_1_corrected.csv"
    later.write_text(builds.HEADING + "S1,2026-03-05 10:00,999,80,9,30,60,0.7\n", encoding="utf-8")
    first_s = (city / "raw" / "readings_1.csv").stat().st_mtime
    os.utime(later, (first_s + 172_800, first_s + 172_800))
    value = "select pm25_ngm3 from station_hours where station_id = 'S1' and observed_at = timestamp '2026-03-05 10:00:00'"
    assert builds.build(city).returncode == 0
    assert builds.rows(city, value) == [(999_000,)]
    assert builds.rows(city, "select count(*) from source_files where table_name = 'readings'") == [(2,)]
    increment = _content(city)
    assert builds.build(city, "--full").returncode == 0
    assert increment == _content(city)
    between = datetime.fromtimestamp(first_s + 86_400, tz=timezone(timedelta(hours=8)))
    assert builds.build(city, "--known-at", f"{between:%Y-%m-%dT%H:%M}").returncode == 0
    assert builds.rows(city, value) == [(40_000,)]


def test_as_of_hides_every_later_fact(city: Path) -> None:
    assert builds.build(city, "--as-of", "2026-03-05T10:00").returncode == 0
    assert builds.rows(city, "select max(observed_at) from station_hours")[0][0].isoformat() == "2026-03-05T10:00:00"


def test_a_complaint_more_joins_those_of_earlier_months_and_equals_a_full_build(city: Path) -> None:
    with (city / "feeds.toml").open("a", encoding="utf-8") as feeds:
        feeds.write(COMPLAINTS)
    old = [f"C{day},2026-{month:02d}-{day} 09:00,异味,第{day}件,113.52,34.5," for month, day in ((1, 20), (1, 28), (2, 20), (2, 28))]
    (city / "raw" / "complaints_1.csv").write_text(_complaints(*(row.replace("C", f"C{n}") for n, row in enumerate(old))), encoding="utf-8")
    assert builds.build(city).returncode == 0
    assert builds.rows(city, "select count(*) from complaints where is_repeat") == [(0,)]
    more = ("D1,2026-03-02 10:00,异味,又一件,113.52,34.5,", "D2,2026-03-09 10:00,异味,第28件,113.52,34.5,")
    (city / "raw" / "complaints_2.csv").write_text(_complaints(*more), encoding="utf-8")
    assert builds.build(city).returncode == 0
    assert builds.rows(city, "select count(distinct repeat_group_id), count(*) from complaints where is_repeat")[0][0] == 1
    assert (_steps(city)["repeat_links"], _steps(city)["complaints"], _steps(city)["enterprises"]) == ("months", "months", "kept")
    increment = _content(city)
    assert builds.build(city, "--full").returncode == 0
    assert increment == _content(city)
