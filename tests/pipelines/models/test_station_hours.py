"""Station hours: the text of the day, GB/T 8170, missing pollutants, ties."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.air_chain import CLEAN, Row, compute, hour, one


def station_hour(observed_at: str = "2026-03-05 10:00", *, jurisdiction: str = "CN", **values: Any) -> Row:
    (row,) = compute("station_hours", hours=[hour(observed_at, **values)], jurisdiction=jurisdiction)["station_hours"]
    return row


def test_midnight_belongs_to_the_day_before_and_to_its_text() -> None:
    before = station_hour("2026-03-01 00:00", pm25_ugm3=75.0)
    after = station_hour("2026-03-01 01:00", pm25_ugm3=75.0)
    assert (before["observed_on"], before["hour_of_day"], before["month_id"]) == (dt.date(2026, 2, 28), 24, 202602)
    assert (before["standard_id"], before["iaqi_pm25"], before["aqi"]) == ("HJ633-2012", 100, 100)
    assert (after["standard_id"], after["iaqi_pm25"], after["aqi"]) == ("HJ633-2026", 114, 114)


@pytest.mark.parametrize(
    ("column", "given", "rounded"),
    [
        ("pm25", 12.5, 12),
        ("pm25", 13.5, 14),
        ("pm25", 60.5, 60),
        ("pm25", 60.51, 61),
        ("pm25", 60.6, 61),
        ("pm25", 61.5, 62),
        ("so2", 0.0, 0),
        ("so2", 0.5, 0),
        ("o3", 160.5, 160),
        ("no2", 201.499, 201),
    ],
)
def test_a_half_goes_to_the_even_neighbour(column: str, given: float, rounded: int) -> None:
    assert station_hour(**{f"{column}_ugm3": given})[f"{column}_rounded"] == rounded


@pytest.mark.parametrize(("given", "tenths"), [(0.25, 2), (0.35, 4), (4.05, 40), (4.15, 42), (4.151, 42)])
def test_carbon_monoxide_keeps_one_decimal(given: float, tenths: int) -> None:
    assert station_hour(co_mgm3=given)["co_rounded"] == tenths


def test_rounding_comes_before_the_index() -> None:
    assert station_hour(pm25_ugm3=60.5)["iaqi_pm25"] == 100
    assert station_hour(pm25_ugm3=60.51)["iaqi_pm25"] == 101


def test_pollutants_with_the_same_largest_index_are_named_together_in_one_order() -> None:
    row = station_hour(pm25_ugm3=35.0 + 25.0, pm10_ugm3=120.0, o3_ugm3=200.0, no2_ugm3=200.0)
    assert (row["aqi"], row["primary_pollutant"]) == (100, "NO2、PM10、PM2.5、O3")


def test_clean_air_has_no_primary_pollutant() -> None:
    row = station_hour(pm25_ugm3=35.0)
    assert (row["aqi"], row["level_code"], row["primary_pollutant"]) == (50, 1, None)


@pytest.mark.parametrize("missing", [name for name in CLEAN if name != "pm10_ugm3"])
def test_since_2026_an_index_with_a_pollutant_missing_is_published_only_above_100(missing: str) -> None:
    below = station_hour(pm10_ugm3=120.0, **{missing: None})
    above = station_hour(pm10_ugm3=121.0, **{missing: None})
    assert (below["aqi"], below["aqi_at_hand"], below["invalid_reason"]) == (None, 100, "pollutant_missing")
    assert (below["level_code"], below["primary_pollutant"]) == (None, None)
    assert (above["aqi"], above["primary_pollutant"], above["invalid_reason"]) == (101, "PM10", None)


def test_until_2026_the_rest_gives_the_index() -> None:
    assert station_hour("2026-02-20 10:00", so2_ugm3=None)["aqi"] is not None


def test_what_a_publisher_published_without_a_pollutant_is_computed_too() -> None:
    row = station_hour(so2_ugm3=None, published_aqi=77, published_primary="颗粒物(PM10)")
    assert (row["aqi"], row["invalid_reason"], row["published_aqi"]) == (20, None, 77)  # PM10 20 µg/m³ of 50 for index 50


def test_beyond_the_table_the_index_stays_at_its_end_and_the_concentration_stays_true() -> None:
    row = station_hour(pm10_ugm3=6976.0)
    assert (row["aqi"], row["pm10_ugm3"], row["pm10_ngm3"]) == (500, 6976.0, 6_976_000)


def test_sulphur_dioxide_above_800_has_no_hourly_index_before_2026_and_200_after() -> None:
    assert station_hour("2026-02-20 10:00", so2_ugm3=801.0)["iaqi_so2"] is None
    assert station_hour("2026-03-20 10:00", so2_ugm3=801.0)["iaqi_so2"] == 200


@pytest.mark.parametrize(("flag", "counts"), [(None, True), ("N", True), (" n ", True), ("D", False), ("无效", False), ("?", False)])
def test_only_a_flag_known_as_valid_lets_an_hour_count(flag: str | None, counts: bool) -> None:
    row = station_hour(flag=flag)
    assert (row["aqi"] is not None, row["pm25_ngm3"] is not None) == (counts, counts)
    assert row["invalid_reason"] == (None if counts else "flagged")


def test_an_hour_without_values_says_so() -> None:
    row = station_hour(**dict.fromkeys(CLEAN))
    assert (row["aqi"], row["aqi_at_hand"], row["invalid_reason"]) == (None, None, "no_value")


def test_without_a_text_of_the_index_there_is_no_index() -> None:
    row = station_hour(jurisdiction="US")
    assert (row["standard_id"], row["aqi"], row["invalid_reason"], row["pm25_ugm3"]) == (None, None, "no_standard", 10.0)


def test_a_later_file_replaces_an_earlier_one() -> None:
    early = hour("2026-03-05 10:00", pm25_ugm3=1.0) | {"source_received_at": dt.datetime(2026, 3, 5, 11)}
    late = hour("2026-03-05 10:00", pm25_ugm3=2.0) | {"source_received_at": dt.datetime(2026, 3, 6, 11)}
    for hours in ([early, late], [late, early]):
        assert one(compute("station_hours", hours=hours)["station_hours"])["pm25_ugm3"] == 2.0


def test_the_least_index_since_2026_is_1() -> None:
    zero = dict.fromkeys(CLEAN, 0.0)
    assert station_hour("2026-02-20 10:00", **zero)["aqi"] == 0
    assert station_hour("2026-03-20 10:00", **zero)["aqi"] == 1
