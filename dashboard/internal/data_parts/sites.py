"""Places in doubt: whole lists by their datum, single points, and where everything lies."""

from __future__ import annotations

import html
from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.internal.data_parts.proposing import Cell, offer
from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import data_findings, data_state
from dashboard.internal.reading.corrections import written
from dashboard.internal.screen import Screen
from dashboard.wording import Wording
from pipelines.datum import WGS84_LIKE
from supervision.ledger.engine import Ledger

QUALITIES = ("suspected_datum", "outside_city", "duplicate")
DEGREES = ["given_lon", "given_lat", "proposed_lon", "proposed_lat"]
SHOWN = ["subject", "source_key", "place_quality", *DEGREES, "place_kind", "place_note"]
TABLES = {"enterprise": "enterprises", "station": "stations", "met_station": "met_stations"}


def show(screen: Screen, ledger: Ledger | None, *, the_map: Callable[[], None]) -> None:
    """Show the lists whose datum is in doubt, the doubtful points with a proposal for the one picked, and the map."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _points(screen, ledger)
    with right:
        _datums(screen)
        the_map()


def _datums(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("data.suspected_title"))
    rows = data_state.doubtful_datums(screen.build)
    if rows.empty:
        st.caption(wording("data.suspected_none"))
        return
    words = {True: wording("data.suspected_wrong"), False: wording("data.suspected_open")}
    items = [f"<li><b>{html.escape(words[bool(row.is_wrong)])}</b>　{html.escape(row.note)}</li>" for row in rows.itertuples()]
    st.html(f'<ul style="margin:0;padding-left:1.2em;font-size:15px;line-height:1.6;overflow-wrap:anywhere">{"".join(items)}</ul>')
    for row in rows[rows["is_wrong"]].itertuples():
        st.caption(wording("data.whole_list", feed=row.source_feed, datum=row.voted))


@st.fragment
def _points(screen: Screen, ledger: Ledger | None) -> None:
    wording = screen.wording
    st.subheader(wording("data.places_title"))
    if not screen.person.may("names"):
        st.caption(wording("data.names_not_yours"))
        return
    quality = st.segmented_control(
        wording("data.places_which"), QUALITIES, format_func=lambda code: wording.label("place", code), key="data-quality"
    )
    rows = data_findings.listed(screen.build, data_findings.PLACES, quality=quality)
    if rows is None:
        st.caption(wording("data.places_unknown"))
        return
    if rows.empty:
        st.caption(wording("data.places_none"))
        return
    st.caption(wording("data.pick"))
    shown = labelled(rows[SHOWN], {"place_kind": "place_kind", "place_quality": "place"}, wording)
    for column in DEGREES:
        shown[column] = ["" if pd.isna(value) else f"{value:.6f}" for value in rows[column]]
    picked = show_table(shown, wording=wording, key=f"data-places-{quality or 'all'}", rows_shown=14)
    show_download(data_findings.PLACES, screen, quality=quality)
    if picked is not None:
        _offer(rows.iloc[picked], screen, ledger)


def _offer(row: pd.Series, screen: Screen, ledger: Ledger | None) -> None:
    cells = proposed(row)
    if cells:
        offer(ledger, screen, cells, subject=str(row["subject"]), reason=_reason(row, screen.wording), key=f"place-{row['source_key']}")
        return
    st.caption(screen.wording("data.no_proposal"))
    if row["place_kind"] == "enterprise":
        screen.link("data", screen.wording("data.to_form"), about=str(row["row_key"]), key=str(row["source_key"]))


def _reason(row: pd.Series, wording: Wording) -> str:
    if pd.isna(row["proposed_lon"]):
        return str(row["place_note"])
    return wording("data.place_reason", note=row["place_note"], lon=f"{row['proposed_lon']:.6f}", lat=f"{row['proposed_lat']:.6f}")


def proposed(row: pd.Series) -> list[Cell]:
    """Give the cells that would put a point where it probably lies; none where nothing is known.

    A wrong datum is one cell of the row: its longitude and latitude then stay as they were delivered. Swapped axes are swapped
    back as delivered, in the datum they were delivered in.
    """
    if pd.isna(row["proposed_lon"]):
        return []

    def cell(column: str, old: object, new: object) -> Cell:
        table = TABLES[str(row["place_kind"])]
        return Cell(table=table, key=str(row["row_key"]), column=column, old=written(old), new=written(new))

    if row["place_quality"] == "outside_city":
        lon, lat = float(row["given_lon"]), float(row["given_lat"])
        return [cell("lon", lon, lat), cell("lat", lat, lon)]
    if isinstance(row["voted"], str):
        return [cell("datum", row["datum"], row["voted"])]
    if row["datum_used"] in WGS84_LIKE:
        lon, lat = round(float(row["proposed_lon"]), 6), round(float(row["proposed_lat"]), 6)
        return [cell("lon", float(row["given_lon"]), lon), cell("lat", float(row["given_lat"]), lat)]
    return []
