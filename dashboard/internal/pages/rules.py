"""口径: what each indicator means, and the rules in force with clause and status."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.reading import rules
from dashboard.internal.screen import Screen
from dashboard.wording import Wording

STATUSES = ("official", "reported", "unconfirmed")
ROW_HEIGHT_PX = 35
WIDE = frozenset({"definition_zh", "definition_en", "clause", "measures_zh", "title_zh", "title_en", "threshold_text"})


def show(screen: Screen) -> None:
    """Draw the whole page."""
    wording = screen.wording
    st.title(wording("page.rules"))
    st.text(wording("rules.lead"))
    if "rule_indicators" not in screen.build.tables():
        st.info(wording("rules.none"))
        return
    _indicators(screen)
    _tables(screen)


@st.fragment
def _indicators(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("rules.indicators"))
    sought = st.text_input(wording("rules.search"), placeholder=wording("rules.search_hint"), label_visibility="collapsed")
    rows = rules.in_language(rules.DEFINITIONS.rows(screen.build), wording.language)
    if sought:
        texts = rows.astype(str).agg(" ".join, axis="columns").str.lower()
        rows = rows[texts.str.contains(sought.lower(), regex=False)]
    _shown(rows, wording, rows_shown=14)
    show_download(rules.DEFINITIONS, screen)


@st.fragment
def _tables(screen: Screen) -> None:
    wording, build = screen.wording, screen.build
    st.subheader(wording("rules.tables"))
    known = {row.rule_set: row for row in rules.versions(build).itertuples() if row.rule_set in rules.TABLES}
    if not known:
        st.info(wording("rules.none"))
        return
    left, middle, right = st.columns([2, 1, 2], vertical_alignment="bottom")
    table = left.selectbox(
        wording("rules.table"),
        sorted(known, key=lambda name: wording.label("rule", name)),
        format_func=lambda name: f"{wording.label('rule', name)}（{known[name].row_count}）",
    )
    as_of_on = build.rows("select as_of_on from run_moment")["as_of_on"].iloc[0]
    on = middle.date_input(wording("rules.on"), value=as_of_on.date(), format="YYYY-MM-DD")
    status = right.segmented_control(
        wording("rules.status"), STATUSES, format_func=lambda code: wording.label("status", code), key="rules-status"
    )
    given = {"on": str(on) if on else None, "status": status}
    rows = rules.TABLES[str(table)].rows(build, **given)
    st.text(wording("rules.version", version=known[str(table)].version, count=len(rows)))
    _shown(rules.in_language(rows, wording.language), wording, rows_shown=16)
    show_download(rules.TABLES[str(table)], screen, **given)


def _shown(rows: pd.DataFrame, wording: Wording, *, rows_shown: int) -> None:
    if rows.empty:
        st.text(wording("rules.empty"))
        return
    shown = rows.assign(status=[wording.label("status", code) for code in rows["status"]])
    config = {}
    for column in shown.columns:
        label = wording.label("rule_column", column)
        if pd.api.types.is_datetime64_any_dtype(shown[column]):
            config[column] = st.column_config.DateColumn(label, format="YYYY-MM-DD")
        elif pd.api.types.is_bool_dtype(shown[column]):
            config[column] = st.column_config.CheckboxColumn(label)
        elif pd.api.types.is_numeric_dtype(shown[column]):
            config[column] = st.column_config.NumberColumn(label)
        else:
            config[column] = st.column_config.TextColumn(label, width="large" if column in WIDE else None)
    first = [column for column in ("title_zh", "title_en") if column in shown.columns]
    order = [*first, *(column for column in shown.columns if column not in first)]
    height = ROW_HEIGHT_PX * (min(len(shown), rows_shown) + 1) + 3
    st.dataframe(shown, hide_index=True, column_config=config, column_order=order, height=height, width="stretch", placeholder="")
