"""What is late: stations, and every input table and feed against the data's own moment."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import data_findings
from dashboard.internal.screen import Screen

FEED_ROWS = 14


def show(screen: Screen) -> None:
    """Show late stations beside the age of every feed."""
    left, right = st.columns([2, 5], gap="medium")
    with left:
        _stations(screen)
    with right:
        _feeds(screen)


def _stations(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("data.late_title"))
    late = data_findings.listed(screen.build, data_findings.STATIONS)
    if late is None:
        st.caption(wording("data.late_unknown"))
    elif late.empty:
        st.caption(wording("data.late_none"))
    else:
        show_table(late, wording=wording)
        show_download(data_findings.STATIONS, screen)


def _feeds(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("data.feeds_title"))
    feeds = data_findings.listed(screen.build, data_findings.FEEDS)
    if feeds is None:
        st.caption(wording("data.feeds_unknown"))
        return
    if feeds.empty:
        st.caption(wording("data.feeds_none"))
        return
    st.caption(wording("data.feeds_note"))
    shown = labelled(feeds, {"table_name": "table", "state": "freshness"}, wording)
    show_table(shown, wording=wording, rows_shown=FEED_ROWS)
    show_download(data_findings.FEEDS, screen)
