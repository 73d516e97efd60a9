"""Hours of wind: what is delivered, what is valid and which met station speaks for a monitor."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from tests.join_tables import ALWAYS, join_tables
from tests.model_chain import on_duckdb, rows_of

MODELS = ["stg_weather", "met_points", "station_met_ranks", "met_winds", "station_winds"]
NOON = dt.datetime(2026, 1, 15, 12)


def met(met_id: str, x_m: float | None, y_m: float | None = 0.0) -> dict[str, Any]:
    return {"kind": "met_station", "source_key": met_id, "x_m": x_m, "y_m": y_m}


def wind(
    met_id: str, at: dt.datetime = NOON, wind_from_deg: float | None = 0.0, wind_ms: float | None = 3.0, **more: Any
) -> dict[str, Any]:
    return {"met_id": met_id, "observed_at": at, "wind_from_deg": wind_from_deg, "wind_ms": wind_ms, "month_id": 202601, **more}


def winds(places: list[dict[str, Any]], raw_weather: list[dict[str, Any]], **tables: Any) -> list[dict[str, Any]]:
    stations = [{"station_id": "S", "level": "city", "x_m": 0.0, "y_m": 0.0}]
    given = {"station_points": stations, "site_places": places, "raw_weather": raw_weather, **tables}
    return rows_of(on_duckdb(MODELS, join_tables(**given))["station_winds"], "station_id", "observed_at")


def test_the_nearest_met_station_speaks() -> None:
    (row,) = winds([met("FAR", 3000.0), met("NEAR", -2000.0)], [wind("FAR"), wind("NEAR", wind_from_deg=90.0)])
    assert (row["met_id"], row["distance_m"], row["wind_from_deg"]) == ("NEAR", 2000.0, 90.0)


@pytest.mark.parametrize(("direction", "speed"), [(None, 3.0), (90.0, None), (None, None)])
def test_an_hour_without_a_valid_wind_is_taken_from_the_next_station(direction: float | None, speed: float | None) -> None:
    first = wind("NEAR", wind_from_deg=direction, wind_ms=speed)
    places = [met("NEAR", 1000.0), met("NEXT", 2000.0), met("LAST", 3000.0)]
    (row,) = winds(places, [first, wind("NEXT"), wind("LAST")])
    assert row["met_id"] == "NEXT"
    rows = winds(places, [first, wind("LAST"), wind("NEAR", NOON + dt.timedelta(hours=1))])
    assert [row["met_id"] for row in rows] == ["LAST", "NEAR"]


def test_ties_go_to_the_lower_code() -> None:
    (row,) = winds([met("B", 1000.0), met("A", -1000.0)], [wind("B"), wind("A")])
    assert row["met_id"] == "A"


def test_a_wind_from_too_far_is_no_wind() -> None:
    assert [row["met_id"] for row in winds([met("M", 50000.0)], [wind("M")])] == ["M"]
    assert winds([met("M", 50000.1)], [wind("M")]) == []


def test_the_distance_limit_is_the_one_in_force_on_the_day() -> None:
    rules = [
        {"max_distance_m": 1000.0, **ALWAYS, "valid_to": dt.date(2026, 1, 14)},
        {"max_distance_m": 5000.0, "valid_from": dt.date(2026, 1, 15), "valid_to": None},
    ]
    midnight = dt.datetime(2026, 1, 15, 0)
    rows = winds([met("M", 4000.0)], [wind("M", midnight), wind("M", midnight + dt.timedelta(hours=1))], rule_wind_rules=rules)
    assert [row["observed_at"].hour for row in rows] == [1]


def test_a_met_station_without_a_place_is_left_out() -> None:
    assert winds([met("M", None, None)], [wind("M")]) == []


def test_calm_needs_no_direction() -> None:
    (row,) = winds([met("M", 0.0)], [wind("M", wind_from_deg=None, wind_ms=0.0)])
    assert (row["is_calm"], row["ux"], row["distance_m"]) == (True, None, 0.0)
    (row,) = winds([met("M", 0.0)], [wind("M", wind_ms=1.0)])
    assert row["is_calm"] is False


def test_the_later_version_of_an_hour_counts() -> None:
    versions = [
        wind("M", wind_from_deg=10.0, source_received_at=NOON, source_file="a", source_line=9),
        wind("M", wind_from_deg=20.0, source_received_at=NOON + dt.timedelta(days=1), source_file="a", source_line=1),
        wind("M", wind_from_deg=30.0, source_received_at=None, source_file="z", source_line=1),
    ]
    (row,) = winds([met("M", 0.0)], versions)
    assert row["wind_from_deg"] == 20.0


def test_the_unit_vector_points_to_where_the_wind_comes_from() -> None:
    (row,) = winds([met("M", 0.0)], [wind("M", wind_from_deg=60.0)])
    assert (row["ux"], row["uy"]) == pytest.approx((math.sqrt(3) / 2, 0.5))


def test_a_day_without_hours_is_spread_over_its_24_hours() -> None:
    day = {"met_id": "M", "observed_on": dt.date(2026, 1, 31), "wind_from_deg": 90.0, "wind_ms": 3.0, "rain_mm": 12.0, "month_id": 202601}
    rows = rows_of(on_duckdb(["stg_weather"], join_tables(raw_weather_daily=[day]))["stg_weather"], "met_id", "observed_at")
    assert [row["observed_at"] for row in rows] == [dt.datetime(2026, 1, 31) + dt.timedelta(hours=h) for h in range(1, 25)]
    assert {(row["step_h"], row["rain_mm"], row["observed_on"], row["month_id"]) for row in rows} == {
        (24, 0.5, dt.date(2026, 1, 31), 202601)
    }


def test_a_day_with_hours_keeps_only_its_hours() -> None:
    day = {"met_id": "M", "observed_on": dt.date(2026, 1, 15), "wind_from_deg": 90.0, "wind_ms": 3.0, "month_id": 202601}
    rows = on_duckdb(["stg_weather"], join_tables(raw_weather_daily=[day], raw_weather=[wind("M")]))["stg_weather"]
    assert [row["step_h"] for row in rows.to_pylist()] == [1]


def test_only_the_asked_months_are_computed() -> None:
    december = wind("M", dt.datetime(2025, 12, 31, 12)) | {"month_id": 202512}
    assert [row["month_id"] for row in winds([met("M", 0.0)], [wind("M"), december])] == [202601]


@pytest.mark.parametrize("table", ["stg_readings", "stg_readings_daily"])
def test_days_spread_over_hours_are_carried_only_in_months_with_readings(table: str) -> None:
    days = [
        {"met_id": "M", "observed_on": dt.date(2026, month, 10), "wind_from_deg": 90.0, "wind_ms": 3.0, "month_id": 202600 + month}
        for month in (1, 2)
    ]
    months = [{"month_id": 202601}, {"month_id": 202602}]
    without = winds([met("M", 0.0)], [], raw_weather_daily=days, run_months=months)
    assert without == []
    rows = winds([met("M", 0.0)], [], raw_weather_daily=days, run_months=months, **{table: [{"station_id": "S", "month_id": 202602}] * 2})
    assert [(row["month_id"], row["observed_at"].hour or 24) for row in rows] == [(202602, hour) for hour in range(1, 25)]


def test_measured_hours_are_carried_also_where_the_readings_are_late() -> None:
    assert len(winds([met("M", 0.0)], [wind("M")], stg_readings=[])) == 1
