"""A town of six enterprises, written out by hand: what each of them did is known, so what the marts must say is known too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.model_harness import Rows

AS_OF = dt.datetime(2026, 11, 20, 8, 30)
DAY = dt.timedelta(days=1)


def ago(days: int) -> dt.date:
    """The day so many days before as-of."""
    return AS_OF.date() - days * DAY


def enterprise(code: str, **columns: Any) -> dict[str, Any]:
    """One row of the enterprises mart, industry unless told otherwise."""
    return {
        "enterprise_id": code,
        "name": f"{code}有限公司",
        "source_type": "industry",
        "place_quality": "ok",
        "district": "新区",
    } | columns


def visit(code: str, enterprise_id: str, days: int, **columns: Any) -> dict[str, Any]:
    """One on-site daily inspection so many days ago, without problems unless told otherwise."""
    moment = dt.datetime.combine(ago(days), dt.time(10))
    row = {"visit_id": code, "enterprise_id": enterprise_id, "visited_at": moment, "mode": "on_site", "kind": "日常", "problems_found": 0}
    return row | {"agency": "市生态环境局", "source_file": "检查.csv", "source_line": 7} | columns


def power(meter_id: str, day: dt.date, kw: float, hours: range) -> list[dict[str, Any]]:
    """Quarter-hour readings of one meter over whole hours of a day."""
    start = dt.datetime.combine(day, dt.time())
    steps = [start + dt.timedelta(hours=hour, minutes=15 * (k + 1)) for hour in hours for k in range(4)]
    return [{"meter_id": meter_id, "observed_at": at, "kw": kw, "month_id": 202611} for at in steps]


def emissions(outlet_id: str, day: dt.date, values: list[float], flag: str = "N") -> list[dict[str, Any]]:
    """Hourly SO2 of one outlet from 01:00 on."""
    start = dt.datetime.combine(day, dt.time())
    return [
        {"outlet_id": outlet_id, "pollutant": "SO2", "observed_at": start + dt.timedelta(hours=k + 1), "value_mgm3": value, "flag": flag,
         "month_id": 202611}
        for k, value in enumerate(values)
    ]  # fmt: skip


def complaint(code: str, days: int, **columns: Any) -> dict[str, Any]:
    """One odour complaint so many days ago."""
    at = dt.datetime.combine(ago(days), dt.time(21))
    return {"complaint_id": code, "received_at": at, "month_id": 202611, "category": "异味", "is_repeat": False} | columns


def town() -> dict[str, Rows]:
    """Every input table of the town.

    E1 exceeded its limit and ran without treatment; on the positive list. E2 is on the list and clean. E3 never had a visit.
    E4 was visited 10 days ago with a problem, and complained of since. E5 is a restaurant. E6 is closed.
    """
    names = ("E1", "E2", "E3", "E4", "E5", "E6")
    return {
        "run_moment": [{"as_of_at": AS_OF, "as_of_on": AS_OF.date()}],
        "run_months": [{"month_id": 202611}],
        "enterprise_links": [{"source_key": f"list:{name}", "enterprise_id": name, "rule": "self"} for name in names],
        "stg_enterprises": [{"source_key": f"list:{name}", "enterprise_id": name} for name in names],
        "enterprises": [
            enterprise("E1", is_key_unit=True, has_cems=True, has_power_meter=True, grade="A", industry_code="3011"),
            enterprise("E2", has_cems=False, has_power_meter=False, has_video=True, grade="B", industry_code="C3620",
                       permit_valid_to=ago(-100)),
            enterprise("E3", industry_code="7724"),
            enterprise("E4", is_key_unit=False, status="in_operation"),
            enterprise("E5", source_type="catering"),
            enterprise("E6", status="已关停"),
        ],
        "raw_inspections": [
            visit("V1", "E1", 400), visit("V2", "E2", 300), visit("V3", "E4", 10, problems_found=2, outcome="责令改正"),
            visit("V4", "E4", 100), visit("V5", "E5", 730, problems_found=1), visit("V6", "E5", 20, mode="off_site", problems_found=1),
            visit("V7", "E6", 35),
        ],
        "raw_positive_list": [
            {"enterprise_id": "E1", "batch": "第一批", "category": "C6", "listed_on": ago(200)},
            {"enterprise_id": "E2", "batch": "第一批", "category": "C4", "listed_on": ago(200)},
            {"enterprise_id": "E5", "batch": "第一批", "category": "C2", "listed_on": ago(900), "removed_on": ago(500),
             "reason": "弄虚作假"},
        ],
        "raw_cases": [{
            "case_id": "K1", "enterprise_id": "E5", "opened_on": ago(90), "decided_on": ago(60), "fine_cny": 52000.0, "kind": "大气",
        }],
        "raw_outlets": [{"outlet_id": "DA1", "enterprise_id": "E1", "pollutant": "SO2", "limit_mgm3": 35.0}],
        "raw_emissions": [*emissions("DA1", ago(3), [35.0, 35.001, 40.0, 10.0]), *emissions("DA1", ago(4), [90.0] * 3, flag="M")],
        "raw_meters": [
            {"meter_id": "P", "enterprise_id": "E1", "line": "一线", "side": "production", "rated_kw": 100.0},
            {"meter_id": "T", "enterprise_id": "E1", "line": "一线", "side": "treatment", "rated_kw": 20.0},
        ],
        "raw_power": [
            *power("P", ago(2), 80.0, range(8, 12)), *power("T", ago(2), 12.0, range(8, 10)), *power("T", ago(2), 0.5, range(10, 12)),
        ],
        "complaints": [
            complaint("C1", 5, is_repeat=True), complaint("C2", 6, is_repeat=True),
            complaint("C3", 8, is_verified=True, object_name="E4有限公司"),
            complaint("C4", 9, is_verified=True),
        ],
        "complaint_enterprises": [
            {"complaint_id": "C1", "enterprise_id": "E4", "month_id": 202611, "distance_m": 320.4, "rank_no": 1},
            {"complaint_id": "C2", "enterprise_id": "E4", "month_id": 202611, "distance_m": 500.0, "rank_no": 1},
            {"complaint_id": "C2", "enterprise_id": "E3", "month_id": 202611, "distance_m": 500.1, "rank_no": 2},
            {"complaint_id": "C3", "enterprise_id": "E4", "month_id": 202611, "distance_m": 900.0, "rank_no": 1},
            {"complaint_id": "C4", "enterprise_id": "E2", "month_id": 202611, "distance_m": 100.0, "rank_no": 1},
        ],
    }  # fmt: skip
