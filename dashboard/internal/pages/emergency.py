"""应急管控清单: what the alert in force asks of which line, where, who answers for it, and who is on duty tonight."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.figures import Figure, show_figures
from dashboard.internal.listing import show_table
from dashboard.internal.reading import emergency
from dashboard.internal.reading.facts import Origin
from dashboard.internal.screen import Screen

ORDER = ("yellow", "orange", "red")


def show(screen: Screen) -> None:
    """Draw the whole page."""
    wording, build = screen.wording, screen.build
    st.title(wording("page.emergency"))
    alerts = emergency.in_force(build)
    known = [level for level in ORDER if level in emergency.levels(build)]
    _alert(alerts, screen)
    if not known:
        st.info(wording("emergency.no_plan"))
    else:
        _plan(screen, known, str(alerts["level"].iloc[0]) if len(alerts) else None)
    _duty(screen)


def _alert(alerts: pd.DataFrame, screen: Screen) -> None:
    wording = screen.wording
    if alerts.empty:
        st.info(wording("emergency.none_in_force"))
        return
    for row in alerts.itertuples():
        until = wording("emergency.no_end") if pd.isna(row.ends_at) else f"{row.ends_at:%Y-%m-%d %H:%M}"
        level = wording.label("alert", row.level)
        said = wording("emergency.in_force", level=level, since=f"{row.starts_at:%Y-%m-%d %H:%M}", until=until, document=row.document)
        st.html(f'<div class="alert" role="alert">{html.escape(said)}</div>')


@st.fragment
def _plan(screen: Screen, known: list[str], current: str | None) -> None:
    wording, build = screen.wording, screen.build
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    level = left.segmented_control(
        wording("emergency.level"),
        known,
        default=current if current in known else known[0],
        required=True,
        format_func=lambda code: wording.label("alert", code),
    )
    by_township = emergency.PLAN_TOWNSHIPS.rows(build, level=str(level))
    if level != current:
        st.text(wording("emergency.rehearsal", level=wording.label("alert", level)))
    _figures(by_township, str(level), screen)
    cut = emergency.reductions(build, level=str(level))
    if len(cut):
        shares = "，".join(f"{wording.label('pollutant', row.pollutant)} {row.share_pct:g}%" for row in cut.itertuples())
        st.text(
            wording(
                "emergency.reductions", shares=shares, clause=cut["clause"].iloc[0], status=wording.label("status", cut["status"].iloc[0])
            )
        )
    if not screen.person.may("names"):
        st.text(wording("emergency.no_names"))
        show_table(by_township, wording=wording)
        show_download(emergency.PLAN_TOWNSHIPS, screen, level=str(level))
        return
    places = [None, *by_township["township"].dropna()]
    township = right.selectbox(wording("emergency.township"), places, format_func=lambda name: name or wording("emergency.all"))
    rows = emergency.PLAN_LINES.rows(build, level=str(level), township=township)
    show_table(rows, wording=wording, rows_shown=16)
    show_download(emergency.PLAN_LINES, screen, level=str(level), township=township)


def _figures(by_township: pd.DataFrame, level: str, screen: Screen) -> None:
    wording = screen.wording
    origin = Origin(mart="stg_emergency_plan", filter=f'[["level", "=", "text", "{level}"]]')
    units = {"enterprises": "unit.enterprises", "lines": "unit.lines", "lines_stopped": "unit.lines", "lines_reduced": "unit.lines"}
    show_figures(
        [
            Figure(
                key=f"emergency-{column}",
                label=wording(f"emergency.{column}"),
                value=f"{int(by_township[column].sum()):,}",
                unit=wording(unit),
                origin=origin,
            )
            for column, unit in units.items()
        ],
        screen,
    )


def _duty(screen: Screen) -> None:
    wording = screen.wording
    st.subheader(wording("emergency.duty"))
    rows = emergency.ROSTER.rows(screen.build)
    if rows.empty:
        st.text(wording("emergency.no_duty"))
        return
    show_table(rows, wording=wording)
    show_download(emergency.ROSTER, screen)
