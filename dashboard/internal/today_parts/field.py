"""The map of the morning: stations as discs, rings, upwind sectors of the highest station, complaints of the week."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard.internal.ground import screen_map
from dashboard.internal.reading import today
from dashboard.internal.reading.outlines import outlines
from dashboard.internal.reading.today import Morning
from dashboard.internal.screen import Screen
from dashboard.internal.today_parts.compass import direction
from dashboard.maps.base import Bounds
from dashboard.maps.legend import SHAPES, item
from dashboard.maps.level_discs import UNKNOWN_FILL, Disc, add_discs
from dashboard.maps.marks import Mark, add_marks, colour
from dashboard.maps.outlines import Outline, add_outlines
from dashboard.maps.palette import DARK
from dashboard.maps.rings import METRES_PER_KM, add_rings
from dashboard.maps.stations import Station
from dashboard.maps.upwind import Sector, add_sectors
from dashboard.wording import Wording

HOURS_OF_WIND = 6
MARGIN_DEG = 0.012
# at the scale of a whole county: half the width of a name, a disc and half a name high
NAME_DEG, DISC_DEG = 0.03, 0.013


def _note(row: pd.Series, read: Morning, wording: Wording) -> str:
    kind, hour = wording.label("station_level", row["level"]), f"{row['observed_at'].hour}" if pd.notna(row["observed_at"]) else "—"
    if pd.isna(row["aqi"]):
        return wording("today.map_station_na", name=row["name"], level=kind, hour=hour)
    level = read.level(row["aqi"])
    category = "" if level is None else level.names[wording.language]
    said = wording("today.map_station", name=row["name"], level=kind, aqi=f"{row['aqi']:.0f}", category=category, hour=hour)
    return said + wording("today.map_micro") if row["level"] == "micro" else said


def ordered(read: Morning, *, control_levels: tuple[str, ...]) -> pd.DataFrame:
    """Order the stations as they are painted: micro stations first, control stations and high indices on top."""
    stations = read.stations.copy()
    stations["weight"] = [0 if level == "micro" else 2 if level in control_levels else 1 for level in stations["level"]]
    return stations.sort_values(["weight", "aqi", "station_id"], na_position="first", ignore_index=True)


def _discs(stations: pd.DataFrame, read: Morning, screen: Screen) -> list[Disc]:
    discs = []
    for _, row in stations.iterrows():
        level = read.level(row["aqi"])
        discs.append(
            Disc(
                lon_deg=row["lon"],
                lat_deg=row["lat"],
                aqi=None if pd.isna(row["aqi"]) else int(row["aqi"]),
                fill=UNKNOWN_FILL if level is None else level.fill,
                ink="#000000" if level is None else level.ink,
                note=_note(row, read, screen.wording),
                is_control=row["level"] in screen.city.control_levels,
                is_micro=row["level"] == "micro",
            )
        )
    return discs


def _centres(stations: pd.DataFrame, control_levels: tuple[str, ...]) -> list[Station]:
    return [
        Station(
            station_id=row.station_id, name="", level=row.level, lon_deg=row.lon, lat_deg=row.lat, is_control=True, is_late=pd.isna(row.aqi)
        )
        for row in stations.itertuples(index=False)
        if row.level in control_levels
    ]


def upwind(worst: pd.Series | None, winds: pd.DataFrame, *, length_m: float, wording: Wording) -> tuple[list[Sector], str]:
    """Give the upwind sectors of a station and a sentence on them; a calm hour has no direction."""
    if worst is None:
        return [], wording("today.wind_no_station")
    if winds.empty:
        return [], wording("today.wind_unknown", station=worst["name"])
    windy = winds[~winds["is_calm"].astype(bool) & winds["half_angle_deg"].notna() & winds["wind_from_deg"].notna()]
    calm = int(winds["is_calm"].astype(bool).sum())
    if windy.empty:
        return [], wording("today.wind_calm", station=worst["name"], hours=len(winds))
    names = {hour: direction(from_deg, wording) for hour, from_deg in zip(windy["observed_at"], windy["wind_from_deg"], strict=True)}
    sectors = [
        Sector(
            lon_deg=worst["lon"],
            lat_deg=worst["lat"],
            from_deg=row.wind_from_deg,
            half_angle_deg=row.half_angle_deg,
            length_m=length_m,
            label=wording(
                "today.map_sector",
                station=worst["name"],
                hour=row.observed_at.hour,
                direction=names[row.observed_at],
                speed=f"{row.wind_ms:.1f}",
            ),
        )
        for row in windy.itertuples(index=False)
    ]
    joined = "、".join(dict.fromkeys(names.values())) if wording.language == "zh" else ", ".join(dict.fromkeys(names.values()))
    return sectors, wording("today.wind_some", station=worst["name"], hours=len(winds), windy=len(windy), directions=joined, calm=calm)


def _marks(complaints: pd.DataFrame, wording: Wording) -> list[Mark]:
    return [
        Mark(
            lon_deg=row.lon,
            lat_deg=row.lat,
            note=wording(
                "today.map_complaint",
                category=row.category or "",
                township=row.township or "",
                month=row.received_at.month,
                day=row.received_at.day,
            ),
        )
        for row in complaints.itertuples(index=False)
    ]


def legend(read: Morning, *, complaints: int, has_sectors: bool, wording: Wording) -> str:
    """Write the legend: every level in its colour with its word, then the marks that are on the map."""
    levels = "".join(
        f'<span class="level"><i class="swatch" style="background:{level.fill}"></i>{html.escape(level.names[wording.language])} '
        f"{level.aqi_from}{'+' if level.aqi_to is None else f'–{level.aqi_to}'}</span>"
        for level in read.levels
    )
    disc = '<circle cx="6" cy="6" r="{r}" fill="{c}"{rim}/>'
    items = [
        item(disc.format(r=5, c="#8a94a3", rim=""), wording("today.legend_na")),
        item(disc.format(r=4.6, c=DARK.panel, rim=' stroke="#ffffff" stroke-width="1.8"'), wording("today.legend_control")),
        item(
            disc.format(r=4.2, c=DARK.panel, rim=' stroke="#ffffff" stroke-width="1" stroke-dasharray="2 1.2"'),
            wording("today.legend_micro"),
        ),
        item(SHAPES["diamond"].format(c=colour(DARK)), wording("today.legend_complaint", count=complaints)),
    ]
    if has_sectors:
        fan = f'<path d="M6 11 L0.5 2.5 A8 8 0 0 1 11.5 2.5Z" fill="{DARK.ring}" fill-opacity=".35" stroke="{DARK.ring}"/>'
        items.append(item(fan, wording("today.legend_sector")))
    return (
        '<div data-legend style="display:flex;flex-wrap:wrap;gap:2px 12px;font-size:14px;line-height:1.5;align-items:center">'
        f"{levels}{''.join(items)}</div>"
    )


def _bounds(read: Morning, screen: Screen) -> Bounds:
    stations = read.stations
    if stations.empty:
        west_deg, south_deg, east_deg, north_deg = screen.city.bbox_deg
        return Bounds(west_deg=west_deg, south_deg=south_deg, east_deg=east_deg, north_deg=north_deg)
    return Bounds(
        west_deg=stations["lon"].min() - MARGIN_DEG,
        south_deg=stations["lat"].min() - MARGIN_DEG,
        east_deg=stations["lon"].max() + MARGIN_DEG,
        north_deg=stations["lat"].max() + MARGIN_DEG,
    )


def beside(areas: Sequence[Outline], stations: pd.DataFrame) -> list[Outline]:
    """Move a name from under a disc to below it."""
    places = stations[["lon", "lat"]].to_numpy(dtype=float)
    moved = []
    for area in areas:
        lon_deg, lat_deg = area.label
        under = places[(abs(places[:, 0] - lon_deg) < NAME_DEG) & (abs(places[:, 1] - lat_deg) < DISC_DEG)]
        label = [lon_deg, float(under[:, 1].min()) - DISC_DEG] if len(under) else area.label
        moved.append(replace(area, label=label))
    return moved


def show_map(read: Morning, screen: Screen, *, height_px: int) -> None:
    """Draw the map with its legend; a click on a station opens its page."""
    st.fragment(_draw)(read, screen, height_px)


def show_stations(read: Morning, screen: Screen) -> None:
    """Offer the stations as a list as well: a keyboard does not reach what is painted on a map."""
    if "station" not in screen.pages or not screen.person.may("station") or read.stations.empty:
        return
    stations = read.stations.sort_values(["aqi", "station_id"], ascending=[False, True], ignore_index=True)
    names = [
        screen.wording("today.station_line", name=row.name, aqi="NA" if pd.isna(row.aqi) else f"{row.aqi:.0f}")
        for row in stations[["name", "aqi"]].itertuples(index=False, name="Row")
    ]
    with st.popover(screen.wording("today.stations"), width="content"):
        chosen = st.selectbox(
            screen.wording("today.stations"),
            range(len(names)),
            index=None,
            format_func=names.__getitem__,
            placeholder=screen.wording("today.station_choose"),
            key="today-station",
        )
    if chosen is not None:
        screen.go("station", id=str(stations["station_id"].iloc[chosen]))


def _draw(read: Morning, screen: Screen, height_px: int) -> None:
    wording, city, build = screen.wording, screen.city, screen.build
    if read.stations.empty:
        st.info(wording("today.no_map"))
        return
    stations, radii_km = ordered(read, control_levels=city.control_levels), today.radii_km(build)
    worst = read.worst([city.mean_level])
    asked = {"at": read.at, "on": read.at.date()}
    winds = pd.DataFrame() if worst is None else today.rows(build, today.WINDS, station_id=worst["station_id"], **asked)
    complaints = today.rows(build, today.COMPLAINTS, at=read.at)
    length_m = METRES_PER_KM * (max(radii_km) if radii_km else 5.0)
    sectors, sentence = upwind(worst, winds, length_m=length_m, wording=wording)
    drawn = screen_map(_bounds(read, screen), read.at, screen, palette=DARK)
    add_outlines(drawn, beside(outlines(build), stations), palette=DARK)
    add_rings(drawn, _centres(stations, city.control_levels), radii_km, palette=DARK)
    add_sectors(drawn, sectors, DARK)
    add_discs(drawn, _discs(stations, read, screen), palette=DARK)
    add_marks(drawn, _marks(complaints, wording), palette=DARK)
    answer = st_folium(
        drawn,
        key=f"today.{build.build_id}.{wording.language}",
        height=height_px,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
    )
    st.html(
        legend(read, complaints=len(complaints), has_sectors=bool(sectors), wording=wording)
        + f'<div class="today-note">{html.escape(sentence)}</div>'
    )
    clicked = ((answer or {}).get("last_active_drawing") or {}).get("properties", {}).get("row")
    if isinstance(clicked, int) and 0 <= clicked < len(stations) and "station" in screen.pages and screen.person.may("station"):
        screen.go("station", id=str(stations["station_id"].iloc[clicked]))
