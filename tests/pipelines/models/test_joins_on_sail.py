"""The distance and wind joins give the same rows on Sail as on DuckDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from pipelines.analyses import complaint_sources
from tests.join_tables import CITY, join_tables
from tests.model_chain import assert_same, on_duckdb, on_sail, rows_of, sail

KEYS = {
    "stg_weather": ("met_id", "observed_at"),
    "met_points": ("met_id",),
    "station_met_ranks": ("station_id", "met_id"),
    "met_winds": ("met_id", "observed_at"),
    "station_winds": ("station_id", "observed_at"),
    "station_enterprises": ("station_id", "enterprise_id"),
    "zone_members": ("zone_kind", "zone_id", "enterprise_id"),
    "complaint_winds": ("complaint_id",),
    "complaint_enterprises": ("complaint_id", "rank_no"),
    "complaints": ("complaint_id",),
    "hot_spots": ("hot_spot_id",),
}


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    pytest.importorskip("pysail")
    with sail() as opened:
        yield opened


def world() -> dict[str, Any]:
    """A small city with gaps in its winds, calm hours, a daily met station, stacked points and a polygon."""
    rng = np.random.default_rng(7)
    hours = [dt.datetime(2026, 1, 14) + dt.timedelta(hours=h) for h in range(48)]
    weather = [
        {
            "met_id": met_id,
            "observed_at": at,
            "wind_from_deg": None if rng.random() < 0.2 else float(rng.integers(0, 361)),
            "wind_ms": None if rng.random() < 0.1 else round(float(rng.exponential(2.0)), 1),
            "source_line": line,
            "month_id": 202601,
        }
        for met_id in ("M1", "M2")
        for line, at in enumerate([*hours, *hours[:5]])
        if rng.random() > 0.1
    ]
    days = [
        {"met_id": "M3", "observed_on": dt.date(2026, 1, 14 + d), "wind_from_deg": 300.0, "wind_ms": 4.0, "month_id": 202601}
        for d in range(2)
    ]
    mets: list[dict[str, Any]] = [
        {"kind": "met_station", "source_key": f"M{i}", "x_m": 500000.0 + 9000.0 * i, "y_m": 3.8e6} for i in (1, 2, 3)
    ]
    places = np.round(rng.normal([510000.0, 3.8e6], 4000, (60, 2)), 2).tolist()
    enterprises = [{"enterprise_id": f"E{i:02d}", "x_m": x, "y_m": y, "source_type": "industry"} for i, (x, y) in enumerate(places)]
    stations = [{"station_id": f"S{i}", "level": "national", "x_m": x, "y_m": y} for i, (x, y) in enumerate(places[:5])]
    zones = [{"zone_id": "Z", "station_id": "S0", "enterprise_id": f"E{i:02d}"} for i in range(10, 20)]
    north = {"x_m": 510000.0, "y_m": 3.8e6, "sine": 0.004, "sine_per_x": 1e-7, "sine_per_y": 1e-9, "sine_per_xy": 1e-14}
    complaints = [
        {"complaint_id": f"C{i:02d}", "received_at": hours[i] + dt.timedelta(minutes=20), "month_id": 202601, "category": "smell"}
        for i in range(40)
    ]
    points = [{**row, "x_m": x, "y_m": y} for row, (x, y) in zip(complaints, places[20:], strict=True)]
    inputs = join_tables(
        complaint_points=points,
        stg_complaints=complaints,
        complaint_groups=[{"complaint_id": "C03", "month_id": 202601, "repeat_group_id": "C01", "is_repeat": True}],
        hot_spot_reports=[{"complaint_id": f"C{i:02d}", "month_id": 202601, "hot_spot_id": "C05"} for i in range(5, 9)],
        run_moment=[{"as_of_at": dt.datetime(2026, 1, 15, 8, 30), "as_of_on": dt.date(2026, 1, 15)}],
        grid_north=[north],
        raw_weather=weather,
        raw_weather_daily=days,
        stg_readings=[{"station_id": "S0", "observed_at": hours[5], "month_id": 202601}],
        stg_readings_daily=[{"station_id": "S1", "observed_on": dt.date(2026, 1, 14), "month_id": 202601}],
        site_places=mets,
        complaint_places=[{"source_key": "C01", "month_id": 202601, "district": "金水区", "lon": 113.7, "lat": 34.8}],
        station_points=stations,
        enterprise_points=enterprises,
        enterprise_records=[{"enterprise_id": row["enterprise_id"], "place_quality": "ok"} for row in enterprises],
        zone_places=zones,
    )
    return {**inputs, "complaint_sources": complaint_sources.run(inputs, city=CITY)}


def test_every_join_is_the_same_on_sail(session: Any) -> None:
    inputs = world()
    ours, theirs = on_duckdb(list(KEYS), inputs), on_sail(session, list(KEYS), inputs)
    for name, key in KEYS.items():
        assert ours[name].num_rows > 0
        assert_same(rows_of(theirs[name], *key), rows_of(ours[name], *key))
