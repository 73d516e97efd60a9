"""Shift WGS84 points to the datums in which bureaus receive them (public formulas)."""

from __future__ import annotations

from math import pi

import numpy as np

_A_M = 6378245.0
_EE = 0.00669342162296594323


def gcj02(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """GCJ-02 degrees of WGS84 degrees."""
    x, y = lon - 105.0, lat - 35.0
    root, far = np.sqrt(np.abs(x)), (20 * np.sin(6 * pi * x) + 20 * np.sin(2 * pi * x)) * 2 / 3
    d_lat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + far
    d_lat = d_lat + (20 * np.sin(pi * y) + 40 * np.sin(pi * y / 3)) * 2 / 3
    d_lat = d_lat + (160 * np.sin(pi * y / 12) + 320 * np.sin(pi * y / 30)) * 2 / 3
    d_lon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + far
    d_lon = d_lon + (20 * np.sin(pi * x) + 40 * np.sin(pi * x / 3)) * 2 / 3
    d_lon = d_lon + (150 * np.sin(pi * x / 12) + 300 * np.sin(pi * x / 30)) * 2 / 3
    phi = np.radians(lat)
    m = 1 - _EE * np.sin(phi) ** 2
    d_lat = d_lat * 180 / (_A_M * (1 - _EE) / (m * np.sqrt(m)) * pi)
    d_lon = d_lon * 180 / (_A_M / np.sqrt(m) * np.cos(phi) * pi)
    return lon + d_lon, lat + d_lat


def degrees_minutes(value_deg: float) -> str:
    """The value as degrees, minutes and seconds, as typed from a hand-held receiver."""
    seconds = round(value_deg * 3600)
    return f"{seconds // 3600}°{seconds % 3600 // 60:02d}′{seconds % 60:02d}″"
