"""Which complaint is open: the one picked last, in whatever table or map."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitAPIException

from dashboard.internal.screen import Screen

OPEN, ASKED, SEEN = "complaint-open", "complaint-asked", "complaint-seen-{source}"


def chosen(screen: Screen) -> str | None:
    """Give the open complaint; an address that names another wins."""
    asked = screen.asked("id")
    if asked != st.session_state.get(ASKED):
        st.session_state[ASKED] = asked
        st.session_state[OPEN] = asked
    found: str | None = st.session_state.get(OPEN)
    return found


def choose(source: str, complaint_id: str | None) -> None:
    """Open what was picked in one place; a pick that was there before is no news."""
    seen = SEEN.format(source=source)
    is_news = complaint_id is not None and complaint_id != st.session_state.get(seen)
    st.session_state[seen] = complaint_id
    if is_news and complaint_id != st.session_state.get(OPEN):
        st.session_state[OPEN] = complaint_id
        try:
            st.rerun(scope="fragment")
        except StreamlitAPIException:  # the whole page is being drawn, not the fragment alone
            st.rerun()
