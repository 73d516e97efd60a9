"""Wind rose: how many hours the wind came from each of sixteen directions, by speed."""

from __future__ import annotations

from itertools import pairwise

import altair as alt
import pandas as pd

from dashboard.charts.look import dressed, rising
from dashboard.maps.palette import Palette
from dashboard.wording import Wording

SECTORS = 16
SECTOR_DEG = 360.0 / SECTORS
# lower edges of the speed classes, m/s; the names are the same for every city
SPEED_EDGES_MS = (1.0, 2.0, 3.0, 5.0)
SIZE_PX = 280


def speed_names() -> list[str]:
    """Name the speed classes."""
    edges = [f"{edge:g}" for edge in SPEED_EDGES_MS]
    return [f"< {edges[0]}", *(f"{low}–{high}" for low, high in pairwise(edges)), f"≥ {edges[-1]}"]


def petals(counts: pd.DataFrame) -> pd.DataFrame:
    """Turn hours by `sector` (0 north, clockwise) and `speed_class` into rings of arcs, in per cent of `hours` with a direction."""
    whole = counts["hours"].sum()
    arcs = counts.sort_values(["sector", "speed_class"]).copy()
    arcs["share"] = 100.0 * arcs["hours"] / whole
    arcs["outer"] = arcs.groupby("sector")["share"].cumsum()
    arcs["inner"] = arcs["outer"] - arcs["share"]
    arcs["from_deg"] = (arcs["sector"] - 0.46) * SECTOR_DEG
    arcs["to_deg"] = (arcs["sector"] + 0.46) * SECTOR_DEG
    return arcs


def _circles(most: float) -> list[float]:
    step = next(step for step in (2.0, 5.0, 10.0, 20.0, 50.0) if most / step <= 4 or step == 50.0)
    return [step * number for number in range(1, int(most // step) + 1)]


def wind_rose(counts: pd.DataFrame, *, palette: Palette, wording: Wording, size_px: int = SIZE_PX) -> alt.LayerChart:
    """Draw the rose; the frame holds `sector`, `speed_class` and `hours`, and no hour without a direction."""
    arcs = petals(counts)
    names = speed_names()
    arcs["speed"] = [names[int(number)] for number in arcs["speed_class"]]
    arcs["direction"] = [wording(f"direction.{int(sector)}") for sector in arcs["sector"]]
    most = float(arcs["outer"].max())
    radius = alt.Scale(domain=[0, most * 1.18], range=[0, size_px / 2], type="linear")
    circles = pd.DataFrame({"share": _circles(most), "turn": 22.5})
    layers = alt.layer(
        rings(circles["share"], radius, palette=palette),
        _drawn_petals(arcs, radius, palette=palette, wording=wording),
        _drawn_shares(circles, radius, palette=palette),
        compass(palette, wording, radius_px=size_px / 2 - 8),
    )
    return dressed(layers.properties(width=size_px, height=size_px, autosize=alt.AutoSizeParams(type="pad")), palette=palette)


def _drawn_petals(arcs: pd.DataFrame, radius: alt.Scale, *, palette: Palette, wording: Wording) -> alt.Chart:
    return (
        alt.Chart(arcs)
        .mark_arc(stroke=palette.panel, strokeWidth=0.6)
        .encode(
            theta=alt.Theta("from_deg:Q", scale=alt.Scale(domain=[0, 360]), stack=False),
            theta2="to_deg:Q",
            radius=alt.Radius("inner:Q", scale=radius, stack=False),
            radius2="outer:Q",
            color=alt.Color(
                "speed:N",
                scale=_speed_colours(arcs, palette),
                legend=alt.Legend(title=wording("chart.speed"), orient="bottom", columns=5, symbolType="square"),
            ),
            tooltip=[
                alt.Tooltip("direction:N", title=wording("chart.direction")),
                alt.Tooltip("speed:N", title=wording("chart.speed")),
                alt.Tooltip("hours:Q", title=wording("chart.hours"), format=",d"),
                alt.Tooltip("share:Q", title="%", format=".1f"),
            ],
        )
    )


def _speed_colours(arcs: pd.DataFrame, palette: Palette) -> alt.Scale:
    """Give each speed class its colour; calm hours have no petal, so the lowest class is seldom there."""
    names, colours = speed_names(), list(rising(palette))
    shown = [place for place in range(len(names)) if place or (arcs["speed_class"] == 0).any()]
    return alt.Scale(domain=[names[place] for place in shown], range=[colours[place] for place in shown])


def _drawn_shares(circles: pd.DataFrame, radius: alt.Scale, *, palette: Palette) -> alt.Chart:
    """Write the shares on their circles."""
    shares = alt.Chart(circles.assign(text=[f"{share:g}%" for share in circles["share"]])).mark_text(fontSize=10, color=palette.text)
    return shares.encode(
        theta=alt.Theta("turn:Q", scale=alt.Scale(domain=[0, 360]), stack=False),
        radius=alt.Radius("share:Q", scale=radius, stack=False),
        text="text:N",
    )


def rings(values: pd.Series, radius: alt.Scale, *, palette: Palette) -> alt.Chart:
    """Draw circles at these values of the radius."""
    frame = pd.DataFrame({"value": values, "start": 0, "end": 360, "centre": 0})
    return (
        alt.Chart(frame)
        .mark_arc(fillOpacity=0, stroke=palette.boundary, strokeWidth=0.8, strokeOpacity=0.7, tooltip=None)
        .encode(
            theta=alt.Theta("start:Q", scale=alt.Scale(domain=[0, 360]), stack=False),
            theta2="end:Q",
            radius=alt.Radius("centre:Q", scale=radius, stack=False),
            radius2="value:Q",
        )
    )


def compass(palette: Palette, wording: Wording, *, radius_px: float) -> alt.Chart:
    """Write the four directions around a circle."""
    points = pd.DataFrame({"deg": [0, 90, 180, 270], "text": [wording(f"direction.{number}") for number in (0, 4, 8, 12)]})
    return (
        alt.Chart(points)
        .mark_text(fontSize=13, fontWeight="bold", color=palette.text)
        .encode(theta=alt.Theta("deg:Q", scale=alt.Scale(domain=[0, 360]), stack=False), radius=alt.value(radius_px), text="text:N")
    )
