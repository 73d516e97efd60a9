"""The conclusion at the head of the screen: one sentence, the time and source of its data, and whether somebody has reviewed it."""

from __future__ import annotations

import html
from datetime import datetime

import streamlit as st

from dashboard.internal.decisions import actor, refusals
from dashboard.internal.headline import compose
from dashboard.internal.papers import show_papers
from dashboard.internal.presenter import show_keys
from dashboard.internal.reading import today
from dashboard.internal.reading.today import Morning
from dashboard.internal.screen import Screen
from dashboard.internal.today_parts.field import show_stations
from dashboard.wording import Wording
from supervision.ledger import headlines
from supervision.ledger.engine import Ledger
from supervision.ledger.headlines import DATA_STATES, Headline


def _lateness(read: Morning, wording: Wording) -> str:
    fact = read.fact("late_stations")
    if fact is None:
        return wording("today.late_unknown")
    late = int(fact["value"])
    return wording("today.late", count=late) if late else wording("today.late_none")


def _minute(moment: datetime) -> str:
    return f"{moment:%m-%d %H:%M}"


def states(kept: Headline | None, wording: Wording) -> tuple[str, str]:
    """Say whether the data and whether the sentence have been reviewed."""
    if kept is None:
        return wording("data_state.live"), wording("today.state_rules")
    data = wording.label("data_state", kept.data_state)
    if kept.reviewed_by is None or kept.reviewed_at is None:
        return data, wording("today.state_edited", name=kept.edited_by, at=_minute(kept.edited_at))
    alone = wording("ledger.alone") if kept.is_alone else ""
    return data, wording("today.state_reviewed", name=kept.reviewed_by, at=_minute(kept.reviewed_at)) + alone


def current(ledger: Ledger | None, screen: Screen) -> Headline | None:
    """Give the edition in force of this build's conclusion, None while it is as the rules wrote it."""
    if ledger is None:
        return None
    with refusals(screen):
        return headlines.current(ledger, build_id=screen.build.build_id)
    return None


def show_conclusion(read: Morning, screen: Screen, ledger: Ledger | None) -> None:
    """Show the sentence, the line under it, and what the person may do with it."""
    wording, kept = screen.wording, current(ledger, screen)
    original = compose(today.situation(read, mean_level=screen.city.mean_level, language=wording.language), wording)
    sentence = original if kept is None else kept.edited
    st.html(f'<h1 class="conclusion" lang="{wording.language}" data-conclusion>{html.escape(sentence)}</h1>')
    about = wording("today.about", as_of=f"{read.at:%Y-%m-%d %H:%M}", source=wording("today.source", late=_lateness(read, wording)))
    marks = "　".join(f"<b>{html.escape(state)}</b>" for state in states(kept, wording))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="about"):
        st.html(f'<div class="about" data-about>{html.escape(about)}{marks}</div>')
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small", key="about-do"):
            if ledger is not None:
                _buttons(ledger, screen, original=original, kept=kept)
            if read.fact("alert") is not None:
                screen.link("emergency", wording("page.emergency"))
            show_papers(screen)
            show_stations(read, screen)
            show_keys(screen)


def _buttons(ledger: Ledger, screen: Screen, *, original: str, kept: Headline | None) -> None:
    wording = screen.wording
    if screen.person.may("edit_headline") and st.button(wording("today.edit"), key="edit-headline"):
        st.dialog(wording("today.edit"), width="large")(_edit)(ledger, screen, original, kept)
    if (
        kept is not None
        and kept.reviewed_by is None
        and screen.person.may("sign")
        and st.button(wording("today.review"), key="review-headline")
    ):
        with refusals(screen):
            headlines.review(ledger, actor(screen), kept.headline_id, version=kept.version, at=screen.local_now_at)
            st.rerun()


def _edit(ledger: Ledger, screen: Screen, original: str, kept: Headline | None) -> None:
    wording = screen.wording
    st.caption(wording("today.edit_original"))
    st.text(original)
    shown = original if kept is None else kept.edited
    text = st.text_area(wording("today.edit_text"), value=shown, max_chars=headlines.LIMIT, height=130, key="headline-text")
    state = st.segmented_control(
        wording("today.edit_state"),
        DATA_STATES,
        default=DATA_STATES[0] if kept is None else kept.data_state,
        format_func=lambda code: wording.label("data_state", code),
        required=True,
        key="headline-state",
    )
    st.caption(wording("today.history"))
    if st.button(wording("today.edit_save"), type="primary", key="save-headline"):
        with refusals(screen):
            headlines.edit(
                ledger,
                actor(screen),
                build_id=screen.build.build_id,
                original=original,
                edited=text,
                data_state=state or DATA_STATES[0],
                at=screen.local_now_at,
                replaces=None if kept is None else kept.headline_id,
            )
            st.rerun()
