"""会商意见: what a named person expects of the coming days."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from dashboard.internal.decisions import actor, refusals
from dashboard.internal.screen import Screen
from supervision.ledger import opinions
from supervision.ledger.engine import Ledger
from supervision.ledger.opinions import Opinion

DAYS_AHEAD = 6


def listed(ledger: Ledger | None, screen: Screen, *, on: date) -> list[Opinion]:
    """List the opinions for the coming days, the nearest first."""
    if ledger is None:
        return []
    with refusals(screen):
        return opinions.listed(ledger, from_on=on, to_on=on + timedelta(days=DAYS_AHEAD))
    return []


def lines(given: list[Opinion], screen: Screen) -> list[str]:
    """Say each opinion with the day it is for, who holds it and when it was typed."""
    wording = screen.wording
    return [
        wording(
            "today.opinion",
            day=wording("today.day", month=one.for_on.month, day=one.for_on.day),
            name=one.said_by,
            at=f"{one.typed_at:%m-%d %H:%M}",
            text=one.text,
        )
        for one in given
    ]


def show_button(ledger: Ledger | None, screen: Screen, *, on: date, given: list[Opinion]) -> None:
    """Offer to type an opinion to whoever may."""
    if ledger is None or not screen.person.may("type_opinion"):
        return
    if st.button(screen.wording("today.opinion_give"), key="give-opinion"):
        st.dialog(screen.wording("today.opinion_give"))(_give)(ledger, screen, on, given)


def _give(ledger: Ledger, screen: Screen, on: date, given: list[Opinion]) -> None:
    wording = screen.wording
    for_on = st.date_input(
        wording("today.opinion_day"),
        value=on,
        min_value=on,
        max_value=on + timedelta(days=DAYS_AHEAD),
        format="YYYY-MM-DD",
        key="opinion-day",
    )
    before = next((one for one in given if one.for_on == for_on), None)
    said_by = st.text_input(wording("today.opinion_name"), value="" if before is None else before.said_by, key=f"opinion-name-{for_on}")
    text = st.text_area(
        wording("today.opinion_text"), value="" if before is None else before.text, max_chars=opinions.LIMIT, key=f"opinion-text-{for_on}"
    )
    if st.button(wording("today.edit_save"), type="primary", key="save-opinion"):
        with refusals(screen):
            opinions.give(
                ledger,
                actor(screen),
                for_on=for_on,
                text=text,
                said_by=said_by,
                at=screen.local_now_at,
                build_id=screen.build.build_id,
                replaces=None if before is None else before.opinion_id,
            )
            st.rerun()
