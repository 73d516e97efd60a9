"""Bivariate polar plot: mean concentration by wind direction and wind speed, blank where there are too few hours.

The surface is the kernel mean of Henry (2009), a Gaussian in direction and an Epanechnikov kernel in speed, over hours counted
in cells of 10° and 0.5 m/s. A place on it is drawn only where the kernel rests on enough hours.
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from dashboard.charts.look import dressed, rising
from dashboard.charts.wind_rose import compass, rings
from dashboard.maps.palette import Palette
from dashboard.wording import Wording

CELL_DEG, CELL_MS = 10.0, 0.5
DRAWN_DEG, DRAWN_MS = 5.0, 0.25
SIZE_PX = 300
FEWEST_HOURS = 6.0  # of kernel weight; with less, "too few hours from there"


@dataclass(frozen=True, kw_only=True)
class Kernel:
    """How far an hour counts for its neighbours.

    Attributes
    ----------
    direction_deg
        Standard deviation of the Gaussian.
    speed_ms
        Half width of the Epanechnikov kernel.
    fewest_hours
        Kernel weight below which nothing is shown.
    """

    direction_deg: float = 20.0
    speed_ms: float = 1.5
    fewest_hours: float = FEWEST_HOURS


def surface(cells: pd.DataFrame, *, kernel: Kernel) -> pd.DataFrame:
    """Smooth cells (`direction_cell`, `speed_cell`, `hours`, `mean`); one row a drawn place with enough hours, with what it rests on."""
    if cells.empty:
        return pd.DataFrame(columns=["from_deg", "to_deg", "from_ms", "to_ms", "mean", "hours"])
    fastest_ms = (float(cells["speed_cell"].max()) + 1) * CELL_MS
    degrees = np.arange(0.0, 360.0, DRAWN_DEG)
    speeds = np.arange(0.0, fastest_ms, DRAWN_MS)
    deg, ms = (grid.ravel() for grid in np.meshgrid(degrees, speeds, indexing="ij"))
    apart_deg = np.abs((deg[:, None] + DRAWN_DEG / 2 - cells["direction_cell"].to_numpy(float) * CELL_DEG + 180.0) % 360.0 - 180.0)
    apart_ms = (ms[:, None] + DRAWN_MS / 2 - (cells["speed_cell"].to_numpy(float) + 0.5) * CELL_MS) / kernel.speed_ms
    weight = np.exp(-0.5 * (apart_deg / kernel.direction_deg) ** 2) * np.clip(1.0 - apart_ms**2, 0.0, None)
    support = weight @ cells["hours"].to_numpy(float)
    total = weight @ (cells["hours"].to_numpy(float) * cells["mean"].to_numpy(float))
    slowest_ms = float(cells["speed_cell"].min()) * CELL_MS
    kept = (support >= kernel.fewest_hours) & (ms >= slowest_ms)
    mean = np.divide(total, support, out=np.zeros_like(total), where=support > 0)
    drawn = pd.DataFrame(
        {"from_deg": deg, "to_deg": deg + DRAWN_DEG, "from_ms": ms, "to_ms": ms + DRAWN_MS, "mean": mean, "hours": support}
    )
    return drawn[kept].reset_index(drop=True)


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What the colour of the surface stands for.

    Attributes
    ----------
    label
        Its name.
    unit
        The unit of its mean.
    """

    label: str
    unit: str


def polar_plot(
    cells: pd.DataFrame, *, unit: str, label: str, palette: Palette, wording: Wording, kernel: Kernel | None = None, size_px: int = SIZE_PX
) -> alt.LayerChart | None:
    """Draw the plot; None when no place on it rests on enough hours."""
    smooth = surface(cells, kernel=kernel or Kernel())
    if smooth.empty:
        return None
    widest_ms = float(np.ceil(smooth["to_ms"].max()))
    radius = alt.Scale(domain=[0, widest_ms * 1.12], range=[0, size_px / 2], type="linear")
    circles = _speed_circles(widest_ms)
    layers = alt.layer(
        _wash(smooth, Quantity(label=label, unit=unit), radius, palette=palette, wording=wording),
        rings(circles["ms"], radius, palette=palette),
        _drawn_speeds(circles, radius, palette=palette),
        compass(palette, wording, radius_px=size_px / 2 - 8),
    )
    return dressed(layers.properties(width=size_px, height=size_px, autosize=alt.AutoSizeParams(type="pad")), palette=palette)


def _speed_circles(widest_ms: float) -> pd.DataFrame:
    """Choose the speeds that get a circle and what is written on it; the last one also says the unit."""
    circles = pd.DataFrame({"ms": np.arange(1.0, widest_ms + 0.5, 1.0 if widest_ms <= 6 else 2.0), "turn": 112.5})
    circles["text"] = [f"{speed:g}{' m/s' if speed == circles['ms'].iloc[-1] else ''}" for speed in circles["ms"]]
    return circles


def _wash(smooth: pd.DataFrame, quantity: Quantity, radius: alt.Scale, *, palette: Palette, wording: Wording) -> alt.Chart:
    """Colour the surface."""
    # each place reaches a little over its neighbours, or the ground would show through between them
    seamless = smooth.assign(to_deg=smooth["to_deg"] + 0.4, to_ms=smooth["to_ms"] + 0.02)
    across_px = 2 * radius.range[1]
    return (
        alt.Chart(seamless)
        .mark_arc()
        .encode(
            theta=alt.Theta("from_deg:Q", scale=alt.Scale(domain=[0, 360]), stack=False),
            theta2="to_deg:Q",
            radius=alt.Radius("from_ms:Q", scale=radius, stack=False),
            radius2="to_ms:Q",
            color=alt.Color(
                "mean:Q",
                scale=alt.Scale(range=list(rising(palette)), zero=False, nice=False),
                legend=alt.Legend(
                    title=[quantity.label, quantity.unit], gradientLength=across_px * 0.6, format=".3~g", tickCount=5, offset=24
                ),
            ),
            tooltip=[
                alt.Tooltip("from_deg:Q", title=wording("chart.direction"), format=".0f"),
                alt.Tooltip("from_ms:Q", title=wording("chart.speed"), format=".2f"),
                alt.Tooltip("mean:Q", title=f"{quantity.label} {quantity.unit}", format=".1f"),
                alt.Tooltip("hours:Q", title=wording("chart.support"), format=".0f"),
            ],
        )
    )


def _drawn_speeds(circles: pd.DataFrame, radius: alt.Scale, *, palette: Palette) -> alt.LayerChart:
    """Write the speeds on their circles."""
    turn = alt.Scale(domain=[0, 360])
    placed = alt.Chart(circles).encode(
        theta=alt.Theta("turn:Q", scale=turn, stack=False), radius=alt.Radius("ms:Q", scale=radius, stack=False), text="text:N"
    )
    # a rim in the colour of the ground keeps the figures legible on any colour of the wash
    rim = placed.mark_text(fontSize=11, fontWeight="bold", stroke=palette.panel, strokeWidth=4, color=palette.panel)
    return alt.layer(rim, placed.mark_text(fontSize=11, fontWeight="bold", color=palette.text))
