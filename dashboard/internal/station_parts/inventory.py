"""What lies in the zones, by type and body; what people report from there; what stations near by read."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import station
from dashboard.internal.reading.listings import Listing
from dashboard.internal.screen import Screen
from dashboard.internal.station_parts.subject import Subject

GROUPS = {"source_type": "source_type", "station_level": "station.level"}


def _readable(rows: pd.DataFrame, screen: Screen) -> pd.DataFrame:
    """Put words for codes and leave out columns that say nothing."""
    named = labelled(rows, {name: group for name, group in GROUPS.items() if name in rows.columns}, screen.wording)
    return named.dropna(axis="columns", how="all")


def _listed(listing: Listing, rows: pd.DataFrame, screen: Screen, **given: str) -> None:
    show_table(_readable(rows, screen), wording=screen.wording)
    show_download(listing, screen, **given)


def show_inventory(subject: Subject, screen: Screen) -> None:
    """Show the sources by type and responsible body, ring by ring."""
    wording = screen.wording
    st.subheader(wording("station.inventory"))
    rows = station.INVENTORY.rows(screen.build, station_id=subject.station_id)
    if rows.empty:
        st.caption(wording("station.inventory_none"))
        return
    st.caption(wording("station.inventory_note", radii=" / ".join(f"{radius:g}" for radius in subject.radii_km)))
    _listed(station.INVENTORY, rows, screen, station_id=subject.station_id)
    if screen.person.may(station.SOURCES.right):
        with st.expander(wording("station.source_rows")):
            _listed(
                station.SOURCES, station.SOURCES.rows(screen.build, station_id=subject.station_id), screen, station_id=subject.station_id
            )


def show_complaints(subject: Subject, screen: Screen) -> None:
    """Show the complaints of the last 30 days within the widest ring, without texts and addresses."""
    wording = screen.wording
    st.subheader(wording("station.complaints_title"))
    rows = station.COMPLAINTS.rows(screen.build, station_id=subject.station_id)
    if rows.empty:
        st.caption(wording("station.complaints_none"))
        return
    st.caption(wording("station.complaints_note"))
    _listed(station.COMPLAINTS, rows, screen, station_id=subject.station_id)


def show_neighbours(subject: Subject, screen: Screen) -> None:
    """Show what the stations near by read at the moment of the data."""
    wording = screen.wording
    st.subheader(wording("station.neighbours"))
    rows = station.NEIGHBOUR_READINGS.rows(screen.build, station_id=subject.station_id)
    if len(rows) <= 1:
        st.caption(wording("station.neighbours_none"))
        return
    if (rows["station_level"] == "micro").any():
        st.html(f'<div style="font-size:14px;font-weight:600">{html.escape(wording("station.micro_note"))}</div>')
    _listed(station.NEIGHBOUR_READINGS, rows, screen, station_id=subject.station_id)
