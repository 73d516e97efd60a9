"""A person of some townships sees their rows and nobody else's, whatever a page asks."""

from pathlib import Path

import duckdb
import pytest

from dashboard.internal.reading.warehouse import Published

TABLES = """
create table enterprises (enterprise_id varchar, name varchar, district varchar, township varchar);
insert into enterprises values ('a', '甲', '东县', '一镇'), ('b', '乙', '东县', '二镇'), ('c', '丙', '西县', null), ('d', '丁', null, null);
create table visits (visit_id varchar, enterprise_id varchar);
insert into visits values ('1', 'a'), ('2', 'b'), ('3', 'c'), ('4', 'd');
create table complaints (complaint_id varchar, district varchar, township varchar);
insert into complaints values ('x', '东县', '一镇'), ('y', '西县', null);
create table complaint_groups (complaint_id varchar, group_id varchar);
insert into complaint_groups values ('x', 'g'), ('y', 'g');
create table stg_meters (meter_id varchar, enterprise_id varchar);
insert into stg_meters values ('m', 'a'), ('n', 'b');
create table stg_power (meter_id varchar, kw double);
insert into stg_power values ('m', 1), ('m', 2), ('n', 4);
create table stg_inspections (enterprise_id varchar, district varchar);
insert into stg_inspections values ('a', '西县'), ('c', '东县');
create table stations (station_id varchar, district varchar);
insert into stations values ('s', '东县'), ('t', '西县');
"""


@pytest.fixture
def build(tmp_path: Path) -> Published:
    path = tmp_path / "20261208T003000-abc123.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(TABLES)
    return Published(build_id=path.stem, path=path, connection=duckdb.connect(str(path), read_only=True))


def seen(build: Published, table: str, column: str) -> set[str]:
    return set(build.rows(f'select "{column}" as it from {table}')["it"])


def test_a_district_is_all_its_townships(build: Published) -> None:
    east = build.within(frozenset({"东县"}))
    assert seen(east, "enterprises", "enterprise_id") == {"a", "b"}
    assert seen(east, "visits", "visit_id") == {"1", "2"}
    assert seen(east, "complaint_groups", "complaint_id") == {"x"}


def test_a_township_is_itself_alone_down_to_its_meters(build: Published) -> None:
    town = build.within(frozenset({"一镇"}))
    assert seen(town, "enterprises", "name") == {"甲"}
    assert seen(town, "stg_power", "kw") == {1.0, 2.0}
    assert seen(town, "complaints", "complaint_id") == {"x"}


def test_a_delivered_district_does_not_move_a_row_to_another_office(build: Published) -> None:
    """The inspection of `a` says 西县, its enterprise lies in 东县."""
    assert seen(build.within(frozenset({"西县"})), "stg_inspections", "enterprise_id") == {"c"}


@pytest.mark.parametrize("table", ["main.enterprises", '"enterprises"', "ENTERPRISES"])
def test_no_spelling_goes_round_it(build: Published, table: str) -> None:
    assert seen(build.within(frozenset({"一镇"})), table, "enterprise_id") == {"a"}


def test_a_name_that_is_sql_is_a_name(build: Published) -> None:
    assert seen(build.within(frozenset({"x') or (1=1"})), "enterprises", "enterprise_id") == set()


def test_nobody_s_district_shows_nothing_and_none_shows_all(build: Published) -> None:
    assert seen(build.within(frozenset()), "enterprises", "enterprise_id") == set()
    assert seen(build.within(None), "enterprises", "enterprise_id") == {"a", "b", "c", "d"}


def test_stations_belong_to_everybody(build: Published) -> None:
    assert seen(build.within(frozenset({"东县"})), "stations", "station_id") == {"s", "t"}


def test_the_whole_is_unchanged_after_a_part_was_seen(build: Published) -> None:
    build.within(frozenset({"一镇"})).rows("select * from enterprises")
    assert seen(build, "enterprises", "enterprise_id") == {"a", "b", "c", "d"}
