"""Every file with what became of its lines, and the rules a build was made with."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import data_state
from dashboard.internal.screen import Screen


def show(screen: Screen) -> None:
    """Show files beside rule tables."""
    left, right = st.columns([5, 2], gap="medium")
    with left:
        _files(screen)
    with right:
        _rules(screen)


def _files(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("data.files_title"))
    rows = data_state.files(screen.build)
    if rows.empty:
        st.caption(wording("data.files_none"))
        return
    st.caption(wording("data.files_note"))
    show_table(labelled(rows, {"table_name": "table"}, wording), wording=wording, rows_shown=16)


def _rules(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("data.rules_title"))
    rows = data_state.rules(screen.build)
    if rows.empty:
        st.caption(wording("data.rules_none"))
    else:
        show_table(rows, wording=wording, rows_shown=16)
