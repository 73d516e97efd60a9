"""The sentence and the figures at the top: what the station reads, what its neighbours read, what the wind allows to say."""

from __future__ import annotations

import html
import json

import pandas as pd
import streamlit as st

from dashboard.internal.figures import Figure, show_figures
from dashboard.internal.reading import station, station_winds
from dashboard.internal.reading.facts import Origin
from dashboard.internal.screen import Screen
from dashboard.internal.station_parts.subject import DAY_H, Subject

COMPLAINT_DAYS = 30
UPWIND_SHARE = 0.5
INK = {"light": "#ffffff", "dark": "#000000"}


def sector_name(from_deg: float, screen: Screen) -> str:
    """Name a direction by the nearest of sixteen."""
    return screen.wording(f"direction.{int((from_deg + 11.25) // 22.5) % 16}")


def _origin(mart: str, *terms: tuple[str, str, str, str]) -> Origin:
    return Origin(mart=mart, filter=json.dumps(terms, ensure_ascii=False))


def _peers(subject: Subject, screen: Screen) -> pd.Series:
    """The PM2.5 readings of the neighbours at the moment of the data, micro-stations left out."""
    near = station.neighbours(screen.build, station_id=subject.station_id)
    peers = near[near["role"] == "peer"]["station_id"].tolist()
    if not peers:
        return pd.Series(dtype=float)
    read = station.readings(screen.build, station_ids=peers, pollutant="pm25", until_at=subject.until_at, hours=1, is_daily=False)
    values: pd.Series = read["value"].dropna()
    return values


def show_heading(subject: Subject, screen: Screen) -> None:
    """Show sentence and figures."""
    wording = screen.wording
    now = station.now(screen.build, station_id=subject.station_id, until_at=subject.until_at)
    wind = station_winds.support(screen.build, station_id=subject.station_id, until_at=subject.until_at, count=DAY_H)
    peers = _peers(subject, screen)
    st.html(
        f'<div data-station="{html.escape(subject.station_id)}" style="font-size:20px;font-weight:600;line-height:1.5">'
        f"{html.escape(_air(now, subject, screen))}{html.escape(_wind(wind, screen))}</div>"
        f'<div style="font-size:14px;opacity:.85">{html.escape(wording("station.state"))}</div>'
    )
    show_figures(
        [
            *_air_figures(now, peers, subject, screen),
            *_zone_figures(wind, subject, screen),
            _calm_figure(wind, subject, screen),
            _complaint_figure(subject, screen),
        ],
        screen,
    )


def _air(now: pd.Series | None, subject: Subject, screen: Screen) -> str:
    wording, level = screen.wording, screen.wording.label("station.level", subject.level)
    if now is None:
        return wording("station.no_reading", name=subject.name, level=level)
    if pd.isna(now["aqi"]):
        return wording("station.no_index", name=subject.name, level=level, at=f"{now['observed_at']:%m-%d %H:%M}")
    category = str(now["category_en" if wording.language == "en" else "category_zh"])
    primary = wording("station.no_primary") if pd.isna(now["primary_pollutant"]) else str(now["primary_pollutant"])
    at = f"{now['observed_at']:%m-%d %H:%M}"
    return wording("station.reading", name=subject.name, level=level, at=at, aqi=int(now["aqi"]), category=category, primary=primary)


def _wind(wind: pd.Series, screen: Screen) -> str:
    wording, hours = screen.wording, int(wind["hours"])
    if not hours:
        return wording("station.no_wind")
    if pd.isna(wind["mean_from_deg"]):
        return wording("station.all_calm", hours=hours)
    from_deg = float(wind["mean_from_deg"]) % 360
    return wording("station.wind", direction=sector_name(from_deg, screen), calm=int(wind["calm_hours"]), hours=hours)


def _air_figures(now: pd.Series | None, peers: pd.Series, subject: Subject, screen: Screen) -> list[Figure]:
    wording = screen.wording
    missing = now is None
    at = f"{subject.until_at if now is None else now['observed_at']:%Y-%m-%d %H:%M:%S}"
    own = _origin("station_hours", ("station_id", "=", "text", subject.station_id), ("observed_at", "=", "datetime", at))
    aqi = None if now is None or pd.isna(now["aqi"]) else int(now["aqi"])
    pm25 = None if now is None or pd.isna(now["pm25_ugm3"]) else float(now["pm25_ugm3"])
    standard_id = "" if now is None or pd.isna(now["standard_id"]) else str(now["standard_id"])
    colours = {} if now is None or pd.isna(now["hex"]) else {"fill": str(now["hex"]), "ink": INK[str(now["text_tone"])]}
    median = float(peers.median()) if len(peers) else None
    category = "" if missing or aqi is None else str(now["category_en" if wording.language == "en" else "category_zh"])
    return [
        Figure(
            key="aqi",
            label=wording("station.aqi"),
            value="—" if aqi is None else str(aqi),
            note=category,
            indicator="aqi_hour",
            standard_id=standard_id,
            origin=own,
            **colours,
        ),
        Figure(key="pm25", label="PM2.5", value=_number(pm25), unit="μg/m³", indicator="pm25_hour", standard_id=standard_id, origin=own),
        Figure(
            key="against_peers",
            label=wording("station.against_peers"),
            value="—" if pm25 is None or median is None else f"{pm25 - median:+.0f}".replace("-", "−"),
            unit="μg/m³",
            note=wording("station.peers", median=_number(median), count=len(peers)) if len(peers) else wording("station.no_peers"),
            indicator="pm25_hour",
            origin=_origin("station_hours", ("observed_at", "=", "datetime", at)),
        ),
    ]


def _zone_figures(wind: pd.Series, subject: Subject, screen: Screen) -> list[Figure]:
    """Count the sources in the rings, and those the wind came from."""
    wording = screen.wording
    ring = (("zone_kind", "=", "text", "ring"), ("zone_id", "=", "text", subject.station_id), ("in_zone", "=", "boolean", "true"))
    upwind = ("upwind_share_24h", ">=", "number", str(UPWIND_SHARE))
    types = station.INVENTORY.rows(screen.build, station_id=subject.station_id)
    count = {name: int(types[name].sum()) if len(types) else 0 for name in ("in_rings", "in_ring_1", "upwind_24h")}
    return [
        Figure(
            key="sources",
            label=wording("station.sources", km=f"{subject.reach_km:g}"),
            value=f"{count['in_rings']:,}",
            unit=wording("station.unit_sources"),
            note=wording("station.inner", km=f"{min(subject.radii_km, default=1):g}", count=f"{count['in_ring_1']:,}"),
            indicator="sources_in_ring",
            origin=_origin("zone_members", *ring),
        ),
        Figure(
            key="upwind",
            label=wording("station.upwind_sources"),
            value=f"{count['upwind_24h']:,}" if int(wind["calm_hours"]) < int(wind["hours"]) else "—",
            unit=wording("station.unit_sources"),
            note=wording("station.upwind_note"),
            indicator="upwind_share",
            origin=_origin("zone_members", *ring, upwind),
        ),
    ]


def _calm_figure(wind: pd.Series, subject: Subject, screen: Screen) -> Figure:
    wording, hours = screen.wording, int(wind["hours"])
    after_at = f"{subject.until_at - pd.Timedelta(hours=DAY_H):%Y-%m-%d %H:%M:%S}"
    return Figure(
        key="calm",
        label=wording("station.calm"),
        value=f"{int(wind['calm_hours'])}" if hours else "—",
        unit=wording("station.of_hours", hours=hours),
        note="" if pd.isna(wind["distance_m"]) else wording("station.met_distance", km=f"{wind['distance_m'] / 1000:.1f}"),
        origin=_origin(
            "station_winds",
            ("station_id", "=", "text", subject.station_id),
            ("observed_at", ">", "datetime", after_at),
            ("is_calm", "=", "boolean", "true"),
        ),
    )


def _complaint_figure(subject: Subject, screen: Screen) -> Figure:
    wording, complaints = screen.wording, station.COMPLAINTS.rows(screen.build, station_id=subject.station_id)
    return Figure(
        key="complaints",
        label=wording("station.complaints", days=COMPLAINT_DAYS),
        value=f"{len(complaints):,}",
        unit=wording("station.unit_complaints"),
        note=wording("station.below"),
        indicator="complaint_count",
    )


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f}"
