"""Where the numbers come from, by which rules, and what they do not say."""

from __future__ import annotations

import streamlit as st

from dashboard.public.parts import Head, part, safe, table
from dashboard.public.reading.publication import Publication
from dashboard.wording import Wording


def show(shown: Publication, wording: Wording) -> None:
    """Draw the disclaimer, the rules and the data time."""
    about = shown.about
    english = wording.language == "en"
    heads = [Head(title=wording(f"public.{name}")) for name in ("rule", "value", "basis")]
    rows = (
        [
            safe(row.title_en if english else row.title_zh),
            safe(row.value),
            f"{safe(row.clause)}<small>{safe(wording.label('status', row.status))}</small>",
        ]
        for row in shown["method_notes"].itertuples(index=False)
    )
    rules = table(heads, rows, css="data cards", caption=wording("public.method"))
    levels = shown["aqi_levels"]
    advice = "" if levels.empty else wording("public.advice_from", clause=safe(levels["clause"].iloc[0]))
    times = wording(
        "public.times",
        bureau=safe(about["bureau"]),
        data_at=f"{about['data_at']:%Y-%m-%d %H:%M}",
        at=f"{about['published_at']:%Y-%m-%d %H:%M}",
    )
    st.html(
        part("notes", wording("public.notes"))
        + f'<div class="note">{wording("public.disclaimer")}<br>{times}<br>{advice}</div>'
        + f"<details><summary>{wording('public.method')}</summary>{rules}</details>"
        + f'<p class="quiet">{wording("public.never_text")}</p>'
    )
