"""Report an error of one enterprise: any of its delivered cells, from the page of the enterprise."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.data_parts.proposing import Cell, propose
from dashboard.internal.decisions import refusals
from dashboard.internal.reading import corrections
from dashboard.internal.screen import Screen
from pipelines.contract import Field
from supervision.ledger.engine import Ledger


def show(screen: Screen, ledger: Ledger | None, *, about: str) -> None:
    """Show the form of one enterprise; a sentence where there is none or the person may not."""
    wording = screen.wording
    st.subheader(wording("data.report_title"))
    if not screen.person.may("names"):
        st.caption(wording("data.names_not_yours"))
        return
    rows = corrections.rows_of(screen.build, about)
    if rows.empty:
        st.info(wording("data.report_unknown", about=about))
        return
    st.html(f'<div style="font-size:18px;font-weight:700">{html.escape(str(rows["name"].iloc[0]))}　{html.escape(about)}</div>')
    screen.link("enterprise", wording("data.report_back"), id=about)
    if ledger is None:
        return
    if not screen.person.may("propose_correction"):
        st.caption(wording("data.offer_not_yours"))
        return
    _form(rows, screen, ledger)


def _label(field: Field, screen: Screen) -> str:
    if screen.wording.language != "zh":
        return field.name
    return field.title if field.unit is None or field.kind == "string" else f"{field.title}（{field.unit.replace('deg', '°')}）"


@st.fragment
def _form(rows: pd.DataFrame, screen: Screen, ledger: Ledger) -> None:
    wording = screen.wording
    fields = {field.name: field for field in corrections.editable(is_private_seen=screen.person.may("private"))}
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    key = left.selectbox(
        wording("data.report_row"),
        list(rows["source_key"]),
        format_func=lambda key: f"{key}　{rows.set_index('source_key').at[key, 'name']}",
        key="report-row",
    )
    column = middle.selectbox(
        wording("data.report_field"), list(fields), format_func=lambda name: _label(fields[name], screen), key="report-field"
    )
    row = rows.set_index("source_key").loc[key]
    old = corrections.written(row[column])
    right.text_input(wording("data.report_old"), value=old or wording("data.empty_cell"), disabled=True, key=f"old-{key}-{column}")
    new = _new(fields[column], old, screen, key=f"new-{key}-{column}")
    reason = st.text_input(wording("data.reason"), placeholder=wording("data.report_reason_hint"), key=f"report-reason-{key}-{column}")
    if st.button(wording("data.propose"), type="primary", key="report-propose"):
        with refusals(screen):
            cell = Cell(table="enterprises", key=str(row["enterprise_id"]), column=column, old=old, new=new or None)
            propose(ledger, screen, [cell], reason=reason)


def _new(field: Field, old: str | None, screen: Screen, *, key: str) -> str | None:
    wording = screen.wording
    words = ("true", "false") if field.kind == "boolean" else field.words
    if not words:
        return st.text_input(wording("data.report_new"), placeholder=wording(f"data.hint.{field.kind}"), key=key)
    return st.selectbox(
        wording("data.report_new"),
        [word for word in words if word != old],
        index=None,
        format_func=lambda word: wording.label("cell_word", word),
        placeholder=wording("data.hint.choose"),
        key=key,
    )
