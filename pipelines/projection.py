"""Turn WGS84 degrees into metres of a city's coordinate system and back; the only module that calls pyproj.

Every call is east before north whatever the registry's axis order says: EPSG lists the Chinese systems north first, and
obeying that gives infinities without an error. A point the system cannot hold comes back as NaN, never as infinity.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pyproj
from numpy.typing import ArrayLike, NDArray

from pipelines.errors import ConfigurationError

GEOGRAPHIC = "EPSG:4326"
ZONE_OFFSETS = {(3, True): 4513 - 25, (3, False): 4534 - 25, (6, True): 4491 - 13, (6, False): 4502 - 13}
ZONE_RANGES = {3: (25, 45), 6: (13, 23)}


@cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    try:
        return pyproj.Transformer.from_crs(source, target, always_xy=True)
    except pyproj.exceptions.CRSError as fault:
        raise ConfigurationError(
            f"city.toml: crs {source if target == GEOGRAPHIC else target!r} is not known; use e.g. EPSG:4547"
        ) from fault


def _finite(pair: tuple[NDArray[np.float64], NDArray[np.float64]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second = (np.asarray(part, dtype=np.float64) for part in pair)
    is_good = np.isfinite(first) & np.isfinite(second)
    return np.where(is_good, first, np.nan), np.where(is_good, second, np.nan)


def to_metres(lon: ArrayLike, lat: ArrayLike, *, crs: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East and north in metres of WGS84 degrees; NaN where the system has no such place."""
    return _finite(_transformer(GEOGRAPHIC, crs).transform(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)))


def to_degrees(x_m: ArrayLike, y_m: ArrayLike, *, crs: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """WGS84 longitude and latitude of metres in `crs`."""
    return _finite(_transformer(crs, GEOGRAPHIC).transform(np.asarray(x_m, dtype=np.float64), np.asarray(y_m, dtype=np.float64)))


def convergence_deg(lon: ArrayLike, lat: ArrayLike, *, crs: str) -> NDArray[np.float64]:
    """Degrees to add to a grid bearing to get the true one; positive east of the central meridian on the northern half."""
    if np.size(lon) == 0:
        return np.empty(0, dtype=np.float64)
    factors = pyproj.Proj(crs).get_factors(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    angle = np.asarray(factors.meridian_convergence, dtype=np.float64)
    return np.where(np.isfinite(angle), angle, np.nan)


def cgcs2000_zone(lon_deg: float, *, width_deg: int = 3) -> int:
    """The Gauss–Krüger zone number: round(lon / 3) for 3° zones, ⌊lon / 6⌋ + 1 for 6° zones."""
    return int(np.floor(lon_deg / 3.0 + 0.5)) if width_deg == 3 else int(np.floor(lon_deg / 6.0)) + 1


def cgcs2000_crs(lon_deg: float, *, width_deg: int = 3, has_prefix: bool = False) -> str:
    """The EPSG name of the CGCS2000 Gauss–Krüger zone at a longitude; `has_prefix` puts the zone number before the easting."""
    zone = cgcs2000_zone(lon_deg, width_deg=width_deg)
    low, high = ZONE_RANGES[width_deg]
    if not low <= zone <= high:
        raise ConfigurationError(f"longitude {lon_deg} lies in no CGCS2000 zone of {width_deg}°; name the city's crs in city.toml")
    return f"EPSG:{ZONE_OFFSETS[width_deg, has_prefix] + zone}"


def utm_crs(lon_deg: float, lat_deg: float) -> str:
    """The EPSG name of the WGS84 UTM zone at a point: what to use where no national system is known."""
    zone = int(np.floor((lon_deg + 180.0) / 6.0)) % 60 + 1
    return f"EPSG:{(32600 if lat_deg >= 0 else 32700) + zone}"
