"""Turn tonnes a year into grams a second, and add the sources that no list holds: traffic and homes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.demo.county import County
from pipelines.demo.firms import Firm
from pipelines.demo.profiles import NAMES, profile
from pipelines.demo.span import Span

POLLUTANTS = ("pm", "so2", "nox", "co")


@dataclass(frozen=True, kw_only=True)
class Emitters:
    """All steady sources: place (metres), stack, rate at full work (source × POLLUTANTS, g/s), group of hours."""

    places_m: np.ndarray
    stack_m: np.ndarray
    rates_gs: np.ndarray
    groups: np.ndarray
    activity: np.ndarray


def _firm_rows(firms: tuple[Firm, ...], hours_of: dict[str, float]) -> list[tuple[float, ...]]:
    rows: list[tuple[float, ...]] = []
    for firm in firms:
        grams = 1e6 / (hours_of[firm.shifts] * 8766 * 3600) * (0.0 if firm.status == "停产" else 1.0)
        stack = firm.trade.stack_m if firm.trade else 8.0
        rates = (firm.pm_t * grams, firm.so2_t * grams, firm.nox_t * grams, 0.4 * firm.nox_t * grams)
        rows.append((firm.x_m, firm.y_m, stack, *rates, NAMES.index(firm.shifts)))
    return rows


def _road_rows(county: County) -> list[tuple[float, ...]]:
    rows: list[tuple[float, ...]] = []
    traffic, homes = NAMES.index("traffic"), NAMES.index("homes")
    for i in range(60):
        on = county.highway.interpolate((i + 0.5) / 60, normalized=True)
        rows.append((on.x, on.y, 2.0, 0.05, 0.002, 0.32, 0.75, traffic))
    for i, town in enumerate(county.townships):
        size = 3.2 if i < 3 else 1.0
        for dx, dy in ((-500, 200), (400, 500), (100, -600), (700, -200), (-200, 900)):
            rows.append((town.x_m + dx, town.y_m + dy, 3.0, 0.018 * size, 0.001 * size, 0.13 * size, 0.4 * size, traffic))
            rows.append((town.x_m + dy, town.y_m - dx, 6.0, 0.035 * size, 0.022 * size, 0.02 * size, 0.35 * size, homes))
    return rows


def steady(span: Span, county: County, firms: tuple[Firm, ...]) -> Emitters:
    """Every steady source of the county."""
    activity = np.stack([profile(name, span) for name in NAMES])
    hours_of = {name: float(share.mean()) for name, share in zip(NAMES, activity, strict=True)}
    rows = np.array(_firm_rows(firms, hours_of) + _road_rows(county))
    return Emitters(places_m=rows[:, :2], stack_m=rows[:, 2], rates_gs=rows[:, 3:7], groups=rows[:, 7].astype(np.int64), activity=activity)
