"""Which rows were taken for one enterprise, how sure, and how to take it back; codes whose check digit is wrong."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.internal.data_parts.proposing import Cell, offer
from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import data_findings
from dashboard.internal.reading.corrections import written
from dashboard.internal.screen import Screen
from supervision.ledger.engine import Ledger

MERGE_COLUMNS = ["source_key", "subject", "linked_name", "enterprise_id", "link_rule", "score", "distance_m", "link_note"]
CODE_COLUMNS = ["source_key", "subject", "enterprise_id", "uscc", "other_uscc", "other_key"]


def show(screen: Screen, ledger: Ledger | None) -> None:
    """Show merges, the doubtful first, and wrong codes; a picked row can be corrected."""
    if not screen.person.may("names"):
        st.caption(screen.wording("data.names_not_yours"))
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _merges(screen, ledger)
    with right:
        _codes(screen, ledger)


@st.fragment
def _merges(screen: Screen, ledger: Ledger | None) -> None:
    wording = screen.wording
    st.subheader(wording("data.merges_title"))
    rows = data_findings.listed(screen.build, data_findings.MERGES)
    if rows is None:
        st.caption(wording("data.links_unknown"))
        return
    if rows.empty:
        st.caption(wording("data.merges_none"))
        return
    st.caption(wording("data.merges_note"))
    shown = labelled(rows[MERGE_COLUMNS], {"link_rule": "link_rule"}, wording)
    shown[["score", "distance_m"]] = rows[["score", "distance_m"]].round(0)
    picked = show_table(shown, wording=wording, key="data-merges", rows_shown=14)
    show_download(data_findings.MERGES, screen)
    if picked is not None:
        row = rows.iloc[picked]
        reason = wording("data.unmerge_reason", one=row["subject"], other=row["linked_name"] or row["linked_to"])
        offer(ledger, screen, [unmerged(row)], subject=str(row["subject"]), reason=reason, key=f"merge-{row['source_key']}")


def unmerged(row: pd.Series) -> Cell:
    """Give the cell that lets a row stand alone: its own code, or its source key where another enterprise has that code already."""
    own = str(row["source_key"]) if row["is_code_taken"] else str(row["row_key"])
    return Cell(table="enterprise_links", key=str(row["source_key"]), column="enterprise_id", old=str(row["enterprise_id"]), new=own)


@st.fragment
def _codes(screen: Screen, ledger: Ledger | None) -> None:
    wording = screen.wording
    st.subheader(wording("data.codes_title"))
    rows = data_findings.listed(screen.build, data_findings.CODES)
    if rows is None:
        st.caption(wording("data.links_unknown"))
        return
    if rows.empty:
        st.caption(wording("data.codes_none"))
        return
    st.caption(wording("data.codes_note"))
    picked = show_table(rows[CODE_COLUMNS], wording=wording, key="data-codes", rows_shown=14)
    show_download(data_findings.CODES, screen)
    if picked is None:
        return
    row = rows.iloc[picked]
    if not isinstance(row["other_uscc"], str):
        st.caption(wording("data.no_proposal"))
        screen.link("data", wording("data.to_form"), about=str(row["enterprise_id"]), key=str(row["source_key"]))
        return
    cell = Cell(table="enterprises", key=str(row["row_key"]), column="uscc", old=written(row["given_uscc"]), new=row["other_uscc"])
    reason = wording("data.code_reason", origin=row["other_key"])
    offer(ledger, screen, [cell], subject=str(row["subject"]), reason=reason, key=f"code-{row['source_key']}")
