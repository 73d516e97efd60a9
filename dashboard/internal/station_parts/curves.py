"""Readings over time, wind rose and bivariate polar plot, for a pollutant and a period that the reader chooses."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.reading import station, station_winds
from dashboard.internal.reading.station_winds import POLLUTANTS
from dashboard.internal.screen import Screen
from dashboard.internal.station_parts.heading import sector_name
from dashboard.internal.station_parts.subject import Subject
from dashboard.maps.palette import palette

PERIODS_H = {"24h": 24, "3d": 72, "30d": 720, "365d": 8760}
DAILY_FROM_H = 8760
UNITS = {"co": "mg/m³"}
LABELS = {"pm25": "PM2.5", "pm10": "PM10", "so2": "SO₂", "no2": "NO₂", "o3": "O₃", "co": "CO"}
FEWEST_IN_SECTOR = 10
DIRECTIONS_NAMED = 2


@st.fragment
def show_curves(subject: Subject, screen: Screen) -> None:
    """Show the two choices and the three charts that follow them."""
    wording = screen.wording
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="station-choices"):
        st.subheader(wording("station.charts"), width="content")
        pollutant = st.segmented_control(
            wording("station.pollutant"),
            POLLUTANTS,
            default="pm25",
            format_func=LABELS.__getitem__,
            required=True,
            key="station-pollutant",
            label_visibility="collapsed",
        )
        period = st.segmented_control(
            wording("station.period"),
            list(PERIODS_H),
            default="30d",
            format_func=lambda key: wording(f"station.period_{key}"),
            required=True,
            key="station-period",
            label_visibility="collapsed",
        )
    left, middle, right = st.columns([5, 3, 4], gap="medium")
    hours = PERIODS_H[period]
    with left:
        _lines(subject, pollutant, hours, screen)
    with middle:
        _rose(subject, hours, screen)
    with right:
        _polar(subject, pollutant, hours, screen)


def _heading(text: str) -> None:
    st.html(f'<div style="font-size:15px;font-weight:700">{html.escape(text)}</div>')


def _words(*texts: str) -> None:
    st.html(f'<div style="font-size:13.5px;line-height:1.55">{"".join(f"<div>{html.escape(text)}</div>" for text in texts)}</div>')


def frame_of_lines(near: pd.DataFrame, values: pd.DataFrame, screen: Screen) -> pd.DataFrame:
    """Name each line with its level, a micro-station as one for reference only, and keep the order of the neighbours."""
    wording = screen.wording
    names = {
        row.station_id: wording(
            "station.line_micro" if row.role == "micro" else "station.line",
            name=row.name,
            level=wording.label("station.level", row.level),
            km=f"{row.distance_m / 1000:.1f}",
        )
        if row.role != "own"
        else wording("station.line_own", name=row.name)
        for row in near.itertuples()
    }
    places = {station_id: place for place, station_id in enumerate(near["station_id"])}
    roles = dict(zip(near["station_id"], near["role"], strict=True))
    drawn = values.assign(
        name=values["station_id"].map(names), role=values["station_id"].map(roles), place=values["station_id"].map(places)
    )
    # the names are long and stand in every hour: sent as numbers of a short list
    return drawn.drop(columns="station_id").astype({"name": "category", "role": "category"})


def _lines(subject: Subject, pollutant: str, hours: int, screen: Screen) -> None:
    from dashboard.charts.lines import lines  # noqa: PLC0415  Altair is heavy; the map comes first

    wording, build = screen.wording, screen.build
    _heading(wording("station.lines"))
    near = station.neighbours(build, station_id=subject.station_id)
    is_daily = hours >= DAILY_FROM_H
    values = station.readings(
        build, station_ids=near["station_id"].tolist(), pollutant=pollutant, until_at=subject.until_at, hours=hours, is_daily=is_daily
    )
    if values["value"].isna().all():
        _words(wording("station.lines_none"))
        return
    chart = build.kept(
        ("lines", subject.station_id, subject.until_at, pollutant, hours, screen.theme, wording),
        lambda: lines(
            frame_of_lines(near, values, screen),
            unit=f"{LABELS[pollutant]} {UNITS.get(pollutant, 'μg/m³')}",
            is_daily=is_daily,
            palette=palette(screen.theme),
            wording=wording,
        ),
    )
    st.altair_chart(chart, width="stretch", theme=None, key="station-lines")
    texts = [wording("station.micro_note")] if (near["role"] == "micro").any() else []
    _words(
        *texts,
        wording("station.lines_daily_o3" if pollutant == "o3" else "station.lines_daily") if is_daily else wording("station.lines_hourly"),
    )


def _rose(subject: Subject, hours: int, screen: Screen) -> None:
    from dashboard.charts.wind_rose import wind_rose  # noqa: PLC0415

    wording, build = screen.wording, screen.build
    _heading(wording("station.rose"))
    span = {"station_id": subject.station_id, "until_at": subject.until_at, "count": hours}
    counts, support = station_winds.rose(build, **span), station_winds.support(build, **span)
    if counts.empty:
        _words(wording("station.rose_none", calm=int(support["calm_hours"]), hours=int(support["hours"])))
        return
    chart = build.kept(
        ("rose", *span.values(), screen.theme, wording), lambda: wind_rose(counts, palette=palette(screen.theme), wording=wording)
    )
    st.altair_chart(chart, width="content", theme=None, key="station-rose")
    _words(
        wording(
            "station.rose_note",
            counted=f"{int(counts['hours'].sum()):,}",
            calm=f"{int(support['calm_hours']):,}",
            hours=f"{int(support['hours']):,}",
            km=f"{support['distance_m'] / 1000:.1f}",
        )
    )


def _polar(subject: Subject, pollutant: str, hours: int, screen: Screen) -> None:
    from dashboard.charts.polar import polar_plot  # noqa: PLC0415

    wording, build = screen.wording, screen.build
    _heading(wording("station.polar", pollutant=LABELS[pollutant]))
    span = {"station_id": subject.station_id, "pollutant": pollutant, "until_at": subject.until_at, "count": hours}
    cells, kernel = station_winds.cells(build, **span), station_winds.kernel(build, until_at=subject.until_at)
    chart = build.kept(
        ("polar", *span.values(), screen.theme, wording),
        lambda: polar_plot(
            cells,
            unit=UNITS.get(pollutant, "μg/m³"),
            label=LABELS[pollutant],
            palette=palette(screen.theme),
            wording=wording,
            kernel=kernel,
        ),
    )
    if chart is None:
        _words(wording("station.polar_none", hours=int(cells["hours"].sum()), fewest=f"{kernel.fewest_hours:g}"))
        return
    st.altair_chart(chart, width="content", theme=None, key="station-polar")
    _words(
        *_high(station_winds.high(build, **span), pollutant, screen),
        wording("station.polar_reads", hours=f"{int(cells['hours'].sum()):,}", sigma=f"{kernel.direction_deg:g}"),
        wording("station.polar_not", fewest=f"{kernel.fewest_hours:g}"),
    )


def _high(sectors: pd.DataFrame, pollutant: str, screen: Screen) -> list[str]:
    """Say from where the highest tenth came most often: the two directions with the highest shares, never one alone."""
    wording = screen.wording
    enough = sectors[(sectors["hours"] >= FEWEST_IN_SECTOR) & (sectors["high_hours"] > 0)]
    if len(enough) < DIRECTIONS_NAMED:
        return [wording("station.high_none", fewest=FEWEST_IN_SECTOR)]
    best = enough.assign(share=enough["high_hours"] / enough["hours"]).nlargest(DIRECTIONS_NAMED, "share")
    named = [
        wording(
            "station.high_from",
            direction=sector_name(float(row.sector) * 22.5, screen),
            hours=int(row.hours),
            high=int(row.high_hours),
            share=f"{row.share:.0%}",
        )
        for row in best.itertuples()
    ]
    value, unit = f"{best['high_value'].iloc[0]:.3g}", UNITS.get(pollutant, "μg/m³")
    return [wording("station.high", pollutant=LABELS[pollutant], value=value, unit=unit, directions="、".join(named))]
