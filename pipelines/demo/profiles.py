"""Say in which hours each kind of source works: shifts, weekdays, holidays, dinner."""

from __future__ import annotations

import numpy as np

from pipelines.demo.span import Span

NAMES = ("day", "two", "night", "round", "dinner", "traffic", "homes")


def _between(clock: np.ndarray, first: int, last: int) -> np.ndarray:
    if first < last:
        return ((clock >= first) & (clock < last)).astype(float)
    return ((clock >= first) | (clock < last)).astype(float)


def working_hours(shifts: str) -> str:
    """The hours of a shift as a bureau's list writes them."""
    return {"day": "08:00-18:00", "two": "07:00-23:00", "night": "22:00-06:00", "round": "00:00-24:00", "dinner": "10:00-22:00"}[shifts]


def profile(name: str, span: Span) -> np.ndarray:
    """The share of its full rate at which a source of that kind emits in each hour, 0 … 1 or a little above."""
    clock, rest = span.clock, span.is_rest.astype(float)
    winter = 0.5 + 0.5 * np.cos(2 * np.pi * (span.year_share - 0.03))
    lunch, dinner, late = _between(clock, 11, 14), _between(clock, 18, 22), _between(clock, 22, 24)
    rush = np.exp(-(((clock - 7.5) / 1.8) ** 2)) + np.exp(-(((clock - 17.8) / 2.2) ** 2))
    meals = 0.35 + 0.9 * np.exp(-(((clock - 19) / 2.6) ** 2)) + 0.6 * np.exp(-(((clock - 7) / 1.6) ** 2))
    shares = {
        "day": (_between(clock, 8, 18) * (1 - 0.85 * rest) + 0.02) * (1 - 0.35 * _between(clock, 12, 13)),
        "two": _between(clock, 7, 23) * (1 - 0.6 * rest) + 0.02,
        "night": _between(clock, 22, 6) * (1 - 0.5 * rest) + 0.03,
        "round": 1.0 - 0.12 * rest,
        "dinner": (0.45 * lunch + dinner + 0.45 * late) * (1 + 0.25 * rest) + 0.01,
        "traffic": 0.16 + 0.5 * _between(clock, 6, 22) + 0.6 * rush * (1 - 0.55 * rest),
        "homes": (0.25 + 0.75 * winter) * meals,
    }
    return np.asarray(shares[name])
