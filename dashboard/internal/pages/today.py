"""今日研判: what the air is, whether it is better or worse, where the problem is, what to do; one dark screen for the meeting room."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.decisions import ledger_or_say
from dashboard.internal.figures import show_figures
from dashboard.internal.reading import today
from dashboard.internal.screen import Screen
from dashboard.internal.today_parts import air, opinion, standing, style, trend, work
from dashboard.internal.today_parts.conclusion import show_conclusion
from dashboard.internal.today_parts.field import show_map
from supervision.ledger.engine import Ledger

# what is left of 1080 lines under the headline and the figures
MAP_HEIGHT_PX = 692
LINES_HEIGHT_PX = 240


def show(screen: Screen) -> None:
    """Draw the whole screen."""
    st.html(style.css())
    level = screen.city.mean_level
    read = today.morning(screen.build, mean_level=level)
    ledger = ledger_or_say(screen)
    show_conclusion(read, screen, ledger)
    figures = [
        *air.figures(read, level=level, wording=screen.wording),
        standing.rank(read, wording=screen.wording),
        standing.worst(read, level=level, wording=screen.wording),
        standing.alert(read, wording=screen.wording),
    ]
    show_figures(figures, screen)
    left, right = st.columns([64, 36], gap="small")
    with left:
        show_map(read, screen, height_px=MAP_HEIGHT_PX)
    with right:
        _aside(read, screen, ledger)


def _aside(read: today.Morning, screen: Screen, ledger: Ledger | None) -> None:
    on = read.at.date()
    given = opinion.listed(ledger, screen, on=on)
    with st.container(key="forecast-panel"):
        trend.show_forecast(read, screen, opinions=opinion.lines(given, screen))
        opinion.show_button(ledger, screen, on=on, given=given)
    towns, lines = st.columns([5, 6], gap="small")
    with towns, st.container(key="towns-panel"):
        trend.show_towns(screen)
    with lines:
        with st.container(key="lines-panel"):
            trend.show_lines(read, screen, height_px=LINES_HEIGHT_PX)
        with st.container(key="orders-panel"):
            work.show_orders(screen, ledger, on=on)
    with st.container(key="work-panel"):
        work.show_proposals(screen)
