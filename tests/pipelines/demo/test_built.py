"""Build the demo city and find every planted trap where the census says it is: nothing more, nothing less."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from pipelines.demo.world import World

HEADLESS = (".parquet", ".geojson")


@pytest.fixture(scope="module")
def warehouse(demo_city: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = demo_city / "warehouse"
    with duckdb.connect(str(folder / (folder / "current").read_text(encoding="utf-8").strip()), read_only=True) as con:
        yield con


@pytest.fixture(scope="module")
def traps(demo_city: Path) -> list[dict[str, Any]]:
    return json.loads((demo_city / "truth" / "traps.json").read_text(encoding="utf-8"))["traps"]


def _one(con: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = con.execute(query).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def _count(traps: list[dict[str, Any]], *names: str) -> int:
    return sum(trap["count"] for trap in traps if trap["trap"] in names)


def _keys(traps: list[dict[str, Any]], *names: str, folder: str) -> set[str]:
    return {trap["key"] for trap in traps if trap["trap"] in names and trap["file"].startswith(folder)}


def test_every_rejected_row_was_planted_and_every_planted_one_is_rejected(
    warehouse: duckdb.DuckDBPyConnection, traps: list[dict[str, Any]]
) -> None:
    found = warehouse.execute("select file, line from rejected_rows").fetchall()
    assert sorted(found) == sorted((trap["file"], trap["line"]) for trap in traps if trap["outcome"] == "rejected_row")


def test_every_rejected_cell_was_planted_and_every_planted_one_is_rejected(
    warehouse: duckdb.DuckDBPyConnection, traps: list[dict[str, Any]]
) -> None:
    found = warehouse.execute("select file, line, reason from rejected_cells").fetchall()
    assert sorted(found) == sorted((trap["file"], trap["line"], trap["trap"]) for trap in traps if trap["outcome"] == "rejected_cell")


def test_every_line_is_accounted_for(warehouse: duckdb.DuckDBPyConnection, traps: list[dict[str, Any]]) -> None:
    lines = dict(warehouse.execute("select disposition, cast(sum(lines) as bigint) from source_lines group by 1").fetchall())
    assert sum(lines.values()) == _one(warehouse, "select cast(sum(line_count) as bigint) from source_files")
    assert lines["exact_duplicate"] == _count(traps, "exact_duplicate_line")
    assert lines["rejected"] == _count(traps, "row_without_code")
    headed = sum(not file.endswith(HEADLESS) for (file,) in warehouse.execute("select file from source_files").fetchall())
    untidy = _count(traps, "title_line", "merged_heading", "repeated_heading", "totals_row", "text_over_two_lines")
    assert lines["non_data"] == headed + untidy


def test_sources_are_2265_however_many_lists_name_them(warehouse: duckdb.DuckDBPyConnection, traps: list[dict[str, Any]]) -> None:
    counts = dict(warehouse.execute("select source_type, count(*) from enterprises group by 1").fetchall())
    assert counts == {"industry": 1653, "gas_station": 69, "auto_repair": 126, "catering": 417}
    assert _one(warehouse, "select count(*) from enterprise_links where rule <> 'self'") == _count(traps, "other_name_of_same_firm")


def test_a_firm_without_a_good_code_is_known_by_name_and_place(
    warehouse: duckdb.DuckDBPyConnection, world: World, traps: list[dict[str, Any]]
) -> None:
    wrong = next(trap for trap in traps if trap["trap"] == "wrong_check_digit")
    firm = next(firm for firm in world.firms if firm.uscc[:17] == wrong["text"][:17])
    row = _one(warehouse, f"select rule, enterprise_id from enterprise_links where source_key = 'key_units:{wrong['key']}'")
    assert row == ("name_and_distance", firm.enterprise_id)
    assert _one(warehouse, f"select uscc, is_uscc_valid, source_count from enterprises where enterprise_id = '{firm.enterprise_id}'") == (
        firm.uscc,
        True,
        3,
    )


def test_flags_come_from_whichever_list_has_them(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = "is_key_unit", "has_cems", "has_power_meter", "is_on_positive_list"
    counts = _one(warehouse, "select " + ", ".join(f"cast(count(*) filter ({name}) as bigint)" for name in columns) + " from enterprises")
    assert counts == (86, 65, 320, 314)


@pytest.mark.parametrize(("feed", "folder"), [("permits", "企业/排污许可"), ("catering", "企业/餐饮")])
def test_every_bad_place_is_named_and_no_good_one_is(
    warehouse: duckdb.DuckDBPyConnection, traps: list[dict[str, Any]], feed: str, folder: str
) -> None:
    corrected = {trap["key"] for trap in traps if trap["trap"] == "accepted_correction" and trap["column"] == "lon"}
    wanted = {
        "outside_city": _keys(traps, "swapped_lon_lat", "outside_city", folder=folder) - corrected,
        "missing": _keys(traps, "zero_zero", "blank_coordinates", folder=folder),
        "duplicate": _keys(traps, "stacked_points", folder=folder),
    }
    for quality, keys in wanted.items():
        query = f"select source_key from places where kind = 'enterprise' and place_quality = '{quality}' and source_key like '{feed}:%'"
        assert {key.partition(":")[2] for (key,) in warehouse.execute(query).fetchall()} == keys


def test_complaints_with_bad_places_are_named(warehouse: duckdb.DuckDBPyConnection, traps: list[dict[str, Any]]) -> None:
    for quality, names in (("outside_city", ("swapped_lon_lat",)), ("missing", ("zero_zero", "blank_coordinates"))):
        found = warehouse.execute(f"select source_key from places where kind = 'complaint' and place_quality = '{quality}'").fetchall()
        assert {key for (key,) in found} == _keys(traps, *names, folder="信访")


def test_only_the_list_with_the_wrong_headings_is_accused_of_its_datum(
    warehouse: duckdb.DuckDBPyConnection, traps: list[dict[str, Any]]
) -> None:
    accused = warehouse.execute("select source_feed, declared, voted from datum_votes where is_wrong").fetchall()
    assert accused == [("fume_monitored", "wgs84", "gcj02")]
    (note,) = warehouse.execute("select note from datum_votes where is_wrong").fetchone() or ("",)
    assert note.startswith("「油烟监测运维单位（演示数据）」的污染源坐标申报为 WGS84，疑为 GCJ-02（两者相差约 ")
    doubted = warehouse.execute(
        "select split_part(source_key, ':', 1), count(*) from places where place_quality = 'suspected_datum' group by 1"
    )
    assert dict(doubted.fetchall()) == {"fume_monitored": _count(traps, "wgs84_columns_hold_gcj02")}


def test_good_places_are_where_the_firms_truly_are(warehouse: duckdb.DuckDBPyConnection, world: World) -> None:
    """To a second of arc where degrees and minutes were typed, to half a metre elsewhere, whatever the datum of the list."""
    rows = warehouse.execute("select enterprise_id, x_m, y_m from enterprises where place_quality = 'ok'").fetchall()
    firms = {firm.enterprise_id: firm for firm in world.firms}
    away = np.array([np.hypot(firms[i].x_m - x, firms[i].y_m - y) for i, x, y in rows])
    assert len(away) > 2200
    assert away.max() < 60
    assert (away > 0.5).sum() <= 40  # degrees-minutes, and places taken over from a rougher list


def test_16_of_359_complaints_are_repeats_of_the_planted_groups(warehouse: duckdb.DuckDBPyConnection, demo_city: Path) -> None:
    with (demo_city / "truth" / "complaints.csv").open(encoding="utf-8") as file:
        planted = {row["complaint_id"]: row["repeat_group"] for row in csv.DictReader(file)}
    found = warehouse.execute("select complaint_id, repeat_group_id, is_repeat from complaints").fetchall()
    assert len(found) == 359
    assert sum(is_repeat for _, _, is_repeat in found) == 16
    pairs = {(planted[i], group) for i, group, _ in found}
    assert len(pairs) == 6  # five groups and the rest, one to one
    assert ("0", None) in pairs


def test_a_moved_station_stands_where_the_newer_list_says_and_a_renamed_one_has_its_new_name(
    warehouse: duckdb.DuckDBPyConnection, world: World
) -> None:
    sites = {site.station_id: site for site in world.sites}
    rows = warehouse.execute("select station_id, name, lon, lat from stations").fetchall()
    assert len(rows) == 40
    for station_id, name, lon, lat in rows:
        assert name == sites[station_id].name
        assert (lon, lat) == pytest.approx((sites[station_id].lon, sites[station_id].lat), abs=1e-6)


def test_readings_are_the_last_that_were_delivered(warehouse: duckdb.DuckDBPyConnection, world: World, traps: list[dict[str, Any]]) -> None:
    """Corrected, resent, full-width, 24:00: whatever the way of writing, the value is the true one."""
    spoilt = Counter(trap["trap"] for trap in traps if trap["file"].startswith("空气/小时") and trap["trap"] == "below_detection")
    query = (
        "select station_id, observed_at, pm25_ugm3, pm10_ugm3, so2_ugm3, no2_ugm3, o3_ugm3 from station_hours where so2_ugm3 is not null"
    )
    rows = warehouse.execute(query).fetchnumpy()
    places = {site.station_id: i for i, site in enumerate(world.sites)}
    at = np.array([places[station] for station in rows["station_id"]])
    hour = (rows["observed_at"].astype("datetime64[h]") - world.span.ends_at[0]).astype(int)
    for k, name in enumerate(("pm25", "pm10", "so2", "no2", "o3")):
        shown = np.ma.filled(rows[f"{name}_ugm3"].astype(float), np.nan)
        true = world.readings.values[at, hour, k].astype(float)
        true[true < 0] = np.nan
        np.testing.assert_array_equal(shown, true)
    known = 0
    for i, site in enumerate(world.sites):
        own = world.span.days[: world.span.known] >= np.datetime64(site.active_from)
        known += int((own & (world.readings.values[i, : world.span.known, 2] >= 0)).sum())
    late = next(trap["count"] for trap in traps if trap["trap"] == "late_station")
    assert len(at) == known - spoilt["below_detection"] - late


def test_carbon_monoxide_of_the_micro_stations_is_in_milligrams(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select median(h.co_mgm3) filter (s.level = 'micro') / median(h.co_mgm3) filter (s.level = 'township')
        from station_hours as h join stations as s using (station_id) where h.observed_at >= timestamp '2025-11-01'
    """
    assert 0.7 < _one(warehouse, query) < 1.3


def test_one_station_is_late(warehouse: duckdb.DuckDBPyConnection, traps: list[dict[str, Any]]) -> None:
    query = (
        "select station_id from station_hours where pm25_ugm3 is not null group by 1 having max(observed_at) < timestamp '2026-12-08 06:00'"
    )
    late = next(trap for trap in traps if trap["trap"] == "late_station")
    assert warehouse.execute(query).fetchall() == [(late["key"],)]


def test_power_data_name_those_who_break_the_stop_order_and_nobody_else(warehouse: duckdb.DuckDBPyConnection, demo_city: Path) -> None:
    with (demo_city / "truth" / "misdeeds.csv").open(encoding="utf-8") as file:
        truth = {(row["kind"], row["enterprise_id"]) for row in csv.DictReader(file)}
    found = warehouse.execute("select distinct enterprise_id from monitoring_events where kind = 'stop_ignored'").fetchall()
    assert {i for (i,) in found} == {i for kind, i in truth if kind == "stop_order_broken"}


def test_power_data_name_the_idle_treatment_beside_faulty_meters_only(warehouse: duckdb.DuckDBPyConnection, demo_city: Path) -> None:
    """A stuck or silent meter raises a false alarm, as in life; any other alarm must be true."""
    with (demo_city / "truth" / "misdeeds.csv").open(encoding="utf-8") as file:
        off = {row["enterprise_id"] for row in csv.DictReader(file) if row["kind"] == "treatment_off"}
    with (demo_city / "truth" / "meter_faults.csv").open(encoding="utf-8") as file:
        faulty = {row["meter_id"] for row in csv.DictReader(file)}
    meters = warehouse.execute("select meter_id, enterprise_id from stg_meters").fetchall()
    excused = {enterprise_id for meter_id, enterprise_id in meters if meter_id in faulty}
    rows = warehouse.execute("select distinct enterprise_id from monitoring_events where kind = 'treatment_off'").fetchall()
    found = {enterprise_id for (enterprise_id,) in rows}
    assert off <= found
    assert found - off <= excused
