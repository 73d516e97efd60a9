"""The map: rings, drawn zones, sources, complaints, stations, and the upwind sector on its slider."""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass
from typing import Any

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard.internal.ground import screen_map
from dashboard.internal.points import set_url
from dashboard.internal.reading import station, station_winds
from dashboard.internal.reading.outlines import outlines
from dashboard.internal.reading.zones import zones
from dashboard.internal.screen import Screen
from dashboard.internal.station_parts.heading import COMPLAINT_DAYS, INK, sector_name
from dashboard.internal.station_parts.subject import Subject
from dashboard.maps.base import Bounds
from dashboard.maps.discs import Disc, add_discs
from dashboard.maps.legend import legend
from dashboard.maps.outlines import add_outlines
from dashboard.maps.palette import palette
from dashboard.maps.points import add_points
from dashboard.maps.reports import Report, add_reports
from dashboard.maps.rings import add_rings
from dashboard.maps.sectors import WindHour, add_sectors
from dashboard.maps.stations import Station, add_stations
from dashboard.maps.zones import Zone, add_zones

MAP_HEIGHT_PX = 620
SLIDER_HOURS = 72
KM_PER_DEG = 111.32
NEAR = 1.2
CLICKED = re.compile(r"enterprise:(\d+)")


def wind_hours(subject: Subject, screen: Screen) -> list[WindHour]:
    """Put the last hours in words, each with its sector or the reason why there is none."""
    rows = station_winds.hours(screen.build, station_id=subject.station_id, until_at=subject.until_at, count=SLIDER_HOURS)
    return [] if rows["wind_ms"].isna().all() else [_hour(row, screen) for row in rows.to_dict("records")]


def _hour(row: dict[str, Any], screen: Screen) -> WindHour:
    wording = screen.wording
    is_calm, is_known = row["is_calm"] is True, not pd.isna(row["wind_ms"])
    from_deg = None if pd.isna(row["wind_from_deg"]) else float(row["wind_from_deg"])
    half_deg = None if pd.isna(row["half_angle_deg"]) else float(row["half_angle_deg"])
    value = None if pd.isna(row["pm25_ugm3"]) else float(row["pm25_ugm3"])
    if is_calm:
        words = wording("station.hour_calm", speed=f"{row['wind_ms']:.1f}")
    elif not is_known or from_deg is None or half_deg is None:
        words = wording("station.hour_unknown")
    else:
        named = sector_name(from_deg, screen)
        words = wording("station.hour_wind", direction=named, deg=f"{from_deg:.0f}", speed=f"{row['wind_ms']:.1f}", half=f"{half_deg:.0f}")
        words += wording("station.hour_daily") if row["step_h"] > 1 else ""
    read = wording("station.hour_value", value=f"{value:.0f}") if value is not None else wording("station.hour_no_value")
    return WindHour(
        stamp=f"{row['observed_at']:%m-%d %H:%M}",
        words=f"{words}　{read}",
        from_deg=from_deg,
        half_deg=half_deg,
        is_calm=is_calm,
        value=value,
    )


def _bounds(subject: Subject) -> Bounds:
    """The box of the widest ring."""
    tall = subject.reach_km / KM_PER_DEG
    wide = tall / math.cos(math.radians(subject.lat_deg))
    lon, lat = subject.lon_deg, subject.lat_deg
    return Bounds(west_deg=lon - wide, south_deg=lat - tall, east_deg=lon + wide, north_deg=lat + tall)


def _is_near(lon_deg: float, lat_deg: float, subject: Subject) -> bool:
    """Whether a place lies in what the map first shows, or a little beyond."""
    north_km = (lat_deg - subject.lat_deg) * KM_PER_DEG
    east_km = (lon_deg - subject.lon_deg) * KM_PER_DEG * math.cos(math.radians(subject.lat_deg))
    return abs(north_km) <= subject.reach_km * NEAR and abs(east_km) <= subject.reach_km * NEAR * 2


def _other_stations(subject: Subject, listed: pd.DataFrame, screen: Screen) -> list[Station]:
    return [
        Station(
            station_id=row.station_id,
            name=row.name,
            level=row.level,
            lon_deg=row.lon,
            lat_deg=row.lat,
            is_control=row.level in screen.city.control_levels,
            is_late=pd.isna(row.aqi),
            note=wording_of_level(row.level, screen) + (screen.wording("map.late") if pd.isna(row.aqi) else f" {int(row.aqi)}"),
        )
        for row in listed.itertuples(index=False)
        if row.station_id != subject.station_id and _is_near(row.lon, row.lat, subject)
    ]


def wording_of_level(level: str, screen: Screen) -> str:
    """Say of a station beside its name that it serves for reference only; nothing of the others."""
    return screen.wording("station.reference_only") if level == "micro" else ""


def _disc(subject: Subject, screen: Screen) -> Disc:
    now = station.now(screen.build, station_id=subject.station_id, until_at=subject.until_at)
    is_known = now is not None and not pd.isna(now["aqi"])
    return Disc(
        name=subject.name,
        text=str(int(now["aqi"])) if is_known else "NA",
        fill=str(now["hex"]) if is_known and not pd.isna(now["hex"]) else "#9aa7b8",
        ink=INK[str(now["text_tone"])] if is_known and not pd.isna(now["text_tone"]) else "#000000",
        lon_deg=subject.lon_deg,
        lat_deg=subject.lat_deg,
    )


def _reports(subject: Subject, screen: Screen) -> list[Report]:
    rows = station.complaint_places(
        screen.build,
        station_id=subject.station_id,
        until_at=subject.until_at,
        days=COMPLAINT_DAYS,
        reach_m=subject.reach_km * 1000,
    )
    return [Report(label=f"{row.category} {row.received_at:%m-%d}", lon_deg=row.lon, lat_deg=row.lat) for row in rows.itertuples()]


@dataclass(frozen=True, kw_only=True)
class Around:
    """What lies around a station, as the map shows it.

    Attributes
    ----------
    points
        Sources, in the order of their marks.
    points_url
        Where the browser fetches them.
    drawn_zones
        Zones drawn for this station.
    hours
        The last hours of wind.
    reports
        Complaints of the last days.
    others
        Stations other than this one.
    """

    points: pd.DataFrame
    points_url: str
    drawn_zones: list[Zone]
    hours: list[WindHour]
    reports: list[Report]
    others: list[Station]


def _around(subject: Subject, listed: pd.DataFrame, screen: Screen) -> Around:
    asked = {"station_id": subject.station_id, "reach_m": f"{subject.reach_km * 1000:g}"}
    return Around(
        points=station.points(screen.build, **asked),
        points_url=set_url(station.AROUND_STATION, screen.build.build_id, **asked),
        drawn_zones=zones(screen.build, station_id=subject.station_id),
        hours=wind_hours(subject, screen),
        reports=_reports(subject, screen),
        others=_other_stations(subject, listed, screen),
    )


def _centre(subject: Subject) -> Station:
    return Station(
        station_id=subject.station_id,
        name=subject.name,
        level=subject.level,
        lon_deg=subject.lon_deg,
        lat_deg=subject.lat_deg,
        is_control=True,
        is_late=False,
    )


def _map(subject: Subject, around: Around, screen: Screen) -> folium.Map:
    """Put the layers on the ground, the station itself on top."""
    wording, colours = screen.wording, palette(screen.theme)
    drawn = screen_map(_bounds(subject), subject.until_at, screen, palette=colours)
    add_outlines(drawn, outlines(screen.build), palette=colours)
    add_rings(drawn, [_centre(subject)], subject.radii_km, palette=colours)
    if len(around.points):
        add_points(drawn, around.points_url, kind="enterprise", palette=colours)
    add_sectors(
        drawn,
        around.hours,
        lon_deg=subject.lon_deg,
        lat_deg=subject.lat_deg,
        reach_m=subject.reach_km * 1000,
        texts={name: wording(f"station.slider_{name}") for name in ("slider", "play", "stop", "inside", "bars")},
        palette=colours,
    )
    add_zones(drawn, around.drawn_zones, palette=colours)
    add_stations(drawn, around.others, palette=colours)
    add_reports(drawn, around.reports, palette=colours)
    add_discs(drawn, [_disc(subject, screen)], palette=colours)
    return drawn


@st.fragment
def show_surroundings(subject: Subject, listed: pd.DataFrame, screen: Screen) -> None:
    """Draw the map with its slider and legend; a click names a source to whom may know it."""
    wording = screen.wording
    st.subheader(wording("station.map"))
    around = _around(subject, listed, screen)
    answer = st_folium(
        _map(subject, around, screen),
        key=f"{screen.build.build_id}.{subject.station_id}.{wording.language}.{screen.theme}",
        height=MAP_HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_object_clicked_tooltip"],
    )
    if not around.hours:
        st.caption(wording("station.no_hours"))
    counts = {str(kind): int(count) for kind, count in around.points["code"].value_counts().items()}
    st.html(
        legend([_centre(subject), *around.others], counts, subject.radii_km, palette=palette(screen.theme), wording=wording)
        + _own_legend(has_zones=bool(around.drawn_zones), reports=len(around.reports), has_sector=bool(around.hours), screen=screen)
    )
    _selected(str((answer or {}).get("last_object_clicked_tooltip")), around.points, subject, screen)


def _own_legend(*, has_zones: bool, reports: int, has_sector: bool, screen: Screen) -> str:
    wording, colours = screen.wording, palette(screen.theme)
    marks = []
    if has_sector:
        marks.append((f"background:{colours.ring}44;border:2px solid {colours.ring}", wording("station.legend_sector")))
    if has_zones:
        marks.append((f"border:2px dashed {colours.warning}", wording("station.legend_zone")))
    if reports:
        marks.append(
            (f"border:3px solid {colours.warning};border-radius:50%", wording("station.legend_reports", count=reports, days=COMPLAINT_DAYS))
        )
    items = [
        f'<span style="display:inline-flex;align-items:center;gap:5px"><span style="display:inline-block;width:14px;height:14px;'
        f'box-sizing:border-box;{style}"></span>{html.escape(text)}</span>'
        for style, text in marks
    ]
    return f'<div style="display:flex;flex-wrap:wrap;gap:4px 16px;font-size:14px;line-height:1.6">{"".join(items)}</div>'


def _selected(clicked: str, points: pd.DataFrame, subject: Subject, screen: Screen) -> None:
    wording, match = screen.wording, CLICKED.fullmatch(clicked)
    row = int(match[1]) if match else -1
    found = None
    if 0 <= row < len(points):
        found = station.around(screen.build, station_id=subject.station_id, enterprise_id=str(points["enterprise_id"].iloc[row]))
    if found is None:
        st.caption(wording("station.map_help" if screen.person.may("names") else "station.map_help_no_names"))
        return
    sentence = wording(
        "station.selected",
        kind=wording.label("source_type", found["source_type"]),
        direction=sector_name(float(found["bearing_deg"]), screen),
        deg=f"{found['bearing_deg']:.0f}",
        km=f"{found['distance_m'] / 1000:.2f}",
        share=wording("station.share_unknown") if pd.isna(found["upwind_share_24h"]) else f"{found['upwind_share_24h']:.0%}",
    )
    name = f"{found['name'] or found['enterprise_id']}　" if screen.person.may("names") else ""
    st.html(f'<div style="font-weight:600" data-selected="{row}">{html.escape(name + sentence)}</div>')
    if screen.person.may("names") and "enterprise" in screen.pages:
        screen.link("enterprise", wording("station.open_enterprise"), id=str(found["enterprise_id"]))
