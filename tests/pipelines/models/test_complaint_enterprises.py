"""Complaints, the wind of their hour and their best candidates."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.analyses import complaint_sources
from tests.join_tables import CITY, DEFAULTS, join_tables
from tests.model_chain import on_duckdb, rows_of

MODELS = ["stg_weather", "met_points", "met_winds", "complaint_winds", "complaint_enterprises"]
AT = dt.datetime(2026, 1, 15, 10, 20)
MET = {"kind": "met_station", "source_key": "M", "x_m": 0.0, "y_m": 0.0}


def complaint(complaint_id: str = "C", x_m: float = 0.0, y_m: float = 0.0, at: dt.datetime = AT) -> dict[str, Any]:
    return {"complaint_id": complaint_id, "received_at": at, "month_id": 202601, "x_m": x_m, "y_m": y_m, "category": "smell"}


def enterprise(enterprise_id: str, x_m: float, y_m: float) -> dict[str, Any]:
    return {"enterprise_id": enterprise_id, "x_m": x_m, "y_m": y_m, "source_type": "catering"}


def wind(hour: int, wind_from_deg: float | None, wind_ms: float = 3.0, met_id: str = "M", day: int = 15) -> dict[str, Any]:
    at = dt.datetime(2026, 1, day) + dt.timedelta(hours=hour)
    return {"met_id": met_id, "observed_at": at, "wind_from_deg": wind_from_deg, "wind_ms": wind_ms, "month_id": 202601}


def candidates(enterprises: list[dict[str, Any]], **tables: Any) -> list[dict[str, Any]]:
    usual = {"complaint_points": [complaint()], "site_places": [MET], "enterprise_points": enterprises, **tables}
    inputs = join_tables(**usual)
    inputs["complaint_sources"] = complaint_sources.run(inputs, city=CITY)
    return rows_of(on_duckdb(MODELS, inputs)["complaint_enterprises"], "complaint_id", "rank_no")


def test_the_radius_is_inclusive() -> None:
    rows = candidates([enterprise("IN", 1200.0, 1600.0), enterprise("OUT", 1200.0, 1600.1), enterprise("WEST", -2000.0, 0.0)])
    assert [row["enterprise_id"] for row in rows] == ["IN", "WEST"]


def test_upwind_comes_before_a_nearer_one_the_wind_speaks_against() -> None:
    rows = candidates([enterprise("N", 0.0, 900.0), enterprise("S", 0.0, -500.0)], raw_weather=[wind(11, 0.0)])
    assert [(row["enterprise_id"], row["wind_match"], row["weighted_m"]) for row in rows] == [
        ("N", "upwind", 900.0),
        ("S", "not_upwind", 1000.0),
    ]


@pytest.mark.parametrize(("factor", "order"), [(1.5, ["S", "N"]), (2.0, ["N", "S"]), (3.0, ["N", "S"])])
def test_how_much_the_wind_weighs_is_a_rule(factor: float, order: list[str]) -> None:
    rules = [row | {"against_wind_factor": factor} if row["rule_id"] == "candidates" else row for row in DEFAULTS["rule_complaint_rules"]]
    both = [enterprise("N", 0.0, 900.0), enterprise("S", 0.0, -500.0)]
    rows = candidates(both, raw_weather=[wind(11, 0.0)], rule_complaint_rules=rules)
    assert [row["enterprise_id"] for row in rows] == order
    assert next(row["weighted_m"] for row in rows if row["enterprise_id"] == "S") == 500.0 * factor


@pytest.mark.parametrize(("winds", "word"), [([], "unknown"), ([wind(11, None, 0.3)], "calm"), ([wind(11, 0.0, 0.9)], "calm")])
def test_without_a_direction_distance_alone_decides(winds: list[dict[str, Any]], word: str) -> None:
    rows = candidates([enterprise("N", 0.0, 900.0), enterprise("S", 0.0, -500.0)], raw_weather=winds)
    assert [(row["enterprise_id"], row["wind_match"]) for row in rows] == [("S", word), ("N", word)]


def test_an_enterprise_on_the_complaint_has_no_direction() -> None:
    (row,) = candidates([enterprise("E", 0.0, 0.0)], raw_weather=[wind(11, 0.0)])
    assert (row["distance_m"], row["bearing_deg"], row["wind_match"]) == (0.0, None, "unknown")


def test_the_wind_is_that_of_the_hour_of_receipt_or_else_of_the_hour_before() -> None:
    north = [enterprise("N", 0.0, 900.0)]
    assert candidates(north, raw_weather=[wind(10, 180.0), wind(11, 0.0)])[0]["wind_match"] == "upwind"
    assert candidates(north, raw_weather=[wind(10, 0.0), wind(11, None)])[0]["wind_match"] == "upwind"
    assert candidates(north, raw_weather=[wind(9, 0.0), wind(12, 0.0)])[0]["wind_match"] == "unknown"


def test_a_full_hour_and_a_bare_date_belong_to_the_hour_that_begins() -> None:
    bare = [complaint(at=dt.datetime(2026, 1, 15))]
    assert (
        candidates([enterprise("N", 0.0, 9.0)], complaint_points=bare, raw_weather=[wind(0, 180.0), wind(1, 0.0)])[0]["wind_match"]
        == "upwind"
    )


def test_the_nearest_valid_met_station_within_the_limit_speaks() -> None:
    places = [MET, {**MET, "source_key": "NEAR", "x_m": 10.0}, {**MET, "source_key": "FAR", "x_m": 60000.0}]
    north = [enterprise("N", 0.0, 900.0)]
    winds = [wind(11, 0.0), wind(11, None, met_id="NEAR"), wind(11, 180.0, met_id="FAR")]
    assert candidates(north, site_places=places, raw_weather=winds)[0]["wind_match"] == "upwind"
    assert candidates(north, site_places=places, raw_weather=winds[2:])[0]["wind_match"] == "unknown"


def test_at_most_twenty_and_ties_go_to_the_lower_code() -> None:
    ring = [
        enterprise(f"E{i:02d}", 1000.0 * math.copysign(1, i % 2 - 0.5), 0.0) if i < 25 else enterprise(f"E{i:02d}", 1.0, 0.0)
        for i in range(30)
    ]
    rows = candidates(ring[::-1])
    assert [row["enterprise_id"] for row in rows] == [f"E{i:02d}" for i in [*range(25, 30), *range(15)]]
    assert [row["rank_no"] for row in rows] == list(range(1, 21))


def test_a_complaint_without_neighbours_has_no_source_near() -> None:
    tables = join_tables(complaint_points=[complaint("A"), complaint("B", 9000.0)], enterprise_points=[enterprise("E", 2000.0, 0.0)])
    rows = complaint_sources.run(tables, city=CITY).to_pylist()
    assert {row["complaint_id"]: row["sources_within_2km"] for row in rows} == {"A": 1, "B": 0}


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), spread_m=st.sampled_from([60.0, 150.0, 400.0, 1200.0, 4000.0]))
def test_candidates_equal_a_plain_search_over_all_pairs(seed: int, spread_m: float) -> None:
    """Dense streets and empty fields: cutting the radius short never loses one of the best twenty."""
    rng = np.random.default_rng(seed)
    sources = np.round(rng.normal(5e5, spread_m, (200, 2)), 2)
    places = np.round(rng.normal(5e5, spread_m * 1.5, (6, 2)), 2)
    wind_from_deg = float(rng.integers(0, 360)) + 0.5
    rows = candidates(
        [enterprise(f"E{j:03d}", x, y) for j, (x, y) in enumerate(sources.tolist())],
        complaint_points=[complaint(f"C{i}", x, y) for i, (x, y) in enumerate(places.tolist())],
        site_places=[{**MET, "x_m": 5e5, "y_m": 5e5}],
        raw_weather=[wind(11, wind_from_deg)],
    )
    expected = []
    for i, place in enumerate(places):
        scored = []
        for j, (dx, dy) in enumerate(sources - place):
            distance_m = math.hypot(dx, dy)
            off_deg = abs((math.degrees(math.atan2(dx, dy)) - wind_from_deg + 180) % 360 - 180)
            if distance_m <= 2000.0:
                scored.append((distance_m * (1 if off_deg <= 45 else 2), f"E{j:03d}"))
        expected += [(f"C{i}", code, pytest.approx(score, rel=1e-9)) for score, code in sorted(scored)[:20]]
    assert [(row["complaint_id"], row["enterprise_id"], row["weighted_m"]) for row in rows] == expected
