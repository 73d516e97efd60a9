"""Readers see the published build, whole, and can do nothing but read it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard.internal.reading import data_state, places, warehouse
from pipelines.errors import NoBuildError
from tests.dashboard.small_build import many_rows, one_row, write_city, write_settings

STATIONS = [("市政府", "national", 113.62, 34.75), ("微站 07", "micro", 113.6, 34.66)]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return write_city(tmp_path / "city", rows=one_row())


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "select * from glob('/*')",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb'",
        "install spatial",
        "load spatial",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "create table t (i int)",
        "delete from enterprises",
        "export database '/tmp/out'",
    ],
)
def test_a_reader_can_neither_leave_the_build_nor_change_it(city: Path, statement: str) -> None:
    with pytest.raises((duckdb.Error, NoBuildError)):
        warehouse.current(city).rows(statement)


def test_a_new_build_is_seen_without_a_restart(city: Path) -> None:
    before = warehouse.current(city)
    folder = city / "warehouse"
    after = folder / "20261209T003000-def456.duckdb"
    with duckdb.connect(str(after)) as con:
        con.execute("create table t as select 42 as answer")
    (folder / "current").write_text(after.name, encoding="utf-8")
    assert warehouse.current(city).rows("select answer from t")["answer"].tolist() == [42]
    assert warehouse.published(city, before.build_id).rows("select count(*) as n from enterprises")["n"].tolist() == [1]


def test_many_threads_each_get_their_own_rows(city: Path) -> None:
    build = warehouse.current(city)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda i: build.rows("select ? as i", [i])["i"][0], range(320)))
    assert answers == list(range(320))


@pytest.mark.parametrize("build_id", ["", "..", "../secret", "a/b", "nothing", "x" * 200, "\0"])
def test_an_address_opens_no_other_file(city: Path, build_id: str) -> None:
    with pytest.raises(NoBuildError):
        warehouse.published(city, build_id)


def test_a_city_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError, match="lanxun build"):
        warehouse.current(write_settings(tmp_path / "city"))


def test_a_damaged_build_says_what_to_do(city: Path) -> None:
    damaged = city / "warehouse" / "20270101T000000-000000.duckdb"
    damaged.write_bytes(b"this is no database" * 1000)
    (city / "warehouse" / "current").write_text(damaged.name, encoding="utf-8")
    with pytest.raises(NoBuildError, match="lanxun build"):
        warehouse.current(city)


def test_a_build_of_another_version_says_what_to_do(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city", tables="create table t (i int);", about="")
    with pytest.raises(NoBuildError, match="another version"):
        places.stations(warehouse.current(city))


def test_the_lines_of_every_file_add_up(tmp_path: Path) -> None:
    build = warehouse.current(write_city(tmp_path / "city", rows=many_rows(enterprises=50, stations=STATIONS)))
    files = data_state.files(build)
    assert (files[["loaded", "rejected", "non_data", "exact_duplicate"]].sum(axis=1) == files["lines"]).all()
    assert sum(data_state.lines(build).values()) == files["lines"].sum()


def test_a_row_with_two_reasons_counts_for_both(tmp_path: Path) -> None:
    build = warehouse.current(write_city(tmp_path / "city", rows=many_rows(enterprises=50, stations=STATIONS)))
    found = {(row.scope, row.reason): row.times for row in data_state.reasons(build).itertuples()}
    # 400 rejected rows in turns of four: time; number; key; number and key
    assert found[("row", "not_a_number")] == found[("row", "required_missing")] == 200
    assert found[("row", "not_a_date")] == 100
    assert found[("cell", "out_of_range")] == 150


def test_a_click_names_the_point_that_the_layer_drew(tmp_path: Path) -> None:
    build = warehouse.current(write_city(tmp_path / "city", rows=many_rows(enterprises=20, stations=STATIONS)))
    drawn = places.enterprises(build)["enterprise_id"].tolist()
    assert [places.enterprise_at(build, row=row)["enterprise_id"] for row in range(20)] == drawn
    assert places.enterprise_at(build, row=20) is None


def test_points_that_lie_elsewhere_do_not_widen_the_map(tmp_path: Path) -> None:
    rows = one_row() + "insert into enterprises values ('E2', '远方', 'industry', null, 0, 0, 'outside_city');"
    assert places.bounds(warehouse.current(write_city(tmp_path / "city", rows=rows))) == (113.62, 34.75, 113.63, 34.76)
