"""一企一档: everything known of one enterprise, in the order a planner asks: may I go, why go, what is known."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.enterprise_parts.curves import show_curves
from dashboard.internal.enterprise_parts.headline import show_headline
from dashboard.internal.enterprise_parts.identity import show_identity, show_name
from dashboard.internal.enterprise_parts.place import show_place
from dashboard.internal.enterprise_parts.records import show_records
from dashboard.internal.enterprise_parts.search import meant, show_box, show_found
from dashboard.internal.enterprise_parts.strip import show_strip
from dashboard.internal.reading import enterprise as reading
from dashboard.internal.reading import enterprise_records as records
from dashboard.internal.screen import Screen

PAIRS = (
    (records.VISITS_LIST, records.COMPLAINTS_LIST),
    (records.CASES_LIST, records.PLAN_LIST),
    (records.CHECKS_LIST, records.VERSIONS_LIST),
)


def show(screen: Screen) -> None:
    """Draw the whole page."""
    wording = screen.wording
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with right:
        said = show_box(screen)
    enterprise_id = meant(said, screen)
    row = None if enterprise_id is None else reading.one(screen.build, enterprise_id, screen.person)
    with left:
        if row is None:
            st.title(wording("page.enterprise"))
        else:
            show_name(row, screen)
    if enterprise_id is None or row is None:
        show_found(said, screen)
        return
    show_headline(enterprise_id, screen)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_strip(enterprise_id, screen)
        show_records(records.POINTS_LIST, enterprise_id, screen)
        show_records(records.EVIDENCE_LIST, enterprise_id, screen, rows_shown=10)
    with right:
        show_place(row, screen)
        show_records(records.ZONES_LIST, enterprise_id, screen, rows_shown=6)
        show_identity(row, screen)
    show_curves(enterprise_id, screen)
    for pair in PAIRS:
        for column, listing in zip(st.columns(2, gap="medium"), pair, strict=True):
            with column:
                show_records(listing, enterprise_id, screen)
    show_records(records.LINKS_LIST, enterprise_id, screen)
    st.caption(wording("enterprise.wrong"))
    screen.link("data", wording("enterprise.report"), about=enterprise_id)
