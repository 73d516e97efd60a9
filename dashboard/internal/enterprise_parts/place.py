"""Where it lies: a small map with the stations around it and their rings."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard.internal.enterprise_parts.words import is_known
from dashboard.internal.ground import screen_map
from dashboard.internal.points import points_url
from dashboard.internal.reading import enterprise as reading
from dashboard.internal.reading import places
from dashboard.internal.reading.outlines import outlines
from dashboard.internal.screen import Screen
from dashboard.maps.base import Bounds
from dashboard.maps.legend import legend
from dashboard.maps.outlines import add_outlines
from dashboard.maps.palette import palette
from dashboard.maps.points import add_points
from dashboard.maps.rings import add_rings
from dashboard.maps.shapes import Look, Mark, add_marks
from dashboard.maps.stations import Station, add_stations

MAP_HEIGHT_PX = 420
HALF_KM = 3.4
KM_PER_DEG = 111.32
HERE = {"here": Look(shape="star", on_light="#b04a00", on_dark="#f6bd60", radius=6)}


@st.fragment
def show_place(row: pd.Series, screen: Screen) -> None:
    """Show the map, or say why there is none."""
    wording = screen.wording
    st.subheader(wording("enterprise.map"))
    if not (is_known(row.get("lon")) and is_known(row.get("lat"))):
        st.info(wording("enterprise.no_place"))
        return
    colours, build = palette(screen.theme), screen.build
    stations = _stations(str(row["enterprise_id"]), screen)
    drawn = screen_map(_around(row["lon"], row["lat"]), reading.as_of_at(build), screen, palette=colours)
    add_outlines(drawn, outlines(build), palette=colours)
    add_rings(drawn, stations, places.radii_km(build), palette=colours)
    add_points(drawn, points_url(build.build_id), kind="enterprise", palette=colours)
    add_stations(drawn, stations, palette=colours)
    name = row["name"] if is_known(row["name"]) and screen.person.may("names") else row["enterprise_id"]
    here = Mark(lon_deg=float(row["lon"]), lat_deg=float(row["lat"]), kind="here", label=str(name), is_chosen=True)
    add_marks(drawn, [here], HERE, palette=colours)
    st_folium(
        drawn,
        key=f"place.{build.build_id}.{row['enterprise_id']}.{screen.theme}",
        height=MAP_HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
    )
    radii_km = places.radii_km(build) if any(station.is_control for station in stations) else []
    st.html(legend(stations, places.types(build), radii_km, palette=colours, wording=wording))
    st.caption(wording("enterprise.map_here"))
    if row.get("place_quality") in {"suspected_datum", "outside_city", "duplicate"}:
        st.warning(wording("enterprise.doubtful_place", place=wording.label("place", row["place_quality"])))


def _around(lon_deg: float, lat_deg: float) -> Bounds:
    north_deg = HALF_KM / KM_PER_DEG
    east_deg = north_deg / max(0.1, math.cos(math.radians(lat_deg)))
    return Bounds(west_deg=lon_deg - east_deg, south_deg=lat_deg - north_deg, east_deg=lon_deg + east_deg, north_deg=lat_deg + north_deg)


def _stations(enterprise_id: str, screen: Screen) -> list[Station]:
    if not {"zone_members", "stations"} <= screen.build.tables():
        return []
    return [
        Station(
            station_id=row.station_id,
            name=row.name,
            level=row.level,
            lon_deg=row.lon,
            lat_deg=row.lat,
            is_control=row.level in screen.city.control_levels,
            is_late=False,
        )
        for row in reading.stations(screen.build, enterprise_id).itertuples(index=False)
    ]
