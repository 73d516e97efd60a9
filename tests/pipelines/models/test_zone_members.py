"""Rings, polygons and upwind shares."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.join_tables import DEFAULTS, join_tables
from tests.model_chain import on_duckdb, rows_of

WIND_MODELS = ["stg_weather", "met_points", "station_met_ranks", "met_winds", "station_winds"]
MODELS = [*WIND_MODELS, "station_enterprises", "zone_members"]
AS_OF = dt.datetime(2026, 1, 15, 8)


def station(station_id: str = "S", x_m: float = 0.0, y_m: float = 0.0) -> dict[str, Any]:
    return {"station_id": station_id, "level": "national", "x_m": x_m, "y_m": y_m}


def enterprise(enterprise_id: str, x_m: float, y_m: float) -> dict[str, Any]:
    return {"enterprise_id": enterprise_id, "x_m": x_m, "y_m": y_m, "source_type": "catering"}


def wind(hours_before: int, wind_from_deg: float | None, wind_ms: float | None, met_id: str = "M") -> dict[str, Any]:
    at = AS_OF - dt.timedelta(hours=hours_before)
    return {"met_id": met_id, "observed_at": at, "wind_from_deg": wind_from_deg, "wind_ms": wind_ms, "month_id": 202601}


MET = {"kind": "met_station", "source_key": "M", "x_m": 3000.0, "y_m": 4000.0}


def members(enterprises: list[dict[str, Any]], **tables: Any) -> dict[str, dict[str, Any]]:
    given_tables = {"station_points": [station()], "site_places": [MET], "enterprise_points": enterprises, **tables}
    rows = on_duckdb(MODELS, join_tables(**given_tables))["zone_members"]
    return {row["enterprise_id"]: row for row in rows_of(rows, "zone_kind", "zone_id", "enterprise_id")}


@pytest.mark.parametrize(
    ("x_m", "y_m", "ring_km"),
    [
        (1000.0, 0.0, 1.0),
        (1000.01, 0.0, 3.0),
        (0.0, -3000.0, 3.0),
        (-3000.01, 0.0, 5.0),
        (3000.0, 4000.0, 5.0),
        (3000.1, 4000.0, None),
        (0.0, 0.0, 1.0),
    ],
)
def test_ring_limits_are_inclusive(x_m: float, y_m: float, ring_km: float | None) -> None:
    found = members([enterprise("E", x_m, y_m)])
    assert (found["E"]["ring_km"] if found else None) == ring_km


@pytest.mark.parametrize(("x_m", "y_m"), [(4999.0, 0.0), (-4999.0, 0.0), (0.0, 4999.0), (0.0, -4999.0), (-3500.0, 3500.0)])
@pytest.mark.parametrize("corner_m", [0.0, 5000.0, 4999.99, -5000.01])
def test_no_cell_border_loses_a_pair(x_m: float, y_m: float, corner_m: float) -> None:
    found = members([enterprise("E", corner_m + x_m, corner_m + y_m)], station_points=[station(x_m=corner_m, y_m=corner_m)])
    assert found["E"]["distance_m"] == pytest.approx(math.hypot(x_m, y_m), rel=1e-9)


@pytest.mark.parametrize(("x_m", "y_m", "bearing_deg"), [(0, 1, 0), (1, 1, 45), (1, 0, 90), (0, -1, 180), (-1, 0, 270), (-1, 1, 315)])
def test_bearing_leads_clockwise_from_north_to_the_enterprise(x_m: float, y_m: float, bearing_deg: float) -> None:
    assert members([enterprise("E", x_m * 100.0, y_m * 100.0)])["E"]["bearing_deg"] == pytest.approx(bearing_deg, abs=1e-9)


def test_bearing_is_from_true_north_where_grid_north_turns_east() -> None:
    turned = [{**DEFAULTS["grid_north"][0], "sine": math.sin(math.radians(2.0))}]
    found = members([enterprise("E", 0.0, 1000.0)], grid_north=turned)
    assert found["E"]["bearing_deg"] == pytest.approx(2.0, abs=1e-9)
    assert found["E"]["distance_m"] == 1000.0


def test_the_rings_are_those_in_force_on_the_day_as_of() -> None:
    old = [{**row, "radius_m": row["radius_m"] / 2, "valid_to": dt.date(2026, 1, 14)} for row in DEFAULTS["rule_control_zones"]]
    new = [{**row, "valid_from": dt.date(2026, 1, 15)} for row in DEFAULTS["rule_control_zones"]]
    assert members([enterprise("E", 900.0, 0.0)], rule_control_zones=old + new)["E"]["ring_km"] == 1.0
    before = [{"as_of_at": dt.datetime(2026, 1, 14, 8), "as_of_on": dt.date(2026, 1, 14)}]
    assert members([enterprise("E", 900.0, 0.0)], rule_control_zones=old + new, run_moment=before)["E"]["ring_km"] == 3.0


def test_a_polygon_holds_what_lies_in_it_however_far_from_its_station() -> None:
    zones = [{"zone_id": "Z", "station_id": "S", "enterprise_id": "FAR"}, {"zone_id": "Y", "station_id": None, "enterprise_id": "NEAR"}]
    rows = on_duckdb(
        MODELS,
        join_tables(
            station_points=[station()],
            site_places=[MET],
            enterprise_points=[enterprise("FAR", 0.0, 8000.0), enterprise("NEAR", 0.0, 500.0)],
            zone_places=zones,
            raw_weather=[wind(0, 0.0, 3.0)],
        ),
    )["zone_members"]
    found = {(row["zone_kind"], row["zone_id"], row["enterprise_id"]): row for row in rows.to_pylist()}
    assert set(found) == {("polygon", "Z", "FAR"), ("polygon", "Y", "NEAR"), ("ring", "S", "NEAR")}
    far = found["polygon", "Z", "FAR"]
    assert (far["distance_m"], far["ring_km"], far["in_zone"], far["upwind_share_1h"]) == (8000.0, None, True, 1.0)
    assert found["polygon", "Y", "NEAR"]["distance_m"] is None


def test_north_wind_puts_the_northern_enterprise_upwind_and_the_southern_not() -> None:
    found = members([enterprise("N", 0.0, 900.0), enterprise("S", 0.0, -900.0)], raw_weather=[wind(h, 0.0, 3.0) for h in range(24)])
    for hours in ("1h", "3h", "6h", "24h"):
        assert found["N"][f"upwind_share_{hours}"] == 1.0
        assert found["S"][f"upwind_share_{hours}"] == 0.0
    assert found["N"]["calm_share_24h"] == 0.0
    assert found["N"]["wind_distance_m"] == 5000.0


def test_the_sector_is_narrow_in_strong_wind_and_wide_in_weak_wind() -> None:
    at_50_deg = [enterprise("E", math.sin(math.radians(50)) * 1000, math.cos(math.radians(50)) * 1000)]
    assert members(at_50_deg, raw_weather=[wind(0, 0.0, 2.0)])["E"]["upwind_share_1h"] == 0.0
    assert members(at_50_deg, raw_weather=[wind(0, 0.0, 1.9)])["E"]["upwind_share_1h"] == 1.0


def test_each_window_counts_its_own_hours() -> None:
    winds = [wind(0, 180.0, 3.0), wind(1, 0.0, 3.0), wind(2, 0.0, 3.0), wind(4, 0.0, 3.0), wind(23, 180.0, 3.0), wind(24, 0.0, 3.0)]
    found = members([enterprise("E", 0.0, 500.0)], raw_weather=winds)["E"]
    assert [found[f"upwind_share_{hours}"] for hours in ("1h", "3h", "6h", "24h")] == pytest.approx([0.0, 2 / 3, 3 / 4, 3 / 5])


def test_hours_after_as_of_do_not_count() -> None:
    found = members([enterprise("E", 0.0, 500.0)], raw_weather=[wind(0, 0.0, 3.0), wind(-1, 180.0, 3.0)])["E"]
    assert found["upwind_share_3h"] == 1.0


def test_calm_hours_are_counted_apart_and_need_no_direction() -> None:
    winds = [wind(0, None, 0.0), wind(1, 10.0, 0.9), wind(2, 0.0, 1.0), wind(3, 90.0, 5.0)]
    found = members([enterprise("E", 0.0, 500.0)], raw_weather=winds)["E"]
    assert found["upwind_share_1h"] is None
    assert found["upwind_share_24h"] == 0.5
    assert found["calm_share_24h"] == 0.5


def test_unknown_wind_is_null_and_not_zero() -> None:
    for winds in ([], [wind(0, None, 3.0), wind(1, 0.0, None)], [wind(30, 0.0, 3.0)]):
        found = members([enterprise("E", 0.0, 500.0)], raw_weather=winds)["E"]
        assert [found[f"upwind_share_{hours}"] for hours in ("1h", "3h", "6h", "24h")] == [None] * 4
        assert found["calm_share_24h"] is None


def test_an_enterprise_on_the_station_has_no_direction() -> None:
    found = members([enterprise("E", 0.0, 0.0)], raw_weather=[wind(0, 0.0, 3.0)])["E"]
    assert (found["distance_m"], found["bearing_deg"], found["upwind_share_1h"]) == (0.0, None, None)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), spread_m=st.sampled_from([500.0, 3000.0, 20000.0]))
def test_ring_members_equal_those_of_a_tree_search(seed: int, spread_m: float) -> None:
    from scipy.spatial import cKDTree

    rng = np.random.default_rng(seed)
    centres = rng.uniform(3e5, 3.6e5, (4, 2))
    stations = np.round(centres[rng.integers(0, 4, 8)] + rng.normal(0, spread_m, (8, 2)), 2)
    sources = np.round(centres[rng.integers(0, 4, 150)] + rng.normal(0, spread_m, (150, 2)), 2)
    found = on_duckdb(
        ["station_enterprises"],
        join_tables(
            station_points=[station(f"S{i}", x, y) for i, (x, y) in enumerate(stations.tolist())],
            enterprise_points=[enterprise(f"E{j}", x, y) for j, (x, y) in enumerate(sources.tolist())],
        ),
    )["station_enterprises"]
    near = cKDTree(sources).query_ball_point(stations, 5000.0)
    expected = {(f"S{i}", f"E{j}"): math.hypot(*(sources[j] - stations[i])) for i, js in enumerate(near) for j in js}
    mine = {(row["station_id"], row["enterprise_id"]): row["distance_m"] for row in found.to_pylist()}
    assert mine.keys() == expected.keys()
    assert all(mine[pair] == pytest.approx(distance, rel=1e-12) for pair, distance in expected.items())


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_upwind_shares_equal_angles_measured_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sources = [enterprise(f"E{j}", x, y) for j, (x, y) in enumerate(np.round(rng.normal(0, 2000, (30, 2)), 2).tolist())]
    winds = [wind(h, float(rng.integers(0, 360)) + 0.5, float(rng.choice([0.5, 1.5, 4.0]))) for h in range(24)]
    found = members(sources, raw_weather=winds)
    for row in found.values():
        source = sources[int(row["enterprise_id"][1:])]
        bearing_deg = math.degrees(math.atan2(source["x_m"], source["y_m"]))
        blown = [w for w in winds if w["wind_ms"] >= 1.0]
        hits = [abs((w["wind_from_deg"] - bearing_deg + 180) % 360 - 180) <= (45 if w["wind_ms"] >= 2 else 60) for w in blown]
        assert row["upwind_share_24h"] == (pytest.approx(sum(hits) / len(hits)) if hits else None)
