"""Readings in doubt: what stood still, what jumped."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import data_findings
from dashboard.internal.screen import Screen


def show(screen: Screen) -> None:
    """List the doubts with the rule behind each, and say that a jump need not be a fault."""
    wording = screen.wording
    st.subheader(wording("data.doubts_title"))
    rows = data_findings.listed(screen.build, data_findings.READINGS)
    if rows is None:
        st.caption(wording("data.doubts_unknown"))
        return
    st.caption(wording("data.doubts_note"))
    if rows.empty:
        st.caption(wording("data.doubts_none"))
        return
    show_table(labelled(rows, {"doubt": "doubt", "doubt_item": "doubt_item"}, wording), wording=wording, rows_shown=16)
    show_download(data_findings.READINGS, screen)
    st.caption(wording("data.doubts_next"))
