"""Readings over time: the station itself thick, its neighbours thin, instruments for reference only broken."""

from __future__ import annotations

import altair as alt
import pandas as pd

from dashboard.charts.look import dressed, series
from dashboard.maps.palette import Palette
from dashboard.wording import Wording

HEIGHT_PX = 280
GAPS = "break-paths-filter-domains"  # a line does not run across hours without a value
THIN_FROM = 1200  # readings in all; thick lines would cover each other
DASHES = {"own": [1, 0], "peer": [1, 0], "micro": [4, 3]}


def lines(
    readings: pd.DataFrame, *, unit: str, is_daily: bool, palette: Palette, wording: Wording, height_px: int = HEIGHT_PX
) -> alt.LayerChart:
    """Draw a frame of `name`, `role` (own, peer, micro), `observed_at` and `value`; a missing value is a gap."""
    order = list(dict.fromkeys(readings.sort_values("place")["name"]))
    roles = readings.drop_duplicates("name").set_index("name")["role"]
    colours = [series(palette)[place % len(series(palette))] for place in range(len(order))]
    dashes = [DASHES[roles[name]] for name in order]
    stamp = "%m-%d" if is_daily else "%m-%d %H:00"
    base = alt.Chart(readings).encode(
        x=alt.X("observed_at:T", title=None, axis=alt.Axis(format="%m-%d %H" if not is_daily else "%Y-%m", labelOverlap=True, tickCount=8)),
        y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=True, nice=True)),
        color=alt.Color(
            "name:N",
            sort=order,
            scale=alt.Scale(domain=order, range=colours),
            legend=alt.Legend(title=None, orient="top", columns=3, labelLimit=300, symbolType="stroke", symbolStrokeWidth=3),
        ),
        strokeDash=alt.StrokeDash("name:N", sort=order, scale=alt.Scale(domain=order, range=dashes), legend=None),
        tooltip=[
            alt.Tooltip("name:N", title=wording("chart.station")),
            alt.Tooltip("observed_at:T", title=wording("chart.time"), format=stamp),
            alt.Tooltip("value:Q", title=unit, format=".1f"),
        ],
    )
    thin, thick = (1.5, 3.2) if len(readings) < THIN_FROM else (0.9, 2.0)
    others = base.transform_filter(alt.datum.role != "own").mark_line(strokeWidth=thin, invalid=GAPS)
    own = base.transform_filter(alt.datum.role == "own").mark_line(strokeWidth=thick, invalid=GAPS)
    return dressed(alt.layer(others, own).properties(height=height_px, width="container"), palette=palette)
