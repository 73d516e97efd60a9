"""Projection: east before north, zones as the registry has them."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest

from pipelines import projection
from pipelines.errors import ConfigurationError


@pytest.mark.parametrize(
    ("width_deg", "has_prefix", "span"), [(3, True, (75, 136)), (3, False, (75, 136)), (6, True, (75, 138)), (6, False, (75, 138))]
)
def test_the_zone_of_every_longitude_has_the_central_meridian_the_registry_says(width_deg, has_prefix, span):
    for lon_deg in np.arange(span[0], span[1] - 0.6, 0.25):
        crs = pyproj.CRS(projection.cgcs2000_crs(float(lon_deg), width_deg=width_deg, has_prefix=has_prefix))
        parameters = {p.name: p.value for p in crs.coordinate_operation.params}
        middle = parameters["Longitude of natural origin"]
        assert abs(middle - lon_deg) <= width_deg / 2
        zone = projection.cgcs2000_zone(float(lon_deg), width_deg=width_deg)
        assert parameters["False easting"] == (zone * 1_000_000 + 500_000 if has_prefix else 500_000)
        assert ("3-degree" in crs.name) == (width_deg == 3)


@pytest.mark.parametrize(
    ("lon_deg", "prefixed", "plain"), [(114.3, 4526, 4547), (116.0, 4527, 4548), (104.0, 4523, 4544), (102.8, 4522, 4543)]
)
def test_the_examples_of_the_standard_hold(lon_deg, prefixed, plain):
    assert projection.cgcs2000_crs(lon_deg, has_prefix=True) == f"EPSG:{prefixed}"
    assert projection.cgcs2000_crs(lon_deg) == f"EPSG:{plain}"


def test_utm_is_what_the_registry_says_for_chicago_and_sydney():
    for lon, lat in ((-87.6, 41.9), (151.2, -33.9)):
        found = pyproj.CRS(projection.utm_crs(lon, lat))
        area = found.area_of_use
        assert area.west <= lon <= area.east
        assert area.south <= lat <= area.north


def test_a_longitude_outside_every_zone_is_refused_with_what_to_do():
    with pytest.raises(ConfigurationError, match=r"longitude -87\.6 lies in no CGCS2000 zone of 3°; name the city's crs in city\.toml"):
        projection.cgcs2000_crs(-87.6)


def test_metres_are_true_to_the_ellipsoid_and_go_back():
    x_m, y_m = projection.to_metres([113.62, 113.63], [34.74, 34.75], crs="EPSG:4547")
    expected = pyproj.Geod(ellps="WGS84").inv(113.62, 34.74, 113.63, 34.75)[2]
    assert np.hypot(x_m[1] - x_m[0], y_m[1] - y_m[0]) == pytest.approx(expected, rel=2e-4)
    assert 400_000 < x_m[0] < 600_000
    assert 3_800_000 < y_m[0] < 3_900_000
    lon, lat = projection.to_degrees(x_m, y_m, crs="EPSG:4547")
    assert np.allclose(lon, [113.62, 113.63], atol=1e-9)
    assert np.allclose(lat, [34.74, 34.75], atol=1e-9)


def test_no_place_is_not_a_number_and_never_infinite():
    x_m, y_m = projection.to_metres([np.nan, np.inf, 34.7], [34.7, 34.7, 113.6], crs="EPSG:4547")
    assert np.isnan(x_m).all()
    assert np.isnan(y_m).all()


def test_the_convergence_turns_grid_north_into_true_north():
    lon, lat = 115.2, 34.75
    x_m, y_m = projection.to_metres([lon, lon], [lat, lat + 0.01], crs="EPSG:4547")
    grid_bearing = np.degrees(np.arctan2(x_m[1] - x_m[0], y_m[1] - y_m[0]))
    assert grid_bearing + projection.convergence_deg(lon, lat, crs="EPSG:4547") == pytest.approx(0.0, abs=0.01)


def test_an_unknown_system_is_named():
    with pytest.raises(ConfigurationError, match=r"city\.toml: crs 'EPSG:9' is not known"):
        projection.to_metres(113.0, 34.0, crs="EPSG:9")
