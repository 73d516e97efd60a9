"""The figures of what is looked at, and its counts by month and category."""

from __future__ import annotations

import html
import json

import pandas as pd
import streamlit as st

from dashboard.internal.figures import Figure, show_figures
from dashboard.internal.month_grid import Row, bars, months_until
from dashboard.internal.reading import complaints as reading
from dashboard.internal.reading.complaints import Given
from dashboard.internal.reading.facts import Origin
from dashboard.internal.screen import Screen

MONTHS = 25
CATEGORIES_SHOWN = 6
# what a figure counts beyond the filters: (column, operator, type, value)
FIGURES: dict[str, tuple[str, str, list[tuple[str, str, str, object]]]] = {
    "reports": ("complaint_count", "items", []),
    "still_open": ("complaint_count", "items", [("status", "<>", "text", "已办结")]),
    "repeats": ("repeat_complaint_count", "items", [("is_repeat", "=", "boolean", "true")]),
    "groups": ("repeat_complaint_count", "groups", [("repeat_group_id", ">", "text", "")]),
    "spots": ("hot_spot_count", "spots", [("hot_spot_id", ">", "text", "")]),
    "verified": ("complaint_count", "items", [("is_verified", "=", "boolean", "true")]),
    "placeless": ("complaint_count", "items", [("place_quality", "=", "text", "missing")]),
}


def show_headline(counts: pd.Series, given: Given, screen: Screen) -> None:
    """Say the conclusion in one sentence."""
    sentence = screen.wording(
        "complaints.headline",
        since=str(given["since"])[:10],
        until=str(given["until"])[:16],
        **{name: f"{int(counts[name]):,}" for name in ("reports", "still_open", "repeats", "groups", "spots")},
    )
    st.html(f'<div style="font-size:20px;font-weight:600">{html.escape(sentence)}</div>')


def show_numbers(counts: pd.Series, given: Given, screen: Screen) -> None:
    """Show the figures; each opens on its rows."""
    wording = screen.wording
    base: list[tuple[str, str, str, object]] = [
        ("received_at", ">", "datetime", given["since"]),
        ("received_at", "<=", "datetime", given["until"]),
        *((name, "=", "text", given[name]) for name in ("category", "channel", "status", "district") if given[name] is not None),
    ]
    share = f"{counts['verified'] / counts['judged']:.1%}" if counts["judged"] else "—"
    about = {"share": share, "judged": f"{int(counts['judged']):,}"}
    show_figures(
        [
            Figure(
                key=name,
                label=wording(f"complaints.figure_{name}"),
                value=f"{int(counts[name]):,}",
                unit=wording(f"unit.{unit}"),
                note=wording(f"complaints.note_{name}", **about),
                indicator=indicator,
                origin=Origin(mart="complaints", filter=json.dumps([*base, *more], ensure_ascii=False)),
            )
            for name, (indicator, unit, more) in FIGURES.items()
        ],
        screen,
    )


def show_months(given: Given, until: pd.Timestamp, screen: Screen) -> None:
    """Show bars by month, one row a category, all to one scale."""
    wording = screen.wording
    st.subheader(wording("complaints.months"))
    found = reading.months(screen.build, given)
    if found.empty:
        st.caption(wording("complaints.none"))
        return
    begins = int(found["month_id"].min())
    months = [month for month in months_until(until.year * 100 + until.month, MONTHS) if month >= begins]
    order = found.groupby("category")["reports"].sum().sort_values(ascending=False)
    kept = list(order.index[:CATEGORIES_SHOWN])
    rows = [(str(category), found[found["category"] == category]) for category in kept]
    if len(order) > len(kept):
        rows.append((wording("complaints.other_categories"), found[~found["category"].isin(kept)]))
    shown = [
        Row(name=name, numbers={int(m): int(n) for m, n in own.groupby("month_id")["reports"].sum().items()}, begins=begins)
        for name, own in rows
    ]
    st.html(bars(shown, months or [until.year * 100 + until.month], no_record=wording("enterprise.no_record")))
    st.caption(wording("complaints.months_note"))
