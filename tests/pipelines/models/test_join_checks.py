"""The promises about rings, shares and candidates are kept by what must be and broken by what must not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.checks import promises
from tests.join_tables import ALWAYS, COLUMNS, DEFAULTS, join_tables
from tests.model_chain import typed

STANDARDS_DIR = Path(__file__).resolve().parents[3] / "data" / "standards"
MEMBER = {"zone_kind": "ring", "zone_id": "S", "enterprise_id": "E", "distance_m": 10.0, "bearing_deg": 90.0, "ring_km": 1.0}
SHARES = {"upwind_share_1h": 1.0, "upwind_share_24h": 0.5, "calm_share_24h": 0.0}
CANDIDATE = {"complaint_id": "C", "enterprise_id": "E", "month_id": 202601, "distance_m": 2000.0, "rank_no": 1}


def broken(promise: str, **tables: list[dict[str, Any]]) -> int:
    con = duckdb.connect()
    inputs = join_tables(**{name: rows for name, rows in tables.items() if name not in ("zone_members", "complaint_enterprises")})
    member_kinds = {name: "text" if isinstance(value, str) else "real" for name, value in (MEMBER | SHARES).items()}
    candidate_kinds = {"complaint_id": "text", "enterprise_id": "text", "month_id": "month", "distance_m": "real", "rank_no": "whole"}
    inputs["zone_members"] = typed(tables.get("zone_members", []), member_kinds)
    inputs["complaint_enterprises"] = typed(tables.get("complaint_enterprises", []), candidate_kinds)
    for name, table in inputs.items():
        con.register(name, table)
    return len(con.execute(promises()[promise]).fetchall())


@pytest.mark.parametrize(("change", "rows"), [({}, 0), ({"cell_m": 4999.0}, 3), ({"cell_m": None}, 3), ({"largest_radius_m": 4000.0}, 1)])
def test_cells_smaller_than_the_largest_ring_are_refused(change: dict[str, Any], rows: int) -> None:
    rules = [{**rule, **change} for rule in DEFAULTS["rule_control_zones"]]
    assert broken("every_ring_fits_into_its_cells", rule_control_zones=rules) == rows


@pytest.mark.parametrize(
    ("change", "rows"), [({}, 0), ({"upwind_share_24h": 1.1}, 1), ({"distance_m": None}, 1), ({"distance_m": 0.0, "bearing_deg": None}, 1)]
)
def test_a_share_outside_its_range_or_without_a_direction_is_refused(change: dict[str, Any], rows: int) -> None:
    assert broken("every_zone_member_has_a_sound_share", zone_members=[{**MEMBER, **SHARES, **change}]) == rows


@pytest.mark.parametrize(("change", "rows"), [({}, 0), ({"distance_m": 2000.1}, 1), ({"rank_no": 21}, 1)])
def test_a_candidate_out_of_reach_is_refused(change: dict[str, Any], rows: int) -> None:
    point = {"complaint_id": "C", "received_at": dt.datetime(2026, 1, 1), "month_id": 202601, "x_m": 0.0, "y_m": 0.0, "category": None}
    promise = "every_candidate_is_within_reach_and_ranked_once"
    assert broken(promise, complaint_points=[point], complaint_enterprises=[{**CANDIDATE, **change}]) == rows
    assert ALWAYS["valid_from"] < point["received_at"].date()


def test_a_shared_rank_is_refused() -> None:
    twice = [CANDIDATE, {**CANDIDATE, "enterprise_id": "F"}]
    assert broken("every_candidate_is_within_reach_and_ranked_once", complaint_enterprises=twice) == 1


@pytest.mark.parametrize("table", [name for name in COLUMNS if name.startswith("rule_")])
def test_the_rules_of_these_tests_have_the_columns_of_the_real_ones(table: str) -> None:
    path = STANDARDS_DIR / f"{table.removeprefix('rule_')}.csv"
    assert set(COLUMNS[table]) <= set(path.read_text(encoding="utf-8").splitlines()[0].split(","))
