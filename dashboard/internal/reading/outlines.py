"""The outlines of districts and townships, for a map without tiles."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import shapely
import streamlit as st

from dashboard.internal.reading.warehouse import Published
from dashboard.maps.outlines import Outline
from pipelines import polygons

DISTRICTS = """
select code, name, coalesce(level, 'district') as level, geometry, source_datum
from stg_districts where geometry is not null
order by code
"""
# about 30 m; a meeting-room screen shows no finer line for a whole city
TOLERANCE_DEG = 0.0003
DECIMALS = 5


def _rings(shape: shapely.Geometry) -> list[list[list[float]]]:
    parts = shapely.get_parts(shapely.simplify(shape, TOLERANCE_DEG))
    lines = [shapely.get_coordinates(part.exterior) for part in parts if part.geom_type == "Polygon"]
    return [line.round(DECIMALS).tolist() for line in lines]


@st.cache_data(max_entries=4, show_spinner=False)
def _drawn(build_id: str, _build: Published) -> list[dict[str, Any]]:  # noqa: ARG001  the build's id is the key
    rows = _build.rows(DISTRICTS)
    return [
        {
            "name": name,
            "level": level,
            "rings": _rings(shape),
            "label": [round(at, DECIMALS) for at in shapely.get_coordinates(shapely.point_on_surface(shape))[0].tolist()],
        }
        for level in sorted(rows["level"].unique())
        for name, shape in _read(rows[rows["level"] == level])
    ]


def _read(rows: pd.DataFrame) -> list[tuple[str, shapely.Geometry]]:
    found = polygons.read(pa.Table.from_pandas(rows.drop(columns="level"), preserve_index=False), code="code")
    return list(zip(found.names, found.shapes, strict=True))


def outlines(build: Published) -> list[Outline]:
    """List the outlines a build holds, moved to WGS84; none when the city gave no districts."""
    if "stg_districts" not in build.tables():
        return []
    return [Outline(**outline) for outline in _drawn(build.build_id, build)]
