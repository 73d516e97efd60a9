"""Key figures as equal cards; each opens its definition, its standard, its data time and the rows behind it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.internal.reading import facts
from dashboard.internal.reading.facts import Origin
from dashboard.internal.screen import Screen

ROWS_SHOWN = 200
# Said by the frame, first of all: a style in the middle of a page is gone while the page runs again.
# The button lies over the whole card, so a click anywhere opens the figure and the keyboard reaches it.
STYLE = """<style>
.figure-value { font-size: 30px; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figure-value small { font-size: 14px; font-weight: 500; margin-left: 4px; }
.figure-label { font-size: 14px; }
.figure-note { font-size: 13px; min-height: 1.35em; }
[class*="st-key-figure-"] {
  position: relative; height: 100%; padding: 8px 14px; border-radius: 8px;
  border: 1px solid color-mix(in srgb, currentColor 22%, transparent); background: var(--figure-panel, transparent);
}
[class*="st-key-figure-"] [data-testid="stElementContainer"]:has(button) {
  position: absolute !important; inset: 0; width: 100% !important; height: 100% !important;
}
[class*="st-key-figure-"] .stButton, [class*="st-key-figure-"] .stButton > div { height: 100%; width: 100%; }
[class*="st-key-figure-"] .stButton button { width: 100%; height: 100%; opacity: 0; }
[class*="st-key-figure-"]:hover { border-color: currentColor; }
[class*="st-key-figure-"]:focus-within { outline: 3px solid #2f81f7; outline-offset: 1px; }
</style>"""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure and where it comes from.

    Attributes
    ----------
    key
        Unique on its page.
    indicator
        Key in `indicators.csv`: definition, unit, clause.
    standard_id
        The text it was computed by; empty when none applies.
    fill, ink
        Colours of the card, for an air-quality level alone; empty otherwise.
    """

    key: str
    label: str
    value: str
    unit: str = ""
    note: str = ""
    indicator: str = ""
    standard_id: str = ""
    origin: Origin | None = None
    fill: str = ""
    ink: str = ""


def _opened(figure: Figure, screen: Screen) -> None:
    wording, build = screen.wording, screen.build
    is_english = wording.language == "en"
    defined = facts.indicator(build, figure.indicator) if figure.indicator else None
    st.html(f'<div class="figure-value">{html.escape(figure.value)}<small>{html.escape(figure.unit)}</small></div>')
    if figure.note:
        st.text(figure.note)
    if defined is not None:
        status = wording.label("status", defined["status"])
        st.text(f"{wording('figure.definition')}{defined['definition_en' if is_english else 'definition_zh']}")
        st.text(
            f"{wording('figure.clause')}{defined['clause']}（{status}）"
            if not is_english
            else f"{wording('figure.clause')}{defined['clause']} ({status})"
        )
    if figure.standard_id:
        text = facts.standard(build, figure.standard_id)
        title = figure.standard_id if text is None else text["title_en" if is_english else "title_zh"]
        st.text(f"{wording('figure.standard')}{title}")
    as_of_at = build.rows("select as_of_at from build_info limit 1")["as_of_at"].iloc[0]
    st.text(wording("figure.data_time", as_of=f"{as_of_at:%Y-%m-%d %H:%M}", build_id=build.build_id))
    if figure.origin is None:
        st.caption(wording("figure.no_rows"))
        return
    rows, total = facts.behind(build, figure.origin, limit=ROWS_SHOWN)
    st.caption(wording("figure.rows", table=figure.origin.mart, total=f"{total:,}", shown=f"{len(rows):,}"))
    st.dataframe(_readable(rows), hide_index=True, width="stretch", height=min(420, 38 * (len(rows) + 1) + 3))


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Drop columns that say nothing in any of the rows."""
    return rows.dropna(axis="columns", how="all")


def open_figure(figure: Figure, screen: Screen) -> None:
    """Open a figure: what it means and the rows it comes from."""
    st.dialog(figure.label, width="large")(_opened)(figure, screen)


def _card(figure: Figure, screen: Screen) -> None:
    with st.container(key=f"figure-{figure.key}", gap=None):
        # a level's colour lies under the large value alone: small letters on it would be too faint
        colours = f' style="background:{figure.fill};color:{figure.ink};border-radius:6px;padding:0 8px"' if figure.fill else ""
        st.html(
            f'<div data-figure="{html.escape(figure.key)}">'
            f'<div class="figure-label">{html.escape(figure.label)}</div>'
            f'<div class="figure-value"{colours}>{html.escape(figure.value)}<small>{html.escape(figure.unit)}</small></div>'
            f'<div class="figure-note">{html.escape(figure.note)}</div></div>'
        )
        if st.button(screen.wording("figure.open", label=figure.label), key=f"open-{figure.key}", width="stretch"):
            open_figure(figure, screen)


def show_figures(figures: Sequence[Figure], screen: Screen) -> None:
    """Show figures side by side; each opens when it is clicked or reached by the keyboard."""
    for column, figure in zip(st.columns(len(figures), gap="small"), figures, strict=True):
        with column:
            _card(figure, screen)
