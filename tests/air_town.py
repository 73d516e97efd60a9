"""The air of the town of tests/supervision_town.py: the rows of the air marts a briefing reads, written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.model_harness import Rows
from tests.supervision_town import AS_OF, ago

BRIEFING = (
    "alerts_in_force", "rank_standings", "target_gaps", "city_hours_today",
    "briefing_day_facts", "briefing_period_facts", "briefing_work_facts",
    "forecast_days", "briefing_forecast_facts", "briefing_action_facts", "briefing_station_facts", "briefing_facts",
)  # fmt: skip
EIGHT = dt.datetime(2026, 11, 20, 8)


def day(on: dt.date, standard_id: str, *, is_in_force: bool, **columns: Any) -> dict[str, Any]:
    """One raw city day."""
    row = {"area_kind": "city", "area": "晴川市", "basis": "raw", "observed_on": on, "standard_id": standard_id, "is_in_force": is_in_force}
    return row | {"primary_pollutant": None, "level_code": 2} | columns


def period(kind: str, name: str, **columns: Any) -> dict[str, Any]:
    """One period of the city under the text in force."""
    row = {"area_kind": "city", "area": "晴川市", "basis": "raw", "period_kind": kind, "period": name, "standard_id": "HJ633-2026"}
    row |= {"is_in_force": True, "is_default": True, "to_on": ago(1), "pm10_mean_ugm3": 60.0, "so2_mean_ugm3": 8.0, "no2_mean_ugm3": 26.0}
    row |= {"o3_p90_ugm3": 150.0, "co_p95_mgm3": 1.0, "heavy_days": 1, "good_day_share_pct": 80.0, "published_good_days": 8}
    return row | {"valid_days": 10, "good_days": 8, "good_days_yoy": 1.0, "composite_yoy_pct": -1.5} | columns


def hour(station_id: str, at: dt.datetime, pm25: int | None, aqi: int) -> dict[str, Any]:
    """One station hour of the day."""
    row = {"station_id": station_id, "observed_at": at, "observed_on": ago(0), "hour_of_day": at.hour, "pm25_ngm3": pm25}
    return row | {"aqi_at_hand": aqi, "standard_id": "HJ633-2026", "primary_pollutant": "PM2.5" if aqi > 50 else None}


def air() -> dict[str, Rows]:
    """Yesterday's index fell from 94 to 88 under one text; the city stands two of its stations; one is late."""
    latest = [hour("S1", EIGHT, 40_000, 56), hour("S2", EIGHT, 43_000, 60), hour("M1", EIGHT, 200_000, 260)]
    return {
        "run_city": [{"name": "晴川市", "mean_level": "national"}],
        "city_days": [
            day(ago(1), "HJ633-2026", is_in_force=True, aqi=88, pm25_ugm3=53.0, primary_pollutant="PM2.5"),
            day(ago(1), "HJ633-2012", is_in_force=False, aqi=73, pm25_ugm3=53.0),
            day(ago(2), "HJ633-2026", is_in_force=True, aqi=80, pm25_ugm3=50.0),
            day(dt.date(2025, 11, 19), "HJ633-2026", is_in_force=False, aqi=94, pm25_ugm3=56.0),
            day(dt.date(2025, 11, 19), "HJ633-2012", is_in_force=True, aqi=77, pm25_ugm3=56.0),
        ],
        "air_indices": [
            period("year_to_date", "2026", pm25_mean_ugm3=41.0, pm25_yoy_pct=-6.4, composite_index=4.15),
            period("month_to_date", "2026-11", pm25_mean_ugm3=50.0, pm25_yoy_pct=0.0, composite_index=4.8),
        ],
        "station_hours": [hour("S1", EIGHT - dt.timedelta(hours=1), 90_000, 120), *latest],
        "stations": [{"station_id": s, "name": f"{s}站", "level": "micro" if s == "M1" else "national"} for s in ("S1", "S2", "M1", "T1")],
        "station_areas": [{"area_kind": "city", "area": "晴川市", "station_id": s} for s in ("S1", "S2")],
        "station_freshness": [
            {"station_id": "S1", "name": "S1站", "is_late": False},
            {"station_id": "T1", "name": "T1站", "is_late": True},
        ],
        "stg_targets": [{"area": "晴川市", "indicator": "pm25", "period": "2026", "value": 40.0, "document": "晴环〔2026〕1号"}],
        "stg_published_ranks": [
            {"area": "晴川市", "indicator": "pm25", "period": p, "value": 41.0, "rank": r, "of": 22, "source": "省厅通报"}
            for p, r in (("2026-09", 12), ("2026-10", 9))
        ],
        "stg_forecasts": [
            {"issued_at": AS_OF - dt.timedelta(hours=back), "valid_on": ago(-1), "aqi_low": low, "aqi_high": low + 20}
            | {"primary_pollutant": None, "source": "市监测中心"}
            for back, low in ((39, 200), (15, 60), (-1, 300))
        ],
        "stg_alerts": [{"level": "orange", "starts_at": AS_OF - dt.timedelta(hours=20), "document": "晴重污办〔2026〕2号"}],
    }
