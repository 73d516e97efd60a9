"""The list of complaints, and what belongs together: repeat groups and hot spots."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.complaint_parts.choice import choose
from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import complaints as reading
from dashboard.internal.reading.complaints import Given
from dashboard.internal.reading.listings import Listing
from dashboard.internal.screen import Screen

SHOWN = 3_000
CODES = {"source_channel": "channel", "is_verified": "yes_no", "is_repeat": "yes_no", "place_quality": "place"}


def heading(listing: Listing, screen: Screen, **given: str | None) -> None:
    """A table's name with the link to its file."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(screen.wording(f"listing.{listing.key}"), width="content")
        show_download(listing, screen, **given)


def show_list(given: Given, screen: Screen) -> None:
    """Show the list; a row opens the complaint."""
    wording = screen.wording
    rows = reading.COMPLAINTS_LIST.rows(screen.build, **given)
    heading(reading.COMPLAINTS_LIST, screen, **given)
    if rows.empty:
        st.info(wording("complaints.none"))
        return
    if len(rows) > SHOWN:
        st.caption(wording("complaints.list_most", shown=f"{SHOWN:,}", total=f"{len(rows):,}"))
    shown = labelled(rows.head(SHOWN), CODES, wording)
    picked = show_table(
        shown.dropna(axis="columns", how="all"), wording=wording, key=f"complaint-list-{hash(tuple(given.values()))}", rows_shown=13
    )
    choose("list", None if picked is None else str(rows["complaint_id"].iloc[picked]))


def show_groups(given: Given, screen: Screen) -> None:
    """Show the repeat groups since the beginning of the span; a row opens the group's first complaint."""
    since = given["since"]
    rows = reading.GROUPS_LIST.rows(screen.build, since=since)
    heading(reading.GROUPS_LIST, screen, since=since)
    if rows.empty:
        st.caption(screen.wording("complaint_groups.none"))
        return
    st.caption(screen.wording("complaint_groups.note"))
    picked = show_table(rows, wording=screen.wording, key=f"complaint-groups-{since}", rows_shown=8)
    choose("groups", None if picked is None else str(rows["repeat_group_id"].iloc[picked]))


def show_spots(given: Given, screen: Screen) -> None:
    """Show the hot spots, and say that they are counted and not tested against chance."""
    since, wording = given["since"], screen.wording
    rows = reading.SPOTS_LIST.rows(screen.build, since=since) if "hot_spots" in screen.build.tables() else None
    heading(reading.SPOTS_LIST, screen, since=since)
    if rows is None or rows.empty:
        st.caption(wording("complaint_spots.none"))
        return
    st.caption(wording("complaint_spots.note"))
    picked = show_table(rows, wording=wording, key=f"complaint-spots-{since}", rows_shown=8)
    choose("spots", None if picked is None else str(rows["hot_spot_id"].iloc[picked]))
