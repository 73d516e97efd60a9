"""站点周边作战图: one station, its zones and what lies in them, where the wind came from, and who might be asked."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.reading import station
from dashboard.internal.screen import Screen
from dashboard.internal.station_parts.curves import show_curves
from dashboard.internal.station_parts.heading import show_heading
from dashboard.internal.station_parts.inventory import show_complaints, show_inventory, show_neighbours
from dashboard.internal.station_parts.plan import show_plan
from dashboard.internal.station_parts.subject import choose
from dashboard.internal.station_parts.surroundings import show_surroundings
from dashboard.internal.station_parts.suspects import show_suspects

NEEDED = ("stations", "station_hours", "station_winds", "zone_members", "enterprises", "complaints", "rule_aqi_levels", "rule_source_types")


def show(screen: Screen) -> None:
    """Draw the whole page, the map first: the charts need libraries that take time to load."""
    wording = screen.wording
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="station-head"):
        st.title(wording("station.title"), width="content")
        chooser = st.container(width=420)
    missing = [table for table in NEEDED if table not in screen.build.tables()]
    if missing:
        st.info(wording("station.missing", tables="、".join(wording.label("station.table", table) for table in missing)))
        return
    listed = station.stations(screen.build)
    if listed.empty:
        st.info(wording("station.none"))
        return
    with chooser:
        subject = choose(screen, listed)
    show_heading(subject, screen)
    left, right = st.columns([17, 10], gap="medium")
    with left:
        show_surroundings(subject, listed, screen)
    with right:
        show_suspects(subject, screen)
    charts = st.container()
    left, right = st.columns([17, 10], gap="medium")
    with left:
        show_inventory(subject, screen)
        show_neighbours(subject, screen)
    with right:
        show_plan(subject, screen)
        show_complaints(subject, screen)
    with charts:
        show_curves(subject, screen)
