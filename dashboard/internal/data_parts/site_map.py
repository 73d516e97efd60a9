"""Where everything lies: zones, sources by type, and the stations, late ones marked."""

from __future__ import annotations

import html
import re
from datetime import datetime

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard.internal.ground import screen_map
from dashboard.internal.points import points_url
from dashboard.internal.reading import data_state, places
from dashboard.internal.reading.outlines import outlines
from dashboard.internal.reading.warehouse import Published
from dashboard.internal.screen import Screen
from dashboard.maps.base import Bounds
from dashboard.maps.legend import legend
from dashboard.maps.outlines import add_outlines
from dashboard.maps.palette import palette
from dashboard.maps.points import add_points
from dashboard.maps.rings import add_rings
from dashboard.maps.stations import Station, add_stations
from dashboard.wording import Wording
from pipelines.city import City

MAP_HEIGHT_PX = 460
CLICKED = re.compile(r"enterprise:(\d+)")


def show(screen: Screen) -> None:
    """Show the map of the build."""
    about = data_state.about(screen.build)
    _map(screen, as_of_at=about["as_of_at"], late=data_state.late_stations(screen.build))


def _stations(build: Published, *, city: City, late: pd.DataFrame | None, wording: Wording) -> list[Station]:
    late_ids = frozenset() if late is None else frozenset(late["station_id"])
    return [
        Station(
            station_id=row.station_id,
            name=row.name,
            level=row.level,
            lon_deg=row.lon,
            lat_deg=row.lat,
            is_control=row.level in city.control_levels,
            is_late=row.station_id in late_ids,
            note=wording("map.late") if row.station_id in late_ids else "",
        )
        for row in places.stations(build).itertuples(index=False)
    ]


def _bounds(build: Published, city: City) -> Bounds:
    found = places.bounds(build)
    west_deg, south_deg, east_deg, north_deg = city.bbox_deg if found is None else found
    return Bounds(west_deg=west_deg, south_deg=south_deg, east_deg=east_deg, north_deg=north_deg)


@st.fragment
def _map(screen: Screen, *, as_of_at: datetime, late: pd.DataFrame | None) -> None:
    build, city, wording = screen.build, screen.city, screen.wording
    st.subheader(wording("data.map"))
    stations, points, radii_km = _stations(build, city=city, late=late, wording=wording), places.types(build), places.radii_km(build)
    if not stations and not points:
        st.info(wording("map.nothing"))
        return
    theme = st.context.theme.type or "light"
    colours = palette(theme)
    drawn = screen_map(_bounds(build, city), as_of_at, screen, palette=colours)
    add_outlines(drawn, outlines(build), palette=colours)
    add_rings(drawn, stations, radii_km, palette=colours)
    if points:
        add_points(drawn, points_url(build.build_id), kind="enterprise", palette=colours)
    add_stations(drawn, stations, palette=colours)
    answer = st_folium(
        drawn,
        key=f"{build.build_id}.{wording.language}.{theme}",
        height=MAP_HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_object_clicked_tooltip"],
    )
    st.html(legend(stations, points, radii_km, palette=colours, wording=wording, unplaced=places.unplaced(build)))
    _selected(build, str((answer or {}).get("last_object_clicked_tooltip")), wording=wording)


def _selected(build: Published, clicked: str, *, wording: Wording) -> None:
    match = CLICKED.fullmatch(clicked)
    found = places.enterprise_at(build, row=int(match[1])) if match else None
    if found is None:
        st.caption(wording("data.map_help"))
        return
    sentence = wording(
        "data.selected",
        name=found["name"] or found["enterprise_id"],
        kind=wording.label("source_type", found["source_type"]),
        place=wording.label("place", found["place_quality"]),
        address=found["address"] or "",
    )
    st.html(f'<div style="font-weight:600" data-selected="{html.escape(found["enterprise_id"])}">{html.escape(sentence)}</div>')
