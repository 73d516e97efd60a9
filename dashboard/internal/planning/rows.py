"""The ranked list, a screenful at a time, with one row chosen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from dashboard.internal.screen import Screen

ROWS_A_PAGE = 18
ROW_PX = 35
SHOWN = {
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


def page_of(row: int) -> int:
    """Tell on which page a row of the list stands, counted from one."""
    return row // ROWS_A_PAGE + 1


def show_rows(rows: pd.DataFrame, chosen: int, *, state: str, key: str, choose: Callable[[int], None], screen: Screen) -> None:
    """Show one page of the list; `choose` is told the number of a row when a person selects it.

    Parameters
    ----------
    chosen
        The number of the row that is marked now.
    key
        Says which set this is and how often something else has chosen in it: a table keeps its own choice under its key.
    """
    page_key = f"page-{key}"
    pages = max(1, math.ceil(len(rows) / ROWS_A_PAGE))
    page = min(int(st.session_state.get(page_key, page_of(chosen))), pages)
    first = (page - 1) * ROWS_A_PAGE
    shown = _readable(rows.iloc[first : first + ROWS_A_PAGE], screen)
    marked = [chosen - first] if 0 <= chosen - first < len(shown) else []

    def taken() -> None:
        told: Mapping[str, list[int]] = st.session_state[table_key]["selection"]
        if told["rows"]:
            choose(first + told["rows"][0])

    table_key = f"rows-{key}-{page}"
    st.dataframe(
        shown[list(SHOWN[state])],
        hide_index=True,
        width="stretch",
        height=ROW_PX * (ROWS_A_PAGE + 1) + 3,
        column_config=_config(screen),
        key=table_key,
        on_select=taken,
        selection_mode="single-row",
        selection_default={"selection": {"rows": marked}},
        placeholder="",
        alt=screen.wording("candidates.table_alt"),
    )
    st.pagination(pages, key=page_key, default=page, max_visible_pages=7)
