"""The tables of the file: each says in words when it is empty, and when nobody delivered its list."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.internal.directions import direction
from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import enterprise_records as records
from dashboard.internal.reading.listings import Listing
from dashboard.internal.redaction import redacted
from dashboard.internal.screen import Screen
from dashboard.wording import Wording

# codes in a column and the group their names are in
CODES: Mapping[str, Mapping[str, str]] = {
    "enterprise_evidence": {"table_name": "mart"},
    "enterprise_points": {"table_name": "mart"},
    "enterprise_zones": {"level": "station_level", "zone_kind": "zone_kind"},
    "enterprise_visits": {"mode": "visit_mode", "is_random": "yes_no", "is_night": "yes_no"},
    "enterprise_complaints": {
        "source_channel": "channel",
        "is_verified": "yes_no",
        "is_named": "yes_no",
        "is_repeat": "yes_no",
        "wind_match": "wind_match",
    },
    "enterprise_checks": {"rule_group": "rule_group", "rule_met": "rule_met", "effect": "rule_effect", "clause_status": "status"},
    "enterprise_plan": {"alert_level": "alert_level"},
    "enterprise_links": {"link_rule": "link_rule", "is_uscc_valid": "yes_no"},
    "enterprise_versions": {"is_key_unit": "yes_no", "is_on_positive_list": "yes_no"},
}
HIDDEN = frozenset({"clause", "station_id", "source_key"})


def show_records(listing: Listing, enterprise_id: str, screen: Screen, *, rows_shown: int = 8) -> None:
    """Show one table under its name."""
    wording = screen.wording
    rows = records.rows(screen.build, listing, enterprise_id=enterprise_id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(wording(f"listing.{listing.key}"), width="content")
        if rows is not None and len(rows):
            show_download(listing, screen, id=enterprise_id)
    if rows is None:
        st.caption(wording("enterprise.no_list"))
    elif rows.empty:
        st.caption(wording(f"{listing.key}.none"))
    elif listing is records.COMPLAINTS_LIST:
        _complaints(rows, enterprise_id, screen, rows_shown=rows_shown)
    else:
        show_table(_shown(rows, listing, wording), wording=wording, rows_shown=rows_shown)


def _shown(rows: pd.DataFrame, listing: Listing, wording: Wording) -> pd.DataFrame:
    """Names for codes, a direction for a bearing, and no column that says nothing."""
    named = labelled(rows, CODES.get(listing.key, {}), wording)
    if "bearing_deg" in named:
        place = list(named.columns).index("bearing_deg")
        named.insert(place, "direction", [direction(value, wording) for value in rows["bearing_deg"]])
        named = named.drop(columns="bearing_deg")
    if "rule_met" in named:
        named["rule_met"] = named["rule_met"].fillna(wording("rule_met.unknown"))
    kept = [column for column in named.columns if column not in HIDDEN]
    return named[kept].dropna(axis="columns", how="all")


def _complaints(rows: pd.DataFrame, enterprise_id: str, screen: Screen, *, rows_shown: int) -> None:
    """With the texts for who may read them; a row opens the complaint."""
    wording = screen.wording
    shown = _shown(rows, records.COMPLAINTS_LIST, wording)
    texts = records.texts(screen.build, screen.person, enterprise_id=enterprise_id)
    if texts:
        shown["content"] = [redacted(texts.get(complaint_id, "")) for complaint_id in rows["complaint_id"]]
    st.caption(wording("enterprise_complaints.note"))
    may_open = "complaints" in screen.pages and screen.person.may("complaints")
    picked = show_table(shown, wording=wording, key=f"complaints-of-{enterprise_id}" if may_open else None, rows_shown=rows_shown)
    if picked is not None:
        screen.go("complaints", id=str(rows["complaint_id"].iloc[picked]))
