"""How the ranked candidates and those left out stand in the list."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.internal.planning.rows import Shown
from dashboard.internal.screen import Screen

COLUMNS = {
    "proposed": ("rank_no", "name", "source_type", "total", "action", "used"),
    "excluded": ("rank_no", "name", "exclusion"),
}


def _config(screen: Screen) -> dict[str, object]:
    wording, column = screen.wording, st.column_config
    return {
        "rank_no": column.NumberColumn(wording("column.rank_no"), width=48, format="%d"),
        "name": column.TextColumn(wording("column.name"), width=196),
        "source_type": column.TextColumn(wording("column.source_type"), width=72),
        "total": column.ProgressColumn(wording("column.total"), min_value=0, max_value=100, format="%.1f", width=92),
        "action": column.TextColumn(wording("column.action"), width=82),
        "used": column.TextColumn(wording("column.used"), width=52, help=wording("candidates.used_help")),
        "exclusion": column.TextColumn(wording("column.exclusion"), width=330),
    }


def _readable(rows: pd.DataFrame, screen: Screen) -> pd.DataFrame:
    wording = screen.wording
    shown = rows.copy()
    shown["name"] = shown["name"].fillna(shown["enterprise_id"])
    shown["source_type"] = [wording.label("source_type", code) for code in shown["source_type"]]
    shown["action"] = [wording.label("action", code) for code in shown["action"]]
    used = zip(shown["frequency_used"], shown["frequency_limit"], strict=True)
    shown["used"] = ["—" if pd.isna(limit) else f"{used:.0f}/{limit:.0f}" for used, limit in used]
    return shown


def ranked(state: str, screen: Screen) -> Shown:
    """Give the look of the list of one state: proposed, or left out by a rule."""
    return Shown(
        columns=COLUMNS[state],
        config=_config(screen),
        readable=lambda rows: _readable(rows, screen),
        alt=screen.wording("candidates.table_alt"),
    )
