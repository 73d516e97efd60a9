"""Periods: percentiles, composite index, ranks, years with gaps, changes by one text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from tests.air_chain import Row, compute, one

AREA = {"area_kind": "city", "area": "甲市", "basis": "raw"}
CLEAN = {"pm25_ugm3": 30.0, "pm10_ugm3": 50.0, "so2_ugm3": 8.0, "no2_ugm3": 25.0, "o3_8h_max_ugm3": 90.0, "co_mgm3": 0.6}


def days(first: str, last: str, station_id: str = "S1", **values: float) -> list[Row]:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    span = [start + dt.timedelta(days=n) for n in range((end - start).days + 1)]
    return [{"station_id": station_id, "observed_on": on, **CLEAN, **values} for on in span]


def indices(daily: list[Row], **options: Any) -> list[Row]:
    return compute("air_indices", daily=daily, **options)["air_indices"]


def index(rows: list[Row], **where: Any) -> Row:
    return one(rows, **({"area_kind": "city", "basis": "raw", "profile_id": "index_2026_equal"} | where))


def percentile_of(values: list[int], percentile: int) -> int:
    """The stored percentile of ten times the values, in whole µg/m³: that shows one decimal, and ties."""
    pollutant = {90: "o3", 95: "pm25", 98: "so2"}[percentile]
    rows = [
        {**AREA, "observed_on": dt.date(2025, 1, 1) + dt.timedelta(days=n), "pollutant": pollutant, "statistic": "mean_24h"}
        | {"value_n9": value * 10**13, "is_valid": True}
        for n, value in enumerate(values)
    ]
    periods = [{"period_kind": "x", "period": "x", "period_no": 1, "year_lag": 1, "observed_on": row["observed_on"]} for row in rows]
    given = {"area_day_values": pa.Table.from_pylist(rows), "period_days": pa.Table.from_pylist(periods)}
    found = compute("period_values", given=given)["period_values"]
    return int(one(found, indicator=f"{pollutant}_p{percentile}")["value_steps"])


@pytest.mark.parametrize(
    ("values", "percentile", "tenfold"),
    [
        (list(range(1, 366)), 90, 3286),
        (list(range(1, 366)), 95, 3468),
        (list(range(1, 366)), 98, 3577),  # 357.72
        (list(range(1, 325)), 90, 2917),
        (list(range(1, 325)), 95, 3078),  # 307.85, a half
        (list(range(1, 325)), 98, 3175),  # 317.54
        (list(range(10, 101, 10)), 90, 910),
        (list(range(10, 101, 10)), 95, 955),
        (list(range(10, 101, 10)), 98, 982),
        ([7], 95, 70),
        ([5, 5, 5, 5], 90, 50),
    ],
)
def test_percentiles_are_those_of_the_text_whatever_the_order_of_days(values: list[int], percentile: int, tenfold: int) -> None:
    assert percentile_of(values, percentile) == percentile_of(values[::-1], percentile) == tenfold


EXAMPLE = {"so2_ugm3": 9.0, "no2_ugm3": 28.0, "pm10_ugm3": 70.0, "pm25_ugm3": 42.0, "co_mgm3": 1.2, "o3_8h_max_ugm3": 172.0}


@pytest.mark.parametrize(
    ("profile_id", "published", "thousandths"),
    [
        ("index_2018", 4.42, 4.425),  # 0.15 + 0.7 + 1 + 1.2 + 0.3 + 1.075, a half that goes to the even side
        ("index_2026_equal", 4.79, 4.792),  # 0.15 + 0.7 + 1.1667 + 1.4 + 0.3 + 1.075
        ("index_2026_weighted", 9.37, 9.367),  # 0.15 + 1.4 + 1.1667 + 4.2 + 0.3 + 2.15
    ],
)
def test_the_worked_example_of_the_composite_index(profile_id: str, published: float, thousandths: float) -> None:
    rows = indices(days("2026-03-01", "2026-03-31", **EXAMPLE))
    row = index(rows, profile_id=profile_id, period_kind="month")
    assert (row["composite_index"], row["composite_index_3dp"]) == (published, thousandths)
    assert (row["pm25_mean_ugm3"], row["co_p95_mgm3"], row["o3_p90_ugm3"]) == (42.0, 1.2, 172.0)


def test_the_profile_to_show_is_the_equal_one_unless_the_city_names_another() -> None:
    daily = days("2026-03-01", "2026-03-02")
    told = {row["profile_id"]: row["is_default"] for row in indices(daily) if row["period_kind"] == "month"}
    assert told == {"index_2018": True, "index_2026_equal": True, "index_2026_weighted": False}
    told = {row["profile_id"]: row["is_default"] for row in indices(daily, profile="index_2026_weighted") if row["period_kind"] == "month"}
    assert told == {"index_2018": True, "index_2026_equal": False, "index_2026_weighted": True}


def test_an_index_needs_all_six_pollutants() -> None:
    daily = [{key: value for key, value in row.items() if key != "so2_ugm3"} for row in days("2026-03-01", "2026-03-05")]
    row = index(indices(daily), period_kind="month")
    assert (row["composite_index"], row["composite_rank"], row["pm25_mean_ugm3"]) == (None, None, 30.0)


def test_equal_indices_share_a_rank_and_a_smaller_one_is_better() -> None:
    daily = [d for name, dust in (("S1", 50.0), ("S2", 50.0), ("S3", 80.0)) for d in days("2026-03-01", "2026-03-05", name, pm10_ugm3=dust)]
    rows = indices(daily, districts={"S1": "东区", "S2": "西区", "S3": "北区"})
    ranks = {row["area"]: (row["composite_rank"], row["ranked_areas"]) for row in rows if row["area_kind"] == "district"}
    assert ranks == {"东区": (1, 3), "西区": (1, 3), "北区": (3, 3)}


def test_a_year_with_too_few_days_or_a_short_month_has_a_reason_and_no_values() -> None:
    whole = days("2024-01-01", "2024-12-31")
    short = [row for row in whole if not (row["observed_on"].month == 5 and row["observed_on"].day > 26)]
    few = [row for row in whole if row["observed_on"].month > 1 or row["observed_on"].day > 27]
    few = [row for row in few if row["observed_on"].day <= 27]
    for daily, reason in ((whole, None), (short, "month_gap"), (few, "too_few_days")):
        row = index(indices([*daily, *days("2025-01-01", "2025-01-01")]), period_kind="year", period="2024")
        assert row["invalid_reason"] == reason
        assert (row["pm25_mean_ugm3"] is None) == (reason is not None)


def test_a_year_is_compared_with_the_same_days_of_the_year_before_by_one_text() -> None:
    daily = days("2025-01-01", "2025-12-31", pm25_ugm3=70.0) + days("2026-01-01", "2026-03-10", pm25_ugm3=56.0)
    rows = indices(daily)
    now = index(rows, period_kind="year_to_date", period="2026")
    before = index(rows, period_kind="year_to_date", period="2025")
    assert (before["from_on"], before["to_on"]) == (dt.date(2025, 1, 1), dt.date(2025, 3, 10))
    assert (now["pm25_yoy_pct"], before["pm25_yoy_pct"]) == (-20.0, None)
    # 70 µg/m³ is above 100 by the text of 2026 (60) and below by that of 2012 (75)
    assert (now["good_days"], before["good_days"], now["good_days_yoy"]) == (69, 0, 69.0)
    old = index(rows, profile_id="index_2018", period_kind="year_to_date", period="2025")
    assert (old["good_days"], old["published_good_days"], before["published_good_days"]) == (69, 69, 69)


def test_a_month_that_runs_is_compared_with_the_same_days_a_year_before() -> None:
    daily = (
        days("2025-03-01", "2025-03-10", so2_ugm3=10.0) + days("2025-03-11", "2025-03-31", so2_ugm3=90.0) + days("2026-03-01", "2026-03-10")
    )
    rows = compute("air_changes", daily=daily)["air_changes"]
    row = one(rows, area_kind="city", basis="raw", period_kind="month_to_date", indicator="so2_mean", comparison="year_on_year")
    assert (row["value"], row["value_before"], row["change"], row["change_pct"]) == (8.0, 10.0, -2.0, -20.0)


def test_spans_that_begin_on_other_days_are_not_compared() -> None:
    rows = indices(days("2025-02-01", "2025-12-31") + days("2026-01-01", "2026-03-10"))
    assert index(rows, period_kind="year_to_date", period="2026")["pm25_yoy_pct"] is None


def test_only_whole_months_are_compared_with_the_one_before() -> None:
    rows = indices(days("2026-01-15", "2026-01-31") + days("2026-02-01", "2026-03-31", pm25_ugm3=33.0) + days("2026-04-01", "2026-04-10"))
    told = {row["period"]: row["pm25_pop_pct"] for row in rows if row["period_kind"] == "month" and row["profile_id"] == "index_2026_equal"}
    told = {period: change for period, change in told.items() if change is not None}
    assert told == {"2026-03": 0.0}


def test_a_rolling_year_ends_on_the_last_day_and_the_one_before_a_year_earlier() -> None:
    rows = indices(days("2024-03-11", "2026-03-10"))
    spans = {row["period"]: (row["from_on"], row["to_on"]) for row in rows if row["period_kind"] == "rolling_12m"}
    assert spans == {
        "2026-03-10": (dt.date(2025, 3, 11), dt.date(2026, 3, 10)),
        "2025-03-10": (dt.date(2024, 3, 11), dt.date(2025, 3, 10)),
    }


def test_where_no_text_gives_an_index_means_still_stand() -> None:
    row = one(indices(days("2023-01-01", "2023-01-31"), jurisdiction="US"), area_kind="city", basis="raw", period_kind="month")
    assert (row["standard_id"], row["composite_index"], row["pm25_mean_ugm3"], row["valid_days"]) == (None, None, 30.0, 0)


@pytest.mark.parametrize(
    ("first", "last", "kind", "period", "covered", "of", "needed"),
    [
        # 62 days until 20 November: the year so far has 324 days, the year back 365
        ("2026-09-20", "2026-11-20", "year_to_date", "2026", 62, 324, 287),
        ("2026-09-20", "2026-11-20", "rolling_12m", "2026-11-20", 62, 365, 324),
        ("2026-09-20", "2026-11-20", "rolling_3y", "2026-11-20", 62, 1096, 972),  # with 29 February 2024
        ("2026-09-20", "2026-11-20", "month", "2026-09", 11, 30, 27),
        ("2026-09-20", "2026-11-20", "month", "2026-10", 31, 31, 27),
        ("2026-09-20", "2026-11-20", "month", "2026-11", 20, 20, 18),
        ("2023-03-01", "2024-02-29", "rolling_12m", "2024-02-29", 366, 366, 324),
        ("2023-03-01", "2024-02-28", "rolling_12m", "2024-02-28", 365, 365, 324),
        ("2024-01-01", "2025-02-28", "rolling_12m", "2025-02-28", 366, 366, 324),
        ("2024-01-01", "2024-03-01", "year_to_date", "2024", 61, 61, 54),
        ("2024-01-01", "2024-03-01", "month", "2024-02", 29, 29, 25),
        ("2023-02-01", "2024-02-29", "month_to_date", "2023-02", 28, 28, 25),
    ],
)
def test_a_period_tells_its_days_the_days_with_data_and_whether_they_stand_for_it(
    first: str, last: str, kind: str, period: str, covered: int, of: int, needed: int
) -> None:
    row = index(indices(days(first, last)), period_kind=kind, period=period)
    assert (row["covered_days"], row["period_days"], row["required_days"]) == (covered, of, needed)
    assert row["is_representative"] is (covered >= needed)
    told = None if covered >= needed else f"时段共 {of} 天，有效数据仅 {covered} 天，少于 {needed} 天，不代表整个时段"
    assert row["validity_note"] == told
    assert row["pm25_mean_ugm3"] == 30.0


def test_a_year_the_text_calls_invalid_says_so_in_words() -> None:
    row = index(indices(days("2025-01-01", "2025-10-01") + days("2026-01-01", "2026-01-05")), period_kind="year", period="2025")
    assert (row["invalid_reason"], row["pm25_mean_ugm3"], row["is_representative"]) == ("too_few_days", None, False)
    assert row["validity_note"] == "全年有效数据仅 274 天，按标准无效，不予评价"
