"""GCJ-02 written out once more, so that a test of places does not ask the program where a place is."""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

AXIS_M = 6378245.0
E2 = 0.00669342162296594323


def from_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """The public formula, term by term."""
    x, y = lon - 105.0, lat - 35.0
    shared = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + shared
    dlat += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    dlat += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    dlon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + shared
    dlon += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    dlon += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    magic = 1.0 - E2 * sin(radians(lat)) ** 2
    dlat = dlat * 180.0 / (AXIS_M * (1.0 - E2) / (magic * sqrt(magic)) * pi)
    dlon = dlon * 180.0 / (AXIS_M / sqrt(magic) * cos(radians(lat)) * pi)
    return lon + dlon, lat + dlat


def to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """The inverse by repeated correction, until it moves no further."""
    x, y = lon, lat
    for _ in range(30):
        there = from_wgs84(x, y)
        step = lon - there[0], lat - there[1]
        x, y = x + step[0], y + step[1]
        if max(abs(step[0]), abs(step[1])) < 1e-14:
            break
    return x, y
