"""Chicago as it is: another country, projection and clock, days instead of hours, and no rule of China in it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer
from shapely import STRtree, points

from pipelines import city
from pipelines.rules import load_rules
from tests.cities.built import Built

UTM = Transformer.from_crs("EPSG:4326", "EPSG:32616", always_xy=True)
BOX_DEG = (-88.30, 41.44, -87.50, 42.18)
MPH_MS = 0.44704
CHINESE_TEXT = re.compile(r"(HJ|GB|DB\d*)(/T)?\s*\d|〔|令第|环办|国办|国发")


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sensor_rows(shared_data: Path) -> list[dict[str, str]]:
    folder = shared_data / "chicago" / "eclipse_sensors" / "readings"
    paths = [*folder.glob("archive/*-20*.csv"), *folder.glob("daily_updates/*.csv")]
    return [row for path in sorted(paths) for row in lines_of(path)]


def is_elsewhere(row: dict[str, str]) -> bool:
    west, south, east, north = BOX_DEG
    return not (west <= float(row["longitude"]) <= east and south <= float(row["latitude"]) <= north)


def weather(shared_data: Path) -> dict[str, dict[str, str]]:
    return {row["datetime"]: row for row in lines_of(shared_data / "chicago" / "weather_2010_2022.csv")}


def test_no_rule_of_another_country_is_in_force(chicago: Built) -> None:
    where = city.load(chicago.folder).jurisdiction
    assert where == "US"
    rules = load_rules(jurisdiction=where)
    rows = [row for table in rules.values() for row in table.to_pylist()]
    assert {row["jurisdiction"] for row in rows} <= {"US", "*"}
    # what a public file may disclose is still told by China's texts alone
    told = [row for name, table in rules.items() if name != "rule_disclosure_columns" for row in table.to_pylist()]
    assert [row for row in told if CHINESE_TEXT.search(row["clause"])] == []
    counted = dict(chicago.rows("select rule_set, row_count from build_rules"))
    assert counted == {name: table.num_rows for name, table in rules.items()}


def test_places_are_metres_of_zone_16_north(chicago: Built, shared_data: Path) -> None:
    given = {row["TRIFD"]: row for row in lines_of(shared_data / "chicago" / "tri_cook_county_facilities.csv")}
    rows = chicago.rows("select enterprise_id, x_m, y_m, lon, lat from enterprises")
    assert len(given) == 482
    assert len(rows) > 470
    for enterprise_id, x_m, y_m, lon, lat in rows:
        assert (lon, lat) == (float(given[enterprise_id]["lon"]), float(given[enterprise_id]["lat"]))
        assert (x_m, y_m) == pytest.approx(UTM.transform(lon, lat), abs=1e-6)


def test_the_clock_is_six_hours_behind(chicago: Built, shared_data: Path) -> None:
    (received_at,) = chicago.rows("select received_at from source_files where feed = 'complaints'")[0]
    saved = datetime.fromtimestamp((shared_data / "chicago" / "complaints_2021_jan_aug.csv").stat().st_mtime, UTC)
    assert abs(received_at - (saved.replace(tzinfo=None) - timedelta(hours=6))) < timedelta(seconds=1)


def test_days_delivered_are_days_published(chicago: Built, shared_data: Path) -> None:
    sensors = {(row["device_friendly_name"], row["date_time"][:10]): float(row["pm_25"]) for row in sensor_rows(shared_data)}
    monitor = {
        (row["site_number"], row["date_local"]): float(row["arithmetic_mean"])
        for row in lines_of(shared_data / "chicago" / "eclipse_sensors" / "epa_washington_pm_25.csv")
    }
    expected = {key: round(value * 1000) for key, value in (sensors | monitor).items()}
    rows = chicago.rows("select station_id, cast(observed_on as varchar), pm25_ngm3 from stg_readings_daily")
    found = {(station, day): value for station, day, value in rows}
    assert found.keys() == expected.keys()
    # a half of a millionth of a gram may go either way
    assert max(abs(found[key] - expected[key]) for key in found) <= 1
    away = {(row["device_friendly_name"], row["date_time"][:10]) for row in sensor_rows(shared_data) if is_elsewhere(row)}
    days = chicago.rows("select station_id, cast(observed_on as varchar) from station_days where basis = 'raw'")
    assert sorted(days) == sorted(expected.keys() - away)
    assert chicago.value("select count(*) from station_hours") == 0


def test_an_index_without_a_table_of_breakpoints_is_null_with_a_reason(chicago: Built) -> None:
    for table in ("station_days", "city_days"):
        rows = chicago.rows(f"select distinct aqi, level_code, primary_pollutant, standard_id, invalid_reason from {table}")
        assert rows == [(None, None, None, None, "no_standard")]
    assert chicago.value("select count(*) from station_days where pm25_ugm3 is null") == 0


def test_a_sensor_that_stands_in_another_city_is_flagged(chicago: Built, shared_data: Path) -> None:
    rows = sensor_rows(shared_data)
    away = Counter(row["device_friendly_name"] for row in rows if is_elsewhere(row))
    assert sum(away.values()) == 330
    latest = {row["device_friendly_name"]: row for row in sorted(rows, key=lambda row: row["date_time"])}
    gone = {name for name, row in latest.items() if is_elsewhere(row)}
    found = {row[0] for row in chicago.rows("select station_id from stations where place_quality = 'outside_city'")}
    assert found == gone
    # the other 27 rows are of seven sensors that were away for five days of January 2023 and came back
    assert sum(count for name, count in away.items() if name not in gone) == 27
    # none of them counts for the place where its station stands, and each is there to be read with the reason
    left_out = "select station_id, count(*) from stg_readings_daily where left_out = 'away' group by station_id"
    assert dict(chicago.rows(left_out)) == away
    counted = "select count(*) from station_days join stg_readings_daily using (station_id, observed_on) where left_out is not null"
    assert chicago.value(counted) == 0
    members = "select count(*) from zone_members join stations using (station_id) where stations.place_quality = 'outside_city'"
    assert chicago.value(members) == 0


def test_a_complaint_written_twice_is_one_complaint_and_its_lines_add_up(chicago: Built, shared_data: Path) -> None:
    path = shared_data / "chicago" / "complaints_2021_jan_aug.csv"
    rows = lines_of(path)
    distinct = {tuple(row.values()) for row in rows}
    numbers = {row["COMPLAINT ID"] for row in rows}
    assert (len(rows), len(distinct), len(numbers)) == (1683, 1571, 1571)
    fates = chicago.dispositions("complaints")
    assert (fates["loaded"], fates["exact_duplicate"]) == (1571, 112)
    assert sum(fates.values()) == len(path.read_bytes().splitlines())
    assert {row[0] for row in chicago.rows("select complaint_id from complaints")} == numbers


def candidates(chicago: Built) -> list[tuple[Any, ...]]:
    return chicago.rows("""
        select c.complaint_id, m.enterprise_id, m.distance_m, m.bearing_deg, m.wind_match, cast(cast(c.received_at as date) as varchar)
        from complaint_enterprises as m join complaints as c using (complaint_id)
    """)


def test_candidates_of_a_complaint_are_the_sources_within_two_kilometres(chicago: Built) -> None:
    homes = chicago.rows("select enterprise_id, lon, lat from enterprises order by 1")
    told = chicago.rows("select complaint_id, lon, lat, sources_within_2km from complaints order by 1")
    tree = STRtree([points(*UTM.transform(lon, lat)) for _, lon, lat in homes])
    expected, counts = set(), []
    for complaint_id, lon, lat, _ in told:
        near = tree.query(points(*UTM.transform(lon, lat)), predicate="dwithin", distance=2000.0)
        counts.append(len(near))
        if len(near) <= 20:
            expected |= {(complaint_id, homes[number][0]) for number in near}
    assert counts == [count for *_, count in told]
    assert max(counts) <= 20
    assert {(complaint_id, enterprise_id) for complaint_id, enterprise_id, *_ in candidates(chicago)} == expected


def test_each_candidate_is_judged_by_the_wind_of_its_day(chicago: Built, shared_data: Path) -> None:
    days = weather(shared_data)
    rows = candidates(chicago)
    assert len(rows) > 5000
    for _, _, _, bearing_deg, wind_match, day in rows:
        speed_ms = float(days[day]["windspeed"]) * MPH_MS
        turn = abs((bearing_deg - float(days[day]["winddir"]) + 180.0) % 360.0 - 180.0)
        half = 45.0 if speed_ms >= 2.0 else 60.0
        assert speed_ms >= 1.0
        if abs(turn - half) > 0.01:
            assert wind_match == ("upwind" if turn < half else "not_upwind")


def test_miles_fahrenheit_and_inches_are_converted(chicago: Built) -> None:
    """The file says for 2021-06-26: 75.1 °F, 84.3 %, 1.22 in, 16.1 mph from 208.7°."""
    rows = chicago.rows("""
        select temp_c, humidity_pct, rain_mm, wind_ms, wind_from_deg, step_h from stg_weather where observed_on = date '2021-06-26'
    """)
    assert len(rows) == 24
    temp_c, humidity_pct, rain_mm, wind_ms, wind_from_deg, step_h = rows[0]
    assert temp_c == pytest.approx(43.1 / 1.8)
    assert rain_mm * 24 == pytest.approx(30.988)
    assert wind_ms == pytest.approx(7.197344)
    assert (humidity_pct, wind_from_deg, step_h) == (84.3, 208.7, 24)


def test_a_decade_of_daily_weather_is_carried_only_to_months_with_readings(chicago: Built) -> None:
    """The weather ends with June 2022, the readings begin with May."""
    months = {row[0] for row in chicago.rows("select distinct month_id from stg_readings_daily")}
    carried = {row[0] for row in chicago.rows("select distinct month_id from station_winds")}
    assert carried == {month for month in months if month <= 202206}
    assert carried
    assert chicago.value("select count(distinct month_id) from stg_weather") == 150


def test_the_build_says_it_published_and_nothing_is_wrong(chicago: Built) -> None:
    assert "已发布" in chicago.printed
    assert "Traceback" not in chicago.printed + chicago.errors
