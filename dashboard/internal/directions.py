"""Say a bearing as a direction of the wind rose."""

from __future__ import annotations

import math

from dashboard.wording import Wording

POINTS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
SECTOR_DEG = 360.0 / len(POINTS)


def direction(bearing_deg: object, wording: Wording) -> str:
    """Give the word of the eighth of the rose a bearing lies in; a dash when nobody knows."""
    if not isinstance(bearing_deg, int | float) or not math.isfinite(bearing_deg):
        return "—"
    return wording(f"direction.{POINTS[int((bearing_deg + SECTOR_DEG / 2) // SECTOR_DEG) % len(POINTS)]}")
