"""City days: the mean of the stations, how many must be valid, when a day is over."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.air_chain import Row, compute, day, hour, one
from tests.pipelines.models.test_station_days import half_even

ON = dt.date(2026, 3, 5)


def city(rows: list[Row], **where: object) -> Row:
    return one(rows, **({"area_kind": "city", "basis": "raw", "is_in_force": True} | where))


def stations(count: int) -> list[Row]:
    return [
        {"station_id": f"S{n}", "name": f"S{n}", "level": "national", "lon": 114.0, "lat": 35.0, "active_from": dt.date(2020, 1, 1)}
        for n in range(count)
    ]


def city_day(valid: int, count: int) -> Row:
    hours = [h for n in range(valid) for h in day("2026-03-05", f"S{n}")]
    return city(compute("city_days", hours=hours, stations=stations(count))["city_days"])


@pytest.mark.parametrize(
    ("valid", "count", "is_valid"),
    [(3, 4, True), (2, 4, False), (15, 20, True), (14, 20, False), (2, 3, True), (1, 3, False), (1, 2, True), (1, 1, True)],
)
def test_three_quarters_of_the_stations_must_be_valid_half_where_there_are_fewer_than_four(valid: int, count: int, is_valid: bool) -> None:
    row = city_day(valid, count)
    assert (row["pm25_ugm3"] is not None) is is_valid
    assert row["invalid_reason"] == (None if is_valid else "too_few_stations")
    assert (row["station_count"], row["fewest_valid_stations"]) == (count, valid)


def test_a_mean_of_three_stations_that_is_a_half_goes_to_the_even_neighbour() -> None:
    # 12 + 1/3, 12 + 1/3 and 12 + 5/6: no station value is a finite decimal, their mean is exactly 12.5
    thirds = [13.0] * 8 + [12.0] * 16
    sixths = [13.0] * 20 + [12.0] * 4
    hours = [
        hour(dt.datetime(2026, 3, 5) + dt.timedelta(hours=number), f"S{n}", pm25_ugm3=value)
        for n, values in enumerate((thirds, thirds, sixths))
        for number, value in enumerate(values, start=1)
    ]
    assert city(compute("city_days", hours=hours)["city_days"])["pm25_ugm3"] == 12.0


def test_a_day_that_is_not_over_has_no_city_value() -> None:
    hours = day("2026-03-05", hours=range(1, 23))
    assert compute("city_days", hours=hours, as_of="2026-03-05T22:00")["city_days"] == []
    assert city(compute("city_days", hours=hours, as_of="2026-03-06T00:00")["city_days"])["pm25_ugm3"] == 10.0


def test_a_station_outside_its_active_days_is_neither_expected_nor_counted() -> None:
    listed = stations(2)
    listed[1]["active_to"] = dt.date(2026, 3, 4)
    hours = day("2026-03-05", "S0") + day("2026-03-05", "S1", pm25_ugm3=90.0)
    row = city(compute("city_days", hours=hours, stations=listed)["city_days"])
    assert (row["pm25_ugm3"], row["station_count"]) == (10.0, 1)


def test_stations_of_another_level_do_not_enter_the_mean() -> None:
    listed = stations(2)
    listed[1]["level"] = "micro"
    hours = day("2026-03-05", "S0") + day("2026-03-05", "S1", pm25_ugm3=90.0)
    assert city(compute("city_days", hours=hours, stations=listed)["city_days"])["pm25_ugm3"] == 10.0


def test_districts_and_named_cities_have_their_own_means() -> None:
    listed = stations(2)
    listed[0]["city_name"], listed[1]["city_name"] = "甲", "乙"
    hours = day("2026-03-05", "S0", pm25_ugm3=10.0) + day("2026-03-05", "S1", pm25_ugm3=21.0)
    rows = compute("city_days", hours=hours, stations=listed, districts={"S0": "东区", "S1": "西区"})["city_days"]
    told = {(row["area_kind"], row["area"]): row["pm25_ugm3"] for row in rows if row["is_in_force"] and row["basis"] == "raw"}
    assert told == {
        ("city", "甲市"): 16.0,
        ("district", "东区"): 10.0,
        ("district", "西区"): 21.0,
        ("named_city", "甲"): 10.0,
        ("named_city", "乙"): 21.0,
    }


values = st.integers(0, 400).map(float)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(values, min_size=20, max_size=24), min_size=1, max_size=9))
def test_the_city_mean_equals_fractions(station_hours: list[list[float]]) -> None:
    hours = [
        hour(dt.datetime(2026, 3, 5) + dt.timedelta(hours=number), f"S{n}", pm25_ugm3=value, co_mgm3=value / 10)
        for n, told in enumerate(station_hours)
        for number, value in enumerate(told, start=1)
    ]
    row = city(compute("city_days", hours=hours)["city_days"])
    means = [Fraction(sum(map(int, told)), len(told)) for told in station_hours]
    mean = sum(means, Fraction(0)) / len(means)
    assert row["pm25_ugm3"] == half_even(mean)
    assert row["co_mgm3"] == half_even(mean / 10, decimals=1)
