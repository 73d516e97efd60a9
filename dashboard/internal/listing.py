"""Small tables with headings in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.wording import Wording

ROWS_SHOWN = 12
ROW_HEIGHT_PX = 35
WIDE = frozenset({"raw_text", "file", "evidence", "content", "act_change", "place_note"})


def labelled(rows: pd.DataFrame, groups: Mapping[str, str], wording: Wording) -> pd.DataFrame:
    """Put names for codes: `groups` gives for a column the group of its codes; a column may hold several, parted by blanks."""
    named = rows.copy()
    for column, group in groups.items():
        named[column] = [
            None if pd.isna(codes) else "、".join(wording.label(group, code) for code in str(codes).replace(",", " ").split())
            for codes in rows[column]
        ]
    return named


def _moments(column: pd.Series) -> str:
    """Days without a time of day are written as days."""
    moments = column.dropna()
    return "YYYY-MM-DD" if (moments == moments.dt.normalize()).all() else "YYYY-MM-DD HH:mm"


def show_table(
    rows: pd.DataFrame, *, wording: Wording, bar: str | None = None, key: str | None = None, rows_shown: int = ROWS_SHOWN
) -> int | None:
    """Show rows as plain cells, never as markup; `bar` names a column of numbers to draw as bars.

    With a `key` a row can be picked; its number is given back, None while none is.
    """
    config: dict[str, object] = {}
    for column in rows.columns:
        label = wording(f"column.{column}")
        if column == bar:
            config[column] = st.column_config.ProgressColumn(label, format="localized", min_value=0, max_value=int(rows[column].max()))
        elif pd.api.types.is_bool_dtype(rows[column]):
            config[column] = st.column_config.CheckboxColumn(label)
        elif pd.api.types.is_datetime64_any_dtype(rows[column]):
            config[column] = st.column_config.DatetimeColumn(label, format=_moments(rows[column]))
        elif pd.api.types.is_numeric_dtype(rows[column]):
            config[column] = st.column_config.NumberColumn(label, format="localized")
        else:
            config[column] = st.column_config.TextColumn(label, width="large" if column in WIDE else None)
    height = ROW_HEIGHT_PX * (min(len(rows), rows_shown) + 1) + 3
    if key is None:
        st.dataframe(rows, hide_index=True, column_config=config, height=height, width="stretch", placeholder="")
        return None
    event = st.dataframe(
        rows,
        hide_index=True,
        column_config=config,
        height=height,
        width="stretch",
        placeholder="",
        key=key,
        on_select="rerun",
        selection_mode="single-row",
    )
    picked = [number for number in event.selection.rows if number < len(rows)]
    return picked[0] if picked else None
