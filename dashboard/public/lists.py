"""The positive list and the published checks, and how a company may answer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.public.parts import NONE, Head, part, safe, table
from dashboard.public.reading.publication import Publication
from dashboard.wording import Wording

SHOWN_FIRST = 6
DAYS = frozenset({"listed_on", "valid_to", "checked_on", "corrected_on", "batch"})
SHOWN_MORE = 40


def _found(rows: pd.DataFrame, asked: str) -> pd.DataFrame:
    """The rows whose company's name holds every word that was typed."""
    for piece in asked.split():
        rows = rows[rows["name"].str.contains(piece, regex=False, case=False)]
    return rows


def _day(value: object) -> str:
    return NONE if pd.isna(value) else f"{value:%Y-%m-%d}"


def _show_more(key: str) -> None:
    st.session_state[key] = st.session_state.get(key, SHOWN_FIRST) + SHOWN_MORE


def _more(key: str, left: int, wording: Wording) -> None:
    """Offer the rest of a list."""
    if left > 0:
        st.button(wording("public.more", count=left), key=f"more_{key}", on_click=_show_more, args=(key,))


def _basis(wording: Wording, clause: object, status: object) -> str:
    return f"{safe(clause)}<small>{safe(wording.label('status', status))}</small>"


@st.fragment
def positive_list(shown: Publication, wording: Wording) -> None:
    """Draw the positive list: found by a company's name, narrowed to a category."""
    rows = shown["positive_list"]
    st.html(part("list", wording("public.list")) + f'<p class="quiet">{wording("public.list_says", count=len(rows))}</p>')
    if rows.empty:
        return
    title = "category_en" if wording.language == "en" else "category_zh"
    titles = dict(sorted(set(zip(rows["category"], rows[title].fillna(rows["category"]), strict=True))))
    left, right = st.columns(2)
    asked = left.text_input(wording("public.search"), placeholder=wording("public.search_hint"), key="asked_list")
    kinds = right.selectbox(
        wording("public.category"), ["", *titles], format_func=lambda code: titles.get(code, wording("public.every")), key="category"
    )
    rows = _found(rows[rows["category"] == kinds] if kinds else rows, asked)
    count = int(st.session_state.get("count_list", SHOWN_FIRST))
    heads = [
        Head(title=wording(f"public.{name}"), is_day=name in DAYS)
        for name in ("company", "category", "batch", "listed_on", "valid_to", "basis")
    ]
    body = (
        [
            safe(row["name"]), safe(row[title]), safe(row["batch"]), _day(row["listed_on"]), _day(row["valid_to"]),
            _basis(wording, row["clause"], row["status"]),
        ]
        for _, row in rows.head(count).iterrows()
    )  # fmt: skip
    said = wording("public.found", count=len(rows), shown=min(count, len(rows)))
    st.html(f'<p class="quiet" role="status">{said}</p>' + table(heads, body, css="data cards", caption=wording("public.list")))
    _more("count_list", len(rows) - count, wording)


@st.fragment
def checks(shown: Publication, wording: Wording) -> None:
    """Draw the published checks, the trail of corrections and the right of reply."""
    rows = shown["published_checks"]
    st.html(part("checks", wording("public.checks")) + f'<p class="quiet">{wording("public.checks_say", count=len(rows))}</p>')
    if not rows.empty:
        asked = st.text_input(wording("public.search"), placeholder=wording("public.search_hint"), key="asked_checks")
        rows = _found(rows, asked)
        count = int(st.session_state.get("count_checks", SHOWN_FIRST))
        heads = [
            Head(title=wording(f"public.{name}"), is_day=name in DAYS) for name in ("company", "checked_on", "result", "kind", "agency")
        ]
        result = "result_en" if wording.language == "en" else "result_zh"
        body = (
            [
                safe(row["name"]),
                _day(row["checked_on"]),
                safe(row[result]),
                safe(wording.label("public.kind", row["kind"])),
                safe(row["agency"]),
            ]
            for _, row in rows.head(count).iterrows()
        )
        said = wording("public.found", count=len(rows), shown=min(count, len(rows)))
        st.html(f'<p class="quiet" role="status">{said}</p>' + table(heads, body, css="data cards", caption=wording("public.checks")))
        _more("count_checks", len(rows) - count, wording)
    st.html(_reply(shown, wording) + _trail(shown, wording))


def _reply(shown: Publication, wording: Wording) -> str:
    about = shown.about
    return (
        f'<div class="note" id="reply"><b>{wording("public.reply")}</b><br>{wording("public.reply_text")}<br>'
        f"{wording('public.reply_to', bureau=safe(about['bureau']), contact=safe(about['contact']))}</div>"
    )


def _trail(shown: Publication, wording: Wording) -> str:
    rows = shown["public_corrections"]
    title = f"<p><b>{wording('public.trail')}</b></p>"
    if rows.empty:
        return title + f'<p class="quiet">{wording("public.no_trail")}</p>'
    heads = [Head(title=wording(f"public.{name}"), is_day=name in DAYS) for name in ("company", "field", "was", "became", "corrected_on")]
    body = (
        [safe(row.name), safe(row.field), safe(row.old_text), safe(row.new_text), _day(row.corrected_on)]
        for row in rows.itertuples(index=False)
    )
    return title + table(heads, body, css="data cards", caption=wording("public.trail"))
