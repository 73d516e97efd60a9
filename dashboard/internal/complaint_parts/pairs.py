"""Two complaints side by side, so that a person can judge whether they are one matter."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.complaint_parts.one import report
from dashboard.internal.enterprise_parts.words import is_known
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import complaint_pairs as reading
from dashboard.internal.screen import Screen
from dashboard.wording import Wording

SHOWN = ["complaint_id", "received_at", "distance_m", "days_apart", "link", "is_same_person", "category", "status"]


def show_pairs(complaint_id: str, screen: Screen) -> None:
    """Show what was linked to a complaint or lies near it, and the two texts of the pair that is picked."""
    wording = screen.wording
    st.subheader(wording("complaints.pairs"))
    rows = reading.pairs(screen.build, complaint_id)
    if rows is None or rows.empty:
        st.caption(wording("complaints.pairs_unknown" if rows is None else "complaints.pairs_none"))
        return
    shown = labelled(rows[SHOWN], {"link": "pair_link"}, wording)
    shown["is_same_person"] = [_person(value, wording) for value in rows["is_same_person"]]
    picked = show_table(shown, wording=wording, key=f"pairs-of-{complaint_id}", rows_shown=6)
    _pair(complaint_id, rows.iloc[picked or 0], screen)


def _person(value: object, wording: Wording) -> str:
    """Whether one person sent both; never who."""
    return wording(f"same_person.{bool(value)}") if is_known(value) else wording("same_person.unknown")


def _pair(complaint_id: str, other: pd.Series, screen: Screen) -> None:
    wording = screen.wording
    distance = f"{other['distance_m']:,.0f}" if is_known(other["distance_m"]) else "—"
    facts = wording(
        "complaints.pair_facts",
        distance=distance,
        days=f"{other['days_apart']:g}",
        category=wording(f"same_category.{bool(other['is_same_category'])}"),
        text=wording(f"same_text.{bool(other['is_same_text'])}"),
        person=_person(other["is_same_person"], wording),
    )
    mark = html.escape(str(other["complaint_id"]))
    st.html(f'<div style="font-size:17px;font-weight:600;line-height:1.6" data-pair="{mark}">{html.escape(facts)}</div>')
    st.html(f'<div class="report-line">{html.escape(_rule(other, wording))}</div>')
    for column, own in zip(st.columns(2, gap="small"), (complaint_id, str(other["complaint_id"])), strict=True):
        with column:
            st.html(f"<b>{html.escape(own)}</b>{report(own, screen)}")


def _rule(other: pd.Series, wording: Wording) -> str:
    """Linked or not, and by which row of the rules."""
    said = wording(f"pair_reason.{other['link']}")
    if not is_known(other["radius_m"]):
        return said + wording("pair_reason.no_rule")
    return said + wording(
        "pair_reason.rule",
        title=other["title_en" if wording.language == "en" else "title_zh"],
        radius=f"{other['radius_m']:g}",
        days=int(other["window_days"]),
        reports=int(other["min_reports"]),
        persons=int(other["min_persons"]) if is_known(other["min_persons"]) else 1,
        clause=other["clause"],
        status=wording.label("status", other["rule_status"]),
    )
