"""The tables the distance and wind joins read, with the columns they have in a build."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.city import City
from tests.model_chain import typed

CITY = City(
    folder=Path(),
    city_id="c",
    name="c",
    name_en="c",
    jurisdiction="*",
    crs="EPSG:4547",
    utc_offset="+08:00",
    bbox_deg=(113.0, 34.0, 115.0, 35.0),
)
ALWAYS = {"valid_from": dt.date(1900, 1, 1)}
RULE = {"valid_from": "day", "valid_to": "day"}
SOURCE = {"source_received_at": "moment", "source_file": "text", "source_line": "whole", "month_id": "month"}
WEATHER = dict.fromkeys(("wind_from_deg", "wind_ms", "temp_c", "humidity_pct", "rain_mm", "pressure_hpa"), "real")
PLACE = {
    **dict.fromkeys(("kind", "source_key", "place_quality", "place_note"), "text"),
    **dict.fromkeys(("district_code", "district", "township_code", "township"), "text"),
    **dict.fromkeys(("lon", "lat", "x_m", "y_m"), "real"),
}
COLUMNS: dict[str, dict[str, str]] = {
    "run_months": {"month_id": "month"},
    "run_moment": {"as_of_at": "moment", "as_of_on": "day"},
    "grid_north": dict.fromkeys(("x_m", "y_m", "sine", "sine_per_x", "sine_per_y", "sine_per_xy"), "real"),
    "raw_weather": {"met_id": "text", "observed_at": "moment", **WEATHER, **SOURCE},
    "raw_weather_daily": {"met_id": "text", "observed_on": "day", **WEATHER, **SOURCE},
    "stg_readings": {"station_id": "text", "observed_at": "moment", "month_id": "month"},
    "stg_readings_daily": {"station_id": "text", "observed_on": "day", "month_id": "month"},
    "station_points": {"station_id": "text", "level": "text", "x_m": "real", "y_m": "real"},
    "enterprise_records": {"enterprise_id": "text", "place_quality": "text"},
    "enterprise_points": {"enterprise_id": "text", "x_m": "real", "y_m": "real", "source_type": "text"},
    "site_places": PLACE,
    "complaint_places": {**PLACE, "month_id": "month"},
    "complaint_points": {
        "complaint_id": "text",
        "received_at": "moment",
        "month_id": "month",
        "x_m": "real",
        "y_m": "real",
        "category": "text",
    },
    "stg_complaints": {
        "complaint_id": "text",
        "received_at": "moment",
        "month_id": "month",
        **dict.fromkeys(("channel", "category", "content", "address", "district", "object_name", "status", "reporter_key"), "text"),
        "closed_on": "day",
        "is_verified": "flag",
    },
    "complaint_groups": {
        "month_id": "month",
        "complaint_id": "text",
        "repeat_group_id": "text",
        "is_repeat": "flag",
        "repeats_complaint_id": "text",
    },
    "hot_spot_reports": {"complaint_id": "text", "month_id": "month", "hot_spot_id": "text"},
    "rule_complaint_rules": {
        "rule_id": "text",
        **dict.fromkeys(("min_reports", "min_persons", "window_days", "hours_before", "max_rank"), "whole"),
        **dict.fromkeys(("radius_m", "near_radius_m", "against_wind_factor"), "real"),
        "is_same_category": "flag",
        **RULE,
    },
    "zone_places": {"zone_id": "text", "station_id": "text", "enterprise_id": "text"},
    "rule_control_zones": {
        **dict.fromkeys(("ring_km", "radius_m", "largest_radius_m", "cell_m"), "real"),
        **RULE,
    },
    "rule_upwind_rules": {
        **dict.fromkeys(("wind_from_ms", "wind_below_ms", "half_angle_deg", "half_angle_cos"), "real"),
        "is_calm": "flag",
        **RULE,
    },
    "rule_wind_rules": {"max_distance_m": "real", **RULE},
}
DEFAULTS: dict[str, list[dict[str, Any]]] = {
    "run_months": [{"month_id": 202601}],
    "run_moment": [{"as_of_at": dt.datetime(2026, 1, 15, 8), "as_of_on": dt.date(2026, 1, 15)}],
    "grid_north": [dict.fromkeys(("x_m", "y_m", "sine", "sine_per_x", "sine_per_y", "sine_per_xy"), 0.0)],
    "rule_control_zones": [
        {"ring_km": km, "radius_m": km * 1000.0, "largest_radius_m": 5000.0, "cell_m": 5000.0, **ALWAYS} for km in (1.0, 3.0, 5.0)
    ],
    "rule_upwind_rules": [
        {"wind_from_ms": 0.0, "wind_below_ms": 1.0, "half_angle_deg": 180.0, "half_angle_cos": -1.0, "is_calm": True, **ALWAYS},
        {"wind_from_ms": 1.0, "wind_below_ms": 2.0, "half_angle_deg": 60.0, "half_angle_cos": 0.5, "is_calm": False, **ALWAYS},
        {"wind_from_ms": 2.0, "half_angle_deg": 45.0, "half_angle_cos": 0.7071067811865476, "is_calm": False, **ALWAYS},
    ],
    "rule_complaint_rules": [
        {
            "rule_id": "candidates",
            **{"radius_m": 2000.0, "near_radius_m": 2000.0, "max_rank": 20, "hours_before": -1, "against_wind_factor": 2.0},
            **ALWAYS,
        },
        {
            "rule_id": "repeat",
            **{"min_reports": 3, "min_persons": 2, "radius_m": 500.0, "window_days": 30, "is_same_category": True},
            **ALWAYS,
        },
        {"rule_id": "hot_spot", "min_reports": 4, "radius_m": 500.0, "window_days": 14, "is_same_category": False, **ALWAYS},
    ],
    "rule_wind_rules": [{"max_distance_m": 50000.0, **ALWAYS}],
}


def join_tables(**given: list[dict[str, Any]]) -> dict[str, pa.Table]:
    """Every input of the joins: the given rows, else the usual rules, else an empty table."""
    assert set(given) <= set(COLUMNS), set(given) - set(COLUMNS)
    return {name: typed(given.get(name, DEFAULTS.get(name, [])), columns) for name, columns in COLUMNS.items()}
