"""Fit how far the plane's north turns away from true north over a city.

Wind comes from true directions, points lie in the plane of the city's CRS. The sine of the angle between both norths (the
meridian convergence, positive when grid north lies east of true north) is fitted once over the city's box, so that models
need no projection: `sine + sine_per_x * dx + sine_per_y * dy + sine_per_xy * dx * dy`, dx and dy in metres from (x_m, y_m).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from pyproj import CRS, Proj, Transformer

from pipelines.city import City

LAYER = "core"
INPUTS: tuple[str, ...] = ()
ROW_BOUND = 1
LATTICE = 9  # points along each side of the box


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row: the fit and the largest error of its angle on the lattice, in degrees."""
    del inputs  # depends on the city alone
    west, south, east, north = city.bbox_deg
    lon, lat = (side.ravel() for side in np.meshgrid(np.linspace(west, east, LATTICE), np.linspace(south, north, LATTICE)))
    crs = CRS.from_user_input(city.crs)
    x_m, y_m = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    sine = np.sin(np.radians(Proj(crs).get_factors(lon, lat).meridian_convergence))
    x0_m, y0_m = float(np.mean(x_m)), float(np.mean(y_m))
    dx, dy = x_m - x0_m, y_m - y0_m
    scale_x, scale_y = float(np.max(np.abs(dx))), float(np.max(np.abs(dy)))
    columns = np.column_stack([np.ones_like(dx), dx / scale_x, dy / scale_y, dx * dy / (scale_x * scale_y)])
    fit, *_ = np.linalg.lstsq(columns, sine, rcond=None)
    error_deg = np.degrees(np.max(np.abs(np.arcsin(columns @ fit) - np.arcsin(sine))))
    row = {
        "x_m": x0_m,
        "y_m": y0_m,
        "sine": fit[0],
        "sine_per_x": fit[1] / scale_x,
        "sine_per_y": fit[2] / scale_y,
        "sine_per_xy": fit[3] / (scale_x * scale_y),
        "largest_error_deg": error_deg,
    }
    return pa.table({name: pa.array([float(value)], pa.float64()) for name, value in row.items()})
