"""A long list, a screenful at a time, with one row chosen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

ROWS_A_PAGE = 18
ROW_PX = 35


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How a list is shown.

    Attributes
    ----------
    columns, config
        What stands in the table, and how.
    readable
        Puts words for codes, in one screenful of rows.
    """

    columns: Sequence[str]
    config: Mapping[str, object]
    readable: Callable[[pd.DataFrame], pd.DataFrame]
    alt: str


def page_of(row: int) -> int:
    """Tell on which page a row of the list stands, counted from one."""
    return row // ROWS_A_PAGE + 1


def show_rows(
    count: int, screenful: Callable[[int, int], pd.DataFrame], chosen: int, *, shown: Shown, key: str, choose: Callable[[int], None]
) -> None:
    """Show one page of the list; `choose` is told the number of a row when a person selects it.

    Parameters
    ----------
    count, screenful
        How many rows there are, and what gives some of them: from which row on, and how many.
    chosen
        The number of the row that is marked now.
    key
        Says which set this is and how often something else has chosen in it: a table keeps its own choice under its key.
    """
    page_key = f"page-{key}"
    pages = max(1, math.ceil(count / ROWS_A_PAGE))
    page = min(int(st.session_state.get(page_key, page_of(chosen))), pages)
    first = (page - 1) * ROWS_A_PAGE
    page_rows = shown.readable(screenful(first, ROWS_A_PAGE))
    marked = [chosen - first] if 0 <= chosen - first < len(page_rows) else []

    def taken() -> None:
        told: Mapping[str, list[int]] = st.session_state[table_key]["selection"]
        if told["rows"]:
            choose(first + told["rows"][0])

    table_key = f"rows-{key}-{page}"
    st.dataframe(
        page_rows[list(shown.columns)],
        hide_index=True,
        width="stretch",
        height=ROW_PX * (ROWS_A_PAGE + 1) + 3,
        column_config=dict(shown.config),
        key=table_key,
        on_select=taken,
        selection_mode="single-row",
        selection_default={"selection": {"rows": marked}},
        placeholder="",
        alt=shown.alt,
    )
    st.pagination(pages, key=page_key, default=page, max_visible_pages=7)
