"""Read delivered polygons into WGS84 and say which points lie in which.

A polygon is moved vertex by vertex, so its edges stay straight in degrees. Edges belong to the polygon (`intersects`, not
`within`, which loses points that lie exactly on a border); where two polygons share a point, the lowest code wins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from pipelines import datum, projection


@dataclass(frozen=True, kw_only=True)
class Polygons:
    """Polygons in ascending order of their codes; an unreadable geometry is left out."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: tuple[shapely.Geometry, ...]

    def index(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """The position of the first polygon that holds each point, -1 where none does."""
        found = np.full(len(lon), -1, dtype=np.int64)
        for position, rows in self.members(lon, lat):
            free = rows[found[rows] < 0]
            found[free] = position
        return found

    def members(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[tuple[int, NDArray[np.int64]]]:
        """For each polygon, the rows of the points it holds, border included."""
        order = np.argsort(lon, kind="stable")
        ordered = lon[order]
        result: list[tuple[int, NDArray[np.int64]]] = []
        for position, shape in enumerate(self.shapes):
            west, south, east, north = shape.bounds
            rows = order[np.searchsorted(ordered, west, side="left") : np.searchsorted(ordered, east, side="right")]
            rows = rows[(lat[rows] >= south) & (lat[rows] <= north)]
            shapely.prepare(shape)
            result.append((position, rows[shapely.intersects_xy(shape, lon[rows], lat[rows])]))
        return result


def read(table: pa.Table, *, code: str, level: str | None = None, crs: str | None = None) -> Polygons:
    """Polygons of a staging table, moved from their feed's datum to WGS84 (to metres when `crs` is given).

    `level` keeps only rows of that level; a row without a level counts as a district.
    """
    frame = table.to_pandas()
    if level is not None and "level" in frame:
        frame = frame[frame["level"].fillna("district") == level]
    frame = frame.sort_values(code, kind="stable")
    kept = [(row, shape) for row, shape in zip(frame.to_dict("records"), map(_shape, frame["geometry"]), strict=True) if shape is not None]
    return Polygons(
        codes=tuple(str(row[code]) for row, _ in kept),
        names=tuple(str(row["name"]) for row, _ in kept),
        shapes=tuple(_moved(shape, source=_datum(row), crs=crs) for row, shape in kept),
    )


def _datum(row: dict[str, object]) -> str:
    declared = row.get("source_datum")
    return declared if isinstance(declared, str) else "unknown"


def _shape(text: object) -> shapely.Geometry | None:
    shape = shapely.from_geojson(text, on_invalid="ignore") if isinstance(text, str) else None
    if shape is None or shape.is_empty or shapely.get_dimensions(shape) < 2:
        return None
    return shape


def _moved(shape: shapely.Geometry, *, source: str, crs: str | None) -> shapely.Geometry:
    def move(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = datum.to_wgs84(pairs[:, 0], pairs[:, 1], datum=source)
        return np.column_stack((lon, lat) if crs is None else projection.to_metres(lon, lat, crs=crs))

    moved = shapely.transform(shapely.force_2d(shape), move)
    return moved if shapely.is_valid(moved) else shapely.make_valid(moved)
