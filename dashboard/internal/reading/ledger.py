"""The ledger that pages and routes write into: opened once, and tried again after a while when it cannot be."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.access.person import Person
from dashboard.internal.screen import Screen
from dashboard.settings import Settings
from pipelines.errors import ConfigurationError
from supervision.errors import LedgerError
from supervision.ledger.actor import Actor
from supervision.ledger.engine import Ledger, open_ledger

# So long a page does not ask again for a ledger that did not answer.
RETRY_S = 15


def _close(ledger: Ledger) -> None:
    ledger.close()


@st.cache_resource(max_entries=2, show_spinner=False, on_release=_close)
def _opened(address: str, *, needs_second_person: bool) -> Ledger:
    return open_ledger(address, needs_second_person=needs_second_person)


@st.cache_resource(ttl=RETRY_S, max_entries=2, show_spinner=False)
def _tried(address: str, *, needs_second_person: bool) -> Ledger | LedgerError:
    try:
        return _opened(address, needs_second_person=needs_second_person)
    except LedgerError as fault:
        return fault


def open_for(settings: Settings) -> Ledger:
    """Give the city's ledger; LedgerError when it cannot be opened."""
    try:
        address = settings.ledger_url
    except ConfigurationError as fault:
        raise LedgerError("unreachable", address="serve.toml", reason=str(fault)) from fault
    found = _tried(address, needs_second_person=settings.needs_second_person)
    if isinstance(found, LedgerError):
        raise LedgerError(found.rule, **found.facts)
    return found


def ledger(screen: Screen) -> Ledger:
    """Give the ledger of the page's city; LedgerError when it cannot be opened."""
    return open_for(screen.settings)


def actor(person: Person, *, via: str = "page") -> Actor:
    """Name a person in the ledger."""
    return Actor(name=person.name, roles=person.roles, via=via)
