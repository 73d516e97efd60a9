"""The record month by month: what was done, what was found, and where nobody was counting."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.internal.month_grid import Row, grid, months_until
from dashboard.internal.reading import enterprise as reading
from dashboard.internal.reading import enterprise_months
from dashboard.internal.screen import Screen

MOST_MONTHS, LEAST_MONTHS = 36, 24
TONES = {"visit": "plain", "off_site": "plain"}
DAYS_SENT = frozenset({"alarm", "cems"})


def show_strip(enterprise_id: str, screen: Screen) -> None:
    """Show the strip and say what the absence of marks means."""
    build, wording = screen.build, screen.wording
    counts = enterprise_months.counts(build, enterprise_id)
    if counts is None:
        st.subheader(wording("enterprise.strip", months=LEAST_MONTHS))
        st.info(wording("enterprise.strip_unknown"))
        return
    until = reading.as_of_at(build)
    begun = enterprise_months.beginnings(build, enterprise_id)
    months = _months(until.year * 100 + until.month, begun)
    st.subheader(wording("enterprise.strip", months=len(months)))
    rows = [
        Row(
            name=wording(f"enterprise.row_{kind}"),
            numbers={month: events for (row, month), events in counts.items() if row == kind},
            tone=TONES.get(kind, "alert"),
            begins=begun.get(kind),
        )
        for kind in enterprise_months.KINDS
    ]
    versions = enterprise_months.versions(build, enterprise_id)
    st.html(grid([*rows, _listed(versions, months, screen)], months, no_record=wording("enterprise.no_record")))
    st.caption(wording("enterprise.strip_absence"))
    silent = [wording(f"enterprise.row_{kind}") for kind in enterprise_months.KINDS if kind not in begun]
    if silent:
        st.caption(wording("enterprise.strip_silent", kinds="、".join(silent)))


def _months(last: int, begun: Mapping[str, int]) -> list[int]:
    """As many months as there are records, within bounds."""
    months = months_until(last, MOST_MONTHS)
    known = [month for month in months if month >= min(begun.values(), default=last)]
    return months[-max(LEAST_MONTHS, len(known)) :]


def _listed(versions: pd.DataFrame, months: list[int], screen: Screen) -> Row:
    """The months on the positive list, as known at each month's end."""
    on: dict[int, int] = {}
    for version in versions[versions["is_on_positive_list"].eq(other=True)].itertuples(index=False):
        since = 0 if pd.isna(version.valid_from) else version.valid_from.year * 100 + version.valid_from.month
        until = 999_999 if pd.isna(version.valid_to) else version.valid_to.year * 100 + version.valid_to.month
        on |= {month: 1 for month in months if since <= month <= until}
    return Row(
        name=screen.wording("enterprise.row_listed"),
        numbers=on,
        tone="state",
        begins=0 if len(versions) else None,
        words=dict.fromkeys(on, screen.wording("enterprise.listed_mark")),
    )
