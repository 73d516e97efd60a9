"""Move points between WGS84, GCJ-02 and BD-09.

GCJ-02 and BD-09 exist inside a box around China only: outside it every function returns the point as it came. The forward
formulas are the public ones (they reproduce the fixtures of eviltransform); the inverses are iterated, because the
one-step inverse that most libraries ship is wrong by 0.3 to 2.5 m. CGCS2000 is taken as WGS84 (they differ by less than
half a metre). Arrays in, arrays out; a coordinate that is not finite stays as it is.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Degrees: TypeAlias = NDArray[np.float64]
LonLat: TypeAlias = tuple[Degrees, Degrees]

WGS84_LIKE = ("wgs84", "cgcs2000", "unknown")
SEMI_MAJOR_M = 6378245.0
ECCENTRICITY2 = 0.00669342162296594323
BOX_DEG = (72.004, 0.8293, 137.8347, 55.8271)
BD_TURN = np.pi * 3000.0 / 180.0
BD_SHIFT_DEG = (0.0065, 0.006)
INVERSE_ROUNDS = 12
INVERSE_TOLERANCE_DEG = 1e-14


def _arrays(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def is_shifted(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Whether GCJ-02 differs from WGS84 at the point at all, that is whether it lies in the box around China."""
    x, y = _arrays(lon, lat)
    west, south, east, north = BOX_DEG
    inside: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return inside


def _waves(value: Degrees, pairs: tuple[tuple[float, float], ...]) -> Degrees:
    return sum((size * np.sin(value * turn * np.pi) for size, turn in pairs), np.zeros_like(value)) * 2.0 / 3.0


def _gcj02_offset(lon: Degrees, lat: Degrees) -> LonLat:
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    common = _waves(x, ((20.0, 6.0), (20.0, 2.0)))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north = north + _waves(y, ((20.0, 1.0), (40.0, 1.0 / 3.0), (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0)))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east = east + _waves(x, ((20.0, 1.0), (40.0, 1.0 / 3.0), (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0)))
    phi = np.radians(lat)
    bulge = 1.0 - ECCENTRICITY2 * np.sin(phi) ** 2
    metres_north = SEMI_MAJOR_M * (1.0 - ECCENTRICITY2) / (bulge * np.sqrt(bulge))
    metres_east = SEMI_MAJOR_M / np.sqrt(bulge) * np.cos(phi)
    return np.degrees(east / metres_east), np.degrees(north / metres_north)


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """GCJ-02 degrees of WGS84 degrees."""
    x, y = _arrays(lon, lat)
    inside = is_shifted(x, y)
    east, north = _gcj02_offset(np.where(inside, x, 105.0), np.where(inside, y, 35.0))
    return np.where(inside, x + east, x), np.where(inside, y + north, y)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """WGS84 degrees of GCJ-02 degrees, exact to less than a micrometre of round trip."""
    x, y = _arrays(lon, lat)
    inside = is_shifted(x, y)
    target_x, target_y = np.where(inside, x, 105.0), np.where(inside, y, 35.0)
    guess_x, guess_y = target_x, target_y
    for _ in range(INVERSE_ROUNDS):
        east, north = _gcj02_offset(guess_x, guess_y)
        step_x, step_y = guess_x + east - target_x, guess_y + north - target_y
        guess_x, guess_y = guess_x - step_x, guess_y - step_y
        if max(np.max(np.abs(step_x), initial=0.0), np.max(np.abs(step_y), initial=0.0)) < INVERSE_TOLERANCE_DEG:
            break
    return np.where(inside, guess_x, x), np.where(inside, guess_y, y)


def _bd09(x: Degrees, y: Degrees) -> LonLat:
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * BD_TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * BD_TURN)
    return radius * np.cos(angle) + BD_SHIFT_DEG[0], radius * np.sin(angle) + BD_SHIFT_DEG[1]


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """BD-09 degrees of GCJ-02 degrees."""
    x, y = _arrays(lon, lat)
    inside = is_shifted(x, y)
    east, north = _bd09(np.where(inside, x, 105.0), np.where(inside, y, 35.0))
    return np.where(inside, east, x), np.where(inside, north, y)


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """GCJ-02 degrees of BD-09 degrees, iterated like the other inverse."""
    x, y = _arrays(lon, lat)
    inside = is_shifted(x, y)
    target_x, target_y = np.where(inside, x, 105.0), np.where(inside, y, 35.0)
    guess_x, guess_y = target_x - BD_SHIFT_DEG[0], target_y - BD_SHIFT_DEG[1]
    for _ in range(INVERSE_ROUNDS):
        east, north = _bd09(guess_x, guess_y)
        step_x, step_y = east - target_x, north - target_y
        guess_x, guess_y = guess_x - step_x, guess_y - step_y
        if max(np.max(np.abs(step_x), initial=0.0), np.max(np.abs(step_y), initial=0.0)) < INVERSE_TOLERANCE_DEG:
            break
    return np.where(inside, guess_x, x), np.where(inside, guess_y, y)


def to_wgs84(lon: ArrayLike, lat: ArrayLike, *, datum: str) -> LonLat:
    """WGS84 degrees of degrees in `datum`; `unknown` is taken as WGS84, which the caller must note."""
    if datum in WGS84_LIKE:
        return _arrays(lon, lat)
    if datum == "gcj02":
        return gcj02_to_wgs84(lon, lat)
    if datum == "bd09":
        return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))
    raise ValueError(f"datum {datum!r} is unknown; use wgs84, cgcs2000, gcj02, bd09 or unknown")


def from_wgs84(lon: ArrayLike, lat: ArrayLike, *, datum: str) -> LonLat:
    """Degrees in `datum` of WGS84 degrees."""
    if datum in WGS84_LIKE:
        return _arrays(lon, lat)
    if datum == "gcj02":
        return wgs84_to_gcj02(lon, lat)
    if datum == "bd09":
        return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))
    raise ValueError(f"datum {datum!r} is unknown; use wgs84, cgcs2000, gcj02, bd09 or unknown")
