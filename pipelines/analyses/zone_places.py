"""List the enterprises inside each custom zone, border included; zones may overlap.

One row per zone and enterprise. The zone's own bounds are moved from their feed's datum to metres vertex by vertex.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from pipelines import polygons
from pipelines.city import City

LAYER = "core"
INPUTS = ("stg_zones", "enterprise_points")
ROW_BOUND = 5_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """`zone_id`, `station_id` (null for a zone of its own) and `enterprise_id`, ordered by zone and enterprise."""
    zones = polygons.read(inputs["stg_zones"], code="zone_id", crs=city.crs)
    stations = dict(zip(inputs["stg_zones"]["zone_id"].to_pylist(), inputs["stg_zones"]["station_id"].to_pylist(), strict=True))
    points = inputs["enterprise_points"].select(["enterprise_id", "x_m", "y_m"]).to_pandas().sort_values("enterprise_id", ignore_index=True)
    ids = points["enterprise_id"].to_numpy(dtype=object)
    rows: dict[str, list[str | None]] = {"zone_id": [], "station_id": [], "enterprise_id": []}
    for position, found in zones.members(points["x_m"].to_numpy(dtype=np.float64), points["y_m"].to_numpy(dtype=np.float64)):
        zone_id = zones.codes[position]
        members = ids[np.sort(found)].tolist()
        rows["zone_id"] += [zone_id] * len(members)
        rows["station_id"] += [stations[zone_id]] * len(members)
        rows["enterprise_id"] += members
    return pa.table(rows, schema=pa.schema([(name, pa.string()) for name in rows]))
