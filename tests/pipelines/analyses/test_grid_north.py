"""The angle between the plane's north and true north."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod, Transformer

from pipelines.analyses import grid_north
from pipelines.city import City

BOXES = {
    "EPSG:4547": (113.4, 34.2, 114.4, 35.0),
    "EPSG:32616": (-88.3, 41.5, -87.4, 42.2),
    "EPSG:4544": (104.2, 35.2, 107.7, 39.4),
}


def city(crs: str) -> City:
    box = BOXES[crs]
    return City(folder=Path(), city_id="c", name="c", name_en="c", jurisdiction="*", crs=crs, utc_offset="+08:00", bbox_deg=box)


@pytest.mark.parametrize("crs", BOXES)
def test_a_step_due_north_in_the_plane_is_corrected_to_its_true_azimuth(crs: str) -> None:
    """The geodesic azimuth of a kilometre along the plane's north, by PROJ, equals the fitted angle."""
    fit = {name: values[0] for name, values in grid_north.run({}, city=city(crs)).to_pydict().items()}
    west, south, east, north = BOXES[crs]
    to_plane = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    for lon, lat in [(west, south), (east, north), (west, north), ((west + east) / 2, (south + north) / 2)]:
        x_m, y_m = to_plane.transform(lon, lat)
        lon_b, lat_b = to_plane.transform(x_m, y_m + 1000.0, direction="INVERSE")
        azimuth_deg, _, _ = Geod(ellps="WGS84").inv(lon, lat, lon_b, lat_b)
        dx, dy = x_m - fit["x_m"], y_m - fit["y_m"]
        sine = fit["sine"] + fit["sine_per_x"] * dx + fit["sine_per_y"] * dy + fit["sine_per_xy"] * dx * dy
        assert np.degrees(np.arcsin(sine)) == pytest.approx(azimuth_deg, abs=0.01)
    assert fit["largest_error_deg"] < 0.01
