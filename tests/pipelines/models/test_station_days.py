"""Station days: exact means, eight-hour ozone, minimum hours, events, both texts."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.air_chain import Row, compute, day, hour, one

NEW, OLD = "HJ633-2026", "HJ633-2012"


def in_force(rows: list[Row], **where: Any) -> Row:
    return one(rows, is_in_force=True, **({"basis": "raw"} | where))


def station_day(hours: list[Row], **where: Any) -> Row:
    return in_force(compute("station_days", hours=hours)["station_days"], **where)


def half_even(value: Fraction, *, decimals: int = 0) -> float:
    """GB/T 8170 by Python's own Decimal, with digits enough to hold every mean of 24 hours to 40 places."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN))


def test_one_day_has_a_row_for_every_basis_and_text() -> None:
    rows = compute("station_days", hours=day("2026-03-05"))["station_days"]
    assert sorted((row["basis"], row["standard_id"], row["is_in_force"]) for row in rows) == [
        ("excl_event", OLD, False),
        ("excl_event", NEW, True),
        ("raw", OLD, False),
        ("raw", NEW, True),
    ]


def test_the_same_day_under_the_other_text_has_the_other_index() -> None:
    rows = compute("station_days", hours=day("2026-02-28", pm25_ugm3=75.0))["station_days"]
    assert one(rows, basis="raw", standard_id=OLD)["aqi"] == 100
    assert one(rows, basis="raw", standard_id=NEW)["aqi"] == 114
    assert one(rows, basis="raw", is_in_force=True)["standard_id"] == OLD


@pytest.mark.parametrize(("hours", "is_valid"), [(20, True), (19, False)])
def test_a_daily_mean_needs_twenty_hours(hours: int, is_valid: bool) -> None:
    row = station_day(day("2026-03-05", hours=range(1, hours + 1)))
    assert (row["pm25_ugm3"] == 10.0) is is_valid
    assert row["pm25_hours"] == hours


def test_the_day_runs_from_hour_1_to_hour_24() -> None:
    hours = [hour("2026-03-05 00:00", pm25_ugm3=900.0), *day("2026-03-05"), hour("2026-03-06 01:00", pm25_ugm3=900.0)]
    row = in_force(compute("station_days", hours=hours)["station_days"], observed_on=dt.date(2026, 3, 5))
    assert row["pm25_ugm3"] == 10.0


def test_a_mean_of_exactly_one_half_goes_to_the_even_neighbour() -> None:
    for low, even in ((10.0, 10.0), (11.0, 12.0)):
        hours = day("2026-03-05", hours=range(1, 13), pm25_ugm3=low) + day("2026-03-05", hours=range(13, 25), pm25_ugm3=low + 1)
        assert station_day(hours)["pm25_ugm3"] == even


def test_ozone_takes_the_largest_window_that_ends_between_8_and_24() -> None:
    early = day("2026-03-05", hours=range(1, 8), o3_ugm3=300.0) + day("2026-03-05", hours=range(8, 25), o3_ugm3=20.0)
    assert station_day(early)["o3_8h_max_ugm3"] == half_even(Fraction(7 * 300 + 20, 8))
    late = day("2026-03-05", hours=range(1, 17), o3_ugm3=20.0) + day("2026-03-05", hours=range(17, 25), o3_ugm3=180.0)
    assert station_day(late)["o3_8h_max_ugm3"] == 180.0


def test_a_window_ending_at_a_missing_hour_still_counts_with_six_values() -> None:
    hours = [h for h in day("2026-03-05", o3_ugm3=20.0) if h["observed_at"].hour not in (16, 17)]
    for reading in hours:
        if 10 <= reading["observed_at"].hour <= 15:
            reading["o3_ugm3"] = 200.0
    assert station_day(hours)["o3_8h_max_ugm3"] == 200.0


def test_few_windows_count_only_when_their_maximum_is_above_the_limit() -> None:
    hours = day("2026-03-05", o3_ugm3=None)
    for reading in hours[8:18]:
        reading["o3_ugm3"] = 160.0
    assert station_day(hours)["o3_8h_max_ugm3"] is None
    for reading in hours[8:18]:
        reading["o3_ugm3"] = 160.001
    assert station_day(hours)["o3_8h_max_ugm3"] == 160.0


def test_the_daily_report_reads_the_ozone_hour_only_before_2026() -> None:
    hours = day("2026-02-28", o3_ugm3=20.0)
    hours[13]["o3_ugm3"] = 210.0
    rows = compute("station_days", hours=hours)["station_days"]
    assert one(rows, basis="raw", standard_id=OLD)["iaqi_o3"] == 105  # 100 + 50 · 10 / 100
    assert one(rows, basis="raw", standard_id=NEW)["iaqi_o3"] == 22  # eight hours: 350 / 8 = 43.75 → 44; 44 · 50 / 100


def test_without_event_hours_the_rest_is_judged_and_nothing_counts_as_missing() -> None:
    dust = {"event_id": "E1", "starts_at": dt.datetime(2026, 3, 5, 6), "ends_at": dt.datetime(2026, 3, 5, 18)}
    hours = day("2026-03-05", hours=range(1, 7)) + day("2026-03-05", hours=range(7, 19), pm10_ugm3=900.0)
    hours += day("2026-03-05", hours=range(19, 25))
    events = [dust | {"pollutants": "PM10", "approved_by": "省站"}]
    rows = compute("station_days", hours=hours, events=events)["station_days"]
    raw, without = in_force(rows), in_force(rows, basis="excl_event")
    assert (raw["pm10_ugm3"], raw["primary_pollutant"], raw["pm10_hours"]) == (460.0, "PM10", 24)
    assert (without["pm10_ugm3"], without["pm10_hours"], without["pm25_ugm3"]) == (None, 12, 10.0)
    assert (without["aqi"], without["invalid_reason"]) == (30, None)  # ozone 60 of 100 for index 50
    unapproved = compute("station_days", hours=hours, events=[dust | {"pollutants": "PM10"}])["station_days"]
    assert in_force(unapproved, basis="excl_event")["pm10_ugm3"] == 460.0


def test_a_delivered_day_stands_where_no_hours_are() -> None:
    daily = [
        {"station_id": "S1", "observed_on": dt.date(2026, 3, 5), "pm25_ugm3": 99.0},
        {"station_id": "S2", "observed_on": dt.date(2026, 3, 5), "pm25_ugm3": 36.5, "valid_hours": 24.0},
        {"station_id": "S3", "observed_on": dt.date(2026, 3, 5), "pm25_ugm3": 36.5, "valid_hours": 19.0},
    ]
    rows = compute("station_days", hours=day("2026-03-05"), daily=daily)["station_days"]
    assert (in_force(rows, station_id="S1")["source_step"], in_force(rows, station_id="S1")["pm25_ugm3"]) == ("hour", 10.0)
    assert (in_force(rows, station_id="S2")["source_step"], in_force(rows, station_id="S2")["pm25_ugm3"]) == ("day", 36.0)
    assert in_force(rows, station_id="S3")["pm25_ugm3"] is None


def test_a_day_of_another_country_has_values_and_no_index() -> None:
    row = one(compute("station_days", hours=day("2026-03-05"), jurisdiction="US")["station_days"], basis="raw")
    assert (row["pm25_ugm3"], row["aqi"], row["invalid_reason"], row["is_in_force"]) == (10.0, None, "no_standard", False)


thousandths = st.one_of(st.none(), st.integers(0, 900).map(float), st.integers(0, 900_000).map(lambda n: n / 1000))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(thousandths, min_size=24, max_size=24), min_size=1, max_size=8))
def test_means_and_ozone_maxima_equal_fractions(days: list[list[float | None]]) -> None:
    hours = [
        hour(dt.datetime(2026, 3, 5) + dt.timedelta(hours=number), f"S{station}", pm25_ugm3=value, o3_ugm3=value)
        for station, values in enumerate(days)
        for number, value in enumerate(values, start=1)
    ]
    rows = compute("station_days", hours=hours)["station_days"]
    for station, values in enumerate(days):
        row = in_force(rows, station_id=f"S{station}")
        exact = [None if value is None else Fraction(round(value * 1000), 1000) for value in values]
        told = [value for value in exact if value is not None]
        mean = half_even(sum(told, Fraction(0)) / len(told)) if len(told) >= 20 else None
        windows = [[v for v in exact[end - 8 : end] if v is not None] for end in range(8, 25)]
        maxima = [sum(window, Fraction(0)) / len(window) for window in windows if len(window) >= 6]
        largest = max(maxima, default=Fraction(0))
        is_valid = len(maxima) >= 14 or largest > 160
        assert row["pm25_ugm3"] == mean
        assert row["o3_8h_max_ugm3"] == (half_even(largest) if is_valid else None)


def test_a_delivered_day_of_an_event_loses_the_pollutants_of_the_event() -> None:
    daily = [{"station_id": "S1", "observed_on": dt.date(2026, 3, 5), "pm25_ugm3": 20.0, "pm10_ugm3": 500.0}]
    dust = {"event_id": "E1", "starts_at": dt.datetime(2026, 3, 4, 20), "ends_at": dt.datetime(2026, 3, 5, 3)}
    rows = compute("station_days", daily=daily, events=[dust | {"pollutants": "可吸入颗粒物", "approved_by": "省站"}])["station_days"]
    without = in_force(rows, basis="excl_event")
    assert (in_force(rows)["pm10_ugm3"], without["pm10_ugm3"], without["pm25_ugm3"]) == (500.0, None, 20.0)


@pytest.mark.parametrize(
    ("place", "service", "left_out"),
    [
        ({}, {}, None),
        ({"lon": 114.0, "lat": 35.0}, {}, None),
        ({"lon": -122.1, "lat": 47.6}, {}, "away"),
        ({}, {"active_from": dt.date(2026, 3, 6)}, "not_active"),
        ({}, {"active_to": dt.date(2026, 3, 4)}, "not_active"),
        ({}, {"active_from": dt.date(2026, 3, 5), "active_to": dt.date(2026, 3, 5)}, None),
    ],
)
def test_a_day_away_or_out_of_service_counts_for_nobody_and_stays_to_be_read(place: Row, service: Row, left_out: str | None) -> None:
    daily = [{"station_id": "S1", "observed_on": dt.date(2026, 3, 5), "pm25_ugm3": 12.0, **place}]
    stations = [{"station_id": "S1", "name": "S1", "level": "national", "lon": 114.0, "lat": 35.0, **service}]
    found = compute("stg_readings_daily", "station_days", daily=daily, stations=stations)
    (kept,) = found["stg_readings_daily"]
    assert (kept["pm25_ngm3"], kept["left_out"]) == (12_000, left_out)
    assert bool(found["station_days"]) is (left_out is None)


def test_an_hour_out_of_service_has_no_value_and_says_why() -> None:
    stations = [{"station_id": "S1", "name": "S1", "level": "national", "lon": 114.0, "lat": 35.0, "active_from": dt.date(2026, 3, 6)}]
    # 2026-03-06 00:00 ends the last hour of March 5
    hours = [hour("2026-03-06T00:00"), hour("2026-03-06T01:00")]
    before, after = sorted(compute("station_hours", hours=hours, stations=stations)["station_hours"], key=lambda row: row["observed_at"])
    assert (before["pm25_ugm3"], before["invalid_reason"]) == (None, "not_active")
    assert (after["pm25_ugm3"], after["invalid_reason"]) == (10.0, None)
