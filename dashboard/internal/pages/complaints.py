"""信访投诉举报: what came in and from where, what repeats what, and whom it may concern."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.complaint_parts.choice import chosen
from dashboard.internal.complaint_parts.city_map import show_map
from dashboard.internal.complaint_parts.filters import show_filters
from dashboard.internal.complaint_parts.lists import show_groups, show_list, show_spots
from dashboard.internal.complaint_parts.one import show_one
from dashboard.internal.complaint_parts.pairs import show_pairs
from dashboard.internal.complaint_parts.summary import show_headline, show_months, show_numbers
from dashboard.internal.reading import complaints as reading
from dashboard.internal.screen import Screen


def show(screen: Screen) -> None:
    """Draw the whole page."""
    st.title(screen.wording("page.complaints"))
    if not reading.is_delivered(screen.build):
        st.info(screen.wording("complaints.no_feed"))
        return
    _body(screen)


@st.fragment
def _body(screen: Screen) -> None:
    """The filters with all that they change."""
    until = reading.as_of_at(screen.build)
    given = show_filters(screen, until)
    counts, opened = reading.counts(screen.build, given), chosen(screen)
    show_headline(counts, given, screen)
    show_numbers(counts, given, screen)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        show_list(given, screen)
    with right:
        show_map(given, opened, screen)
    _opened(opened, screen)
    left, right = st.columns(2, gap="medium")
    with left:
        show_groups(given, screen)
    with right:
        show_spots(given, screen)
    show_months(given, until, screen)


def _opened(complaint_id: str | None, screen: Screen) -> None:
    row = None if complaint_id is None else reading.one(screen.build, complaint_id)
    if row is None:
        st.caption(screen.wording("complaints.pick" if complaint_id is None else "complaints.unknown"))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        show_one(row, screen)
    with right:
        show_pairs(str(row["complaint_id"]), screen)
