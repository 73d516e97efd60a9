"""Directions in words."""

from __future__ import annotations

from dashboard.wording import Wording

POINTS = 8


def direction(degrees: float, wording: Wording) -> str:
    """Name the nearest of eight directions, clockwise from north."""
    return wording(f"today.direction.{round(degrees / (360 / POINTS)) % POINTS}")
