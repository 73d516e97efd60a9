"""Count the enterprises near each complaint, and say how far its best candidates can be at most.

A tree counts without making the pairs: a megacity has a quarter of a billion of them within 2 km, of which twenty a complaint
are wanted. Wind multiplies a distance by at most the rule's `against_wind_factor` (`complaint_enterprises.sql`), so none of the
best n lies beyond that many times the distance of the n-th nearest: `reach_m`. `cell_m`, never shorter, is the rule's radius
divided by a power of the root of two: few sizes, each little larger than needed. `turn_sine` is the sine of the angle between
the plane's north and true north there.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.spatial import cKDTree

from pipelines.city import City

LAYER = "core"
INPUTS = ("complaint_points", "enterprise_points", "grid_north", "rule_complaint_rules", "run_months")
ROW_BOUND = 5_000_000
CELL_STEPS = 12
SCHEMA = pa.schema(
    [
        ("complaint_id", pa.string()),
        ("month_id", pa.int32()),
        ("sources_within_2km", pa.int64()),
        ("max_rank", pa.int64()),
        *[(name, pa.float64()) for name in ("against_wind_factor", "reach_m", "cell_m", "turn_sine")],
    ]
)


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per complaint with a place, under the rule in force on the day of receipt."""
    del city  # everything a city decides is in the inputs
    complaints = inputs["complaint_points"].select(["complaint_id", "month_id", "received_at", "x_m", "y_m"]).to_pandas()
    tree = cKDTree(np.column_stack([inputs["enterprise_points"][name].to_numpy() for name in ("x_m", "y_m")]))
    day = complaints["received_at"].to_numpy().astype("datetime64[D]")
    parts = []
    for rule in inputs["rule_complaint_rules"].to_pylist():
        if rule["rule_id"] != "candidates":
            continue
        until = np.datetime64(rule["valid_to"] or "9999-12-31", "D")
        parts.append(_under(rule, complaints[(day >= np.datetime64(rule["valid_from"], "D")) & (day <= until)], tree))
    found = pd.concat(parts) if parts else _nothing(complaints)
    north = {name: column[0].as_py() for name, column in zip(inputs["grid_north"].column_names, inputs["grid_north"].columns, strict=True)}
    dx_m, dy_m = found["x_m"] - north["x_m"], found["y_m"] - north["y_m"]
    found["turn_sine"] = north["sine"] + north["sine_per_x"] * dx_m + north["sine_per_y"] * dy_m + north["sine_per_xy"] * dx_m * dy_m
    return pa.table({field.name: pa.array(found[field.name], field.type, from_pandas=True) for field in SCHEMA}, schema=SCHEMA)


def _under(rule: Mapping[str, object], complaints: pd.DataFrame, tree: cKDTree) -> pd.DataFrame:
    """Counts and reaches under one row of the rule."""
    radius_m, near_m, wanted = float(str(rule["radius_m"])), float(str(rule["near_radius_m"])), int(str(rule["max_rank"]))
    factor = float(str(rule["against_wind_factor"]))
    place = complaints[["x_m", "y_m"]].to_numpy()
    near = tree.query_ball_point(place, near_m, return_length=True, workers=-1) if tree.n and len(place) else np.zeros(len(place))
    last_m = tree.query(place, k=[wanted], workers=-1)[0][:, 0] if tree.n and len(place) else np.full(len(place), np.inf)
    reach_m = np.minimum(radius_m, last_m * factor * (1 + 1e-9))  # infinite where there are fewer than wanted
    steps = np.clip(np.floor(2.0 * np.log2(radius_m / np.maximum(reach_m, 1e-6))), 0, CELL_STEPS)
    cell_m = radius_m / np.sqrt(2.0) ** steps * (1 + 1e-9)  # never smaller than the reach, whatever the rounding
    counts = {"sources_within_2km": near.astype(np.int64), "max_rank": wanted, "against_wind_factor": factor}
    return complaints.assign(**counts, reach_m=reach_m, cell_m=cell_m)


def _nothing(complaints: pd.DataFrame) -> pd.DataFrame:
    """No rule, no rows."""
    return complaints.head(0).assign(sources_within_2km=0, max_rank=0, against_wind_factor=1.0, reach_m=0.0, cell_m=0.0)
