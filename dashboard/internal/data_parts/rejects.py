"""What was rejected and why, with the text as it was written."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.internal.data_parts.proposing import title
from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import data_findings, data_state
from dashboard.internal.redaction import redacted
from dashboard.internal.screen import Screen

EXAMPLES_SHOWN = 200


def show(screen: Screen) -> None:
    """Show reasons beside examples."""
    left, right = st.columns([1, 3], gap="medium")
    with left:
        _reasons(screen)
    with right:
        _examples(screen)


def _reasons(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("data.reasons_title"))
    rows = data_state.reasons(screen.build)
    if rows.empty:
        st.caption(wording("data.reasons_none"))
    else:
        show_table(labelled(rows, {"scope": "scope", "reason": "reason"}, wording), wording=wording, bar="times")


def _examples(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("data.examples_title"))
    rows = data_state.examples(screen.build, limit=EXAMPLES_SHOWN)
    if rows.empty:
        st.caption(wording("data.examples_none"))
        return
    st.caption(wording("data.examples_note", count=len(rows)))
    if screen.person.districts is None:
        rows["raw_text"] = [None if text is None else redacted(text) for text in rows["raw_text"]]
    else:
        # a rejected row has no place yet, so nobody can say whose district it is
        rows = rows.drop(columns="raw_text")
        st.caption(wording("data.raw_not_yours"))
    rows["column_name"] = [
        None if pd.isna(names) else "、".join(title(table, name, screen) for name in str(names).replace(",", " ").split())
        for table, names in zip(rows["table_name"], rows["column_name"], strict=True)
    ]
    show_table(labelled(rows, {"scope": "scope", "table_name": "table", "reason": "reason"}, wording), wording=wording)
    show_download(data_findings.REJECTED, screen)
    st.caption(wording("data.rejected_next"))
