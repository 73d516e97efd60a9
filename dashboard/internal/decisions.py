"""Let a page read and write the ledger, and say in one sentence when it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.internal.reading import ledger as reading
from dashboard.internal.screen import Screen
from supervision.errors import LedgerError
from supervision.ledger.actor import Actor
from supervision.ledger.engine import Ledger

# what begins a picture, a link, markup or a formula in Streamlit's markdown
MARKS = re.compile(r"([\\`*_\[\]<>$#!|~&])")


def literal(text: str) -> str:
    """Give a text as markdown that reads letter by letter: a refusal may repeat what somebody typed."""
    return MARKS.sub(r"\\\1", text)


def ledger_or_say(screen: Screen) -> Ledger | None:
    """Give the ledger; where it cannot be opened say so and give None: the rest of the page is shown all the same."""
    try:
        return reading.ledger(screen)
    except LedgerError as fault:
        st.warning(screen.wording("ledger.closed", why=literal(fault.told(screen.wording.language))))
        return None


def actor(screen: Screen) -> Actor:
    """Name the person in front of the screen in the ledger."""
    return reading.actor(screen.person)


@contextmanager
def refusals(screen: Screen) -> Iterator[None]:
    """Show why a command was refused, in the reader's language; the page goes on."""
    try:
        yield
    except LedgerError as fault:
        st.error(screen.wording("ledger.refused", why=literal(fault.told(screen.wording.language))))
