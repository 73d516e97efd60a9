"""The right-hand side's pictures: areas by composite index, a day of the control stations, the next days."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.internal.reading import today
from dashboard.internal.reading.today import Morning
from dashboard.internal.screen import Screen
from dashboard.internal.today_parts.compass import direction
from dashboard.maps.palette import DARK
from dashboard.wording import Wording

SERIES = ("#4cc9f0", "#f6bd60", "#84dcc6", "#f28482", "#b8a1ff", "#9bc53d")
DASHES = ([1, 0], [6, 2], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3])
TOWNS_SHOWN = 18
LAST_SHOWN = 3
OPINIONS_SHOWN = 2


def _title(text: str, note: str = "") -> str:
    small = f' <span class="today-note">{html.escape(note)}</span>' if note else ""
    return f'<h2 class="today-title" style="padding:0">{html.escape(text)}{small}</h2>'


def show_towns(screen: Screen) -> None:
    """Rank the areas by composite index as bars with the number at the end."""
    wording, found = screen.wording, today.rows(screen.build, today.TOWNS)
    found = found.dropna(subset=["composite_index", "composite_rank"]) if len(found) else found
    if found.empty:
        st.html(f'<div class="today-note">{html.escape(wording("today.towns_none"))}</div>')
        return
    most = float(found["composite_index"].max())
    last = len(found) - LAST_SHOWN if len(found) > 2 * LAST_SHOWN else len(found)
    cells = "".join(
        f"<span>{row.composite_rank:.0f}</span><span>{html.escape(str(row.area))}</span>"
        f'<span><span class="bar{" last" if row.composite_rank > last else ""}" '
        f'style="width:{100 * row.composite_index / most:.1f}%"></span></span>'
        f'<span class="number">{row.composite_index:.2f}</span>'
        for row in found.head(TOWNS_SHOWN).itertuples(index=False)
    )
    kind = wording.label("today.kind", found["area_kind"].iloc[0])
    st.html(
        _title(wording("today.towns", kind=kind))
        + f'<div class="today-note">{html.escape(wording("today.towns_note"))}</div><div class="towns" data-towns>{cells}</div>'
    )


def _bounds(lines: pd.DataFrame, read: Morning, wording: Wording) -> list[dict[str, Any]]:
    """Draw where a level begins, with its word, as far as the lines cross it."""
    low, high = float(lines["aqi"].min()), float(lines["aqi"].max())
    crossed = [level for level in read.levels if low < level.aqi_from <= high]
    if not crossed:
        return []
    data = {"values": [{"at": level.aqi_from - 0.5, "word": level.names[wording.language]} for level in crossed]}
    at = {"field": "at", "type": "quantitative"}
    looks = {"type": "text", "align": "left", "baseline": "bottom", "x": 2, "dy": -2, "fontSize": 12}
    return [
        {"data": data, "mark": {"type": "rule", "color": DARK.boundary, "strokeDash": [3, 3]}, "encoding": {"y": at}},
        *(
            {"data": data, "mark": {**looks, **paint}, "encoding": {"y": at, "text": {"field": "word"}}}
            for paint in ({"stroke": DARK.panel, "strokeWidth": 4}, {"color": DARK.text})
        ),
    ]


def _spec(lines: pd.DataFrame, read: Morning, wording: Wording, height_px: int) -> dict[str, Any]:
    """Write the picture as Vega-Lite, which the reports can print as well; Altair itself would cost half a second at the first look."""
    names = list(dict.fromkeys(lines["name"]))
    legend = {"title": None, "orient": "top", "columns": 2, "symbolType": "stroke", "offset": 2, "symbolStrokeWidth": 2.5}
    values = [
        {"name": row.name, "at": f"{row.observed_at:%Y-%m-%dT%H:%M:%S}", "aqi": int(row.aqi)} for row in lines.itertuples(index=False)
    ]
    hours = {"field": "at", "type": "temporal", "axis": {"format": wording("today.hour_axis"), "title": None, "tickCount": 8}}
    index = {"field": "aqi", "type": "quantitative", "scale": {"zero": False, "nice": True}, "axis": {"title": None, "tickCount": 5}}
    series = {
        "data": {"values": values},
        "mark": {"type": "line", "strokeWidth": 2.2},
        "encoding": {
            "x": hours,
            "y": index,
            "color": {"field": "name", "scale": {"domain": names, "range": list(SERIES[: len(names)])}, "legend": legend},
            "strokeDash": {"field": "name", "scale": {"domain": names, "range": list(DASHES[: len(names)])}, "legend": legend},
            "tooltip": [{"field": "name"}, {"field": "at", "type": "temporal", "format": "%m-%d %H:%M"}, {"field": "aqi"}],
        },
    }
    axis = {"labelColor": DARK.text, "gridColor": DARK.line, "domainColor": DARK.line, "tickColor": DARK.line, "labelFontSize": 12}
    return {
        "layer": [*_bounds(lines, read, wording), series],
        "height": height_px,
        "padding": {"left": 2, "right": 8, "top": 2, "bottom": 2},
        "background": DARK.panel,
        "config": {
            "font": "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif",
            "view": {"stroke": None},
            "axis": axis,
            "legend": {"labelColor": DARK.text, "labelFontSize": 13, "padding": 0},
        },
    }


def show_lines(read: Morning, screen: Screen, *, height_px: int) -> None:
    """Draw the control stations' last 24 hours."""
    wording = screen.wording
    st.html(_title(wording("today.lines")))
    lines = today.rows(screen.build, today.LINES, levels=list(screen.city.control_levels), at=read.at)
    lines = lines.dropna(subset=["aqi"]) if len(lines) else lines
    if lines.empty:
        st.html(f'<div class="today-note">{html.escape(wording("today.lines_none"))}</div>')
        return
    st.vega_lite_chart(spec=_spec(lines, read, wording, height_px), theme=None, width="stretch", key="today-lines")


def _day(row: Any, read: Morning, wording: Wording) -> str:
    on = row.valid_on.date()
    word = wording("today.day", month=on.month, day=on.day)
    if on == read.at.date():
        word += f"（{wording('today.today_word')}）" if wording.language == "zh" else f" ({wording('today.today_word')})"
    levels = {level.code: level for aqi in (row.aqi_low, row.aqi_high) if (level := read.level(aqi)) is not None}
    words = "".join(
        f'<span class="level"><i class="swatch" style="background:{level.fill}"></i>{html.escape(level.names[wording.language])}</span> '
        for level in levels.values()
    )
    primary = "" if pd.isna(row.primary_pollutant) else html.escape(str(row.primary_pollutant))
    wind = ""
    if pd.notna(row.wind_from_deg) and pd.notna(row.wind_ms):
        wind = wording("today.forecast_wind", direction=direction(row.wind_from_deg, wording), speed=f"{row.wind_ms:.1f}")
    return (
        f'<div class="day">{html.escape(word)}<b>{row.aqi_low:.0f}–{row.aqi_high:.0f}</b>{words}'
        f'<div class="today-note">{" · ".join(part for part in (primary, html.escape(wind)) if part)}</div></div>'
    )


def show_forecast(read: Morning, screen: Screen, *, opinions: Sequence[str]) -> None:
    """Show the next days as their source gave them, and what named persons said; else that there is no forecast."""
    wording = screen.wording
    found = today.rows(screen.build, today.FORECASTS, at=read.at, on=read.at.date())
    found = found.dropna(subset=["aqi_low", "aqi_high"]) if len(found) else found
    said = "".join(f'<div class="opinion" title="{html.escape(line)}">{html.escape(line)}</div>' for line in opinions[:OPINIONS_SHOWN])
    if found.empty:
        none = "" if opinions else f'<div class="work">{html.escape(wording("today.forecast_none"))}</div>'
        st.html(f'<div class="today-panel">{_title(wording("today.forecast"))}{said}{none}</div>')
        return
    first = found.iloc[0]
    source = wording("today.forecast_source", source=first["source"] or "", issued=f"{first['issued_at']:%m-%d %H:%M}")
    one = found[found["source"].fillna("") == (first["source"] or "")]
    days = "".join(_day(row, read, wording) for row in one.head(5).itertuples(index=False))
    st.html(f'<div class="today-panel" data-forecast>{_title(wording("today.forecast"), source)}<div class="days">{days}</div>{said}</div>')
