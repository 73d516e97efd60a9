"""Control zones that a bureau has drawn: their outlines, their plan, and how many sources lie in them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import shapely
import streamlit as st

from dashboard.internal.reading.warehouse import Published
from dashboard.maps.zones import Zone
from pipelines import polygons

ZONES = """
select zone_id, coalesce(name, zone_id) as name, station_id, measures, geometry, source_datum, source_file, source_line
from stg_zones
where geometry is not null
order by zone_id
"""
COUNTS = """
select zone_id, count(*) as members from zone_members where zone_kind = 'polygon' and station_id = $station_id group by zone_id
"""
# about 3 m; the map shows one station's surroundings
TOLERANCE_DEG = 0.00003
DECIMALS = 6


def _rings(shape: shapely.Geometry) -> list[list[list[float]]]:
    parts = shapely.get_parts(shapely.simplify(shape, TOLERANCE_DEG))
    lines = [shapely.get_coordinates(part.exterior) for part in parts if part.geom_type == "Polygon"]
    return [line.round(DECIMALS).tolist() for line in lines]


@st.cache_data(max_entries=4, show_spinner=False)
def _drawn(build_id: str, _build: Published) -> list[dict[str, Any]]:  # noqa: ARG001  the build's id is the key
    rows = _build.rows(ZONES)
    found = polygons.read(pa.Table.from_pandas(rows, preserve_index=False), code="zone_id")
    shapes = dict(zip(found.codes, found.shapes, strict=True))
    return [
        {
            "zone_id": row.zone_id,
            "name": row.name,
            "station_id": row.station_id,
            "measures": None if pd.isna(row.measures) else str(row.measures),
            "source": f"{row.source_file} {int(row.source_line)}",
            "rings": _rings(shapes[row.zone_id]) if row.zone_id in shapes else [],
        }
        for row in rows.itertuples()
    ]


def zones(build: Published, *, station_id: str) -> list[Zone]:
    """List a station's own zones, moved to WGS84; none when the city has drawn none."""
    if "stg_zones" not in build.tables():
        return []
    own = [zone for zone in _drawn(build.build_id, build) if zone["station_id"] == station_id]
    members = build.rows(COUNTS, {"station_id": station_id}) if own else pd.DataFrame({"zone_id": [], "members": []})
    counts = dict(zip(members["zone_id"], members["members"], strict=True))
    told = ("zone_id", "name", "measures", "source", "rings")
    return [Zone(**{name: zone[name] for name in told}, members=int(counts.get(zone["zone_id"], 0))) for zone in own]
