"""The area a planner draws on the map: what lies in it, and the way to be rid of it."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.internal.reading import areas
from dashboard.internal.reading.areas import AreaError
from dashboard.internal.screen import Screen

KEY, FAULT = "candidates-area", "candidates-area-fault"


@dataclass(frozen=True, kw_only=True)
class Area:
    """The area of one map.

    Attributes
    ----------
    ring
        Corners as longitude and latitude; none while nothing is drawn.
    take
        Is told the corners of a new area as a text, an empty one when it is cleared.
    """

    ring: tuple[tuple[float, float], ...]
    take: Callable[[str], None]


def _take(text: str) -> None:
    st.session_state.pop(FAULT, None)
    if not text:
        st.session_state.pop(KEY, None)
        return
    try:
        st.session_state[KEY] = areas.checked(text)
    except AreaError as fault:
        st.session_state[FAULT] = fault.fault


def area_tools(text: str | None) -> Area:
    """Give the map the area that stands, and the way to another."""
    return Area(ring=tuple(areas.ring(text)) if text else (), take=_take)


def show_area(screen: Screen) -> str | None:
    """Say how many sources of which type lie in the area; give its corners, None while nothing is drawn."""
    wording = screen.wording
    fault, text = st.session_state.get(FAULT), st.session_state.get(KEY)
    if fault is not None:
        st.warning(wording(f"candidates.area_{fault}", most=areas.MOST_CORNERS))
    if text is None:
        return None
    found = areas.inside(screen.build, text)
    kinds = "，".join(f"{wording.label('source_type', row.source_type)} {row.sources:,}" for row in found.itertuples())
    count = int(found["sources"].sum())
    sentence = wording("candidates.area", size=f"{areas.size_km2(text):.2f}", sources=f"{count:,}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div data-area="{count}"><b>{html.escape(sentence)}</b>　{html.escape(kinds)}</div>', width="content")
        st.button(wording("candidates.area_clear"), key="candidates-area-clear", on_click=_take, args=("",))
    return str(text)
