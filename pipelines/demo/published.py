"""Compute what the prefecture publishes of the county, and rank it among its 21 neighbours."""

from __future__ import annotations

import numpy as np

from pipelines.demo.air import MEASURED, Readings
from pipelines.demo.chance import stream
from pipelines.demo.county import COUNTY
from pipelines.demo.names import words
from pipelines.demo.span import Span

NEIGHBOURS = words(
    "霁川区 栖岫区 望澜区 曜湖区 芷溪县 霖泽县 砚州区 翎阳县 漱石县 苇川县 澹宁县 筠坪县 璟河县 筱塘县 岫云县 棠霁县 沐岚区 "
    "荻滩县 珩山县 枳园县 昱泉县"
)
PLACES_OF_2025 = {"综合指数": 14, "优良天数": 10, "PM2.5": 9}


def known_mean(values: np.ndarray, axis: int | tuple[int, ...]) -> np.ndarray:
    """The mean over what is not NaN; NaN where nothing is known."""
    count = (~np.isnan(values)).sum(axis=axis)
    return np.asarray(np.divide(np.nansum(values, axis=axis), count, out=np.full(count.shape, np.nan), where=count > 0))


def daily(span: Span, readings: Readings, *, hours: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The whole days known (or of the first `hours`), and day × (PM2.5, PM10, SO2, NO2, O3 8 h maximum, CO in mg/m³).

    Means of the two national stations, as the prefecture counts.
    """
    values = readings.values[:2, : (hours or span.known) // 24 * 24].astype(float)
    values[values < 0] = np.nan
    both = known_mean(values, 0)
    days = both.reshape(-1, 24, len(MEASURED))
    found = known_mean(days, 1)
    eights = np.stack([known_mean(days[:, start : start + 8, 4], 1) for start in range(17)])
    found[:, 4] = eights.max(axis=0)
    found[:, 5] /= 1000
    return np.asarray(span.days[: values.shape[1] : 24]), found


def _figures(days: np.ndarray, found: np.ndarray) -> dict[str, float]:
    """PM2.5, good days and the composite index of 2013 of a period, each day by the limits in force on it."""
    is_new = days >= np.datetime64("2026-03-01")
    limits = np.array([75, 150, 150, 80, 160, 4.0]) - is_new[:, None] * np.array([15, 30, 0, 0, 0, 0.0])
    mean = found.mean(axis=0)
    mean[4], mean[5] = np.quantile(found[:, 4], 0.9), np.quantile(found[:, 5], 0.95)
    index = mean / np.array([35, 70, 60, 40, 160, 4.0])
    return {"PM2.5": round(mean[0]), "优良天数": float((found <= limits).all(axis=1).sum()), "综合指数": round(float(index.sum()), 2)}


def _order(indicator: str, mine: float, place: int, *, days: int) -> list[float]:
    """22 values around the county's own, best first."""
    step = {"PM2.5": 1.0, "优良天数": -3.0 if days > 300 else -0.6, "综合指数": 0.06}[indicator]
    values = [mine + (i - place + 1) * step for i in range(22)]
    if indicator == "综合指数":
        return [round(max(value, 0.5), 2) for value in values]
    return [float(round(min(max(value, 1.0), days) if indicator == "优良天数" else max(value, 3.0))) for value in values]


def ranks(seed: int, span: Span, readings: Readings) -> list[tuple[str, ...]]:
    """Rows of ranks among 22: area, indicator, period, value, rank, of, source; equal values share a rank."""
    rng = stream(seed, "ranks")
    days, found = daily(span, readings)
    months = np.datetime_as_string(days.astype("datetime64[M]"))
    rows: list[tuple[str, ...]] = []
    for period in ("2025", *(f"2026-{m:02d}" for m in range(1, 12))):
        inside = np.array([month.startswith(period) for month in months])
        for indicator, mine in _figures(days[inside], found[inside]).items():
            place = PLACES_OF_2025[indicator]
            if period != "2025":
                place = int(np.clip(place + rng.integers(-4, 5), 1, 22))
            values = _order(indicator, mine, place, days=int(inside.sum()))
            values[place - 1] = mine
            areas = [NEIGHBOURS[int(i)] for i in rng.permutation(len(NEIGHBOURS))]
            areas.insert(place - 1, COUNTY)
            sign = -1 if indicator == "优良天数" else 1
            for area, value in zip(areas, values, strict=True):
                rank = 1 + sum(sign * other < sign * value for other in values)
                rows.append((area, indicator, period, f"{value:g}", str(rank), "22", "云澜市生态环境局通报"))
    return rows
