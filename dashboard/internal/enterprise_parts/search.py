"""The search box: a name, a code, or what a scanner read."""

from __future__ import annotations

import streamlit as st

from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import enterprise as reading
from dashboard.internal.scanned import asked_for
from dashboard.internal.screen import Screen
from pipelines import names

BOX = "enterprise-search"
SHOWN = ["name", "known_as", "source_type", "district", "township", "uscc", "enterprise_id"]


def _ask() -> None:
    """Put what was typed into the address, so that it can be kept and passed on."""
    text = st.session_state[BOX].strip()
    st.query_params.pop("id", None)
    if text:
        st.query_params["q"] = text[:500]
    else:
        st.query_params.pop("q", None)


def show_box(screen: Screen) -> str:
    """Show the box; gives what is looked for, a code or a name."""
    wording, given = screen.wording, screen.asked("id") or screen.asked("q") or ""
    text = st.text_input(
        wording("enterprise.search"),
        value="" if screen.asked("id") else given,
        key=BOX,
        on_change=_ask,
        placeholder=wording("enterprise.search_example"),
        max_chars=500,
    )
    return asked_for(given or text)


def meant(said: str, screen: Screen) -> str | None:
    """Give the one enterprise that a text means, None when it means nobody or several."""
    found = reading.by_code(screen.build, said)
    if len(found) == 1:
        return found[0]
    if not said or found or screen.asked("id"):
        return None
    rows = reading.by_name(screen.build, said)
    exact = rows[
        [
            names.plain(said) in {names.plain(str(name)), names.plain(str(other))}
            for name, other in zip(rows["name"], rows["known_as"], strict=True)
        ]
    ]
    only = exact if len(exact) else rows
    return str(only["enterprise_id"].iloc[0]) if len(only) == 1 else None


def show_found(said: str, screen: Screen) -> None:
    """Show who has a name like this; a row opens the file."""
    wording = screen.wording
    if not said or screen.asked("id"):
        st.info(wording("enterprise.unknown" if said else "enterprise.search_help"))
        return
    rows = reading.by_name(screen.build, said)
    if rows.empty:
        st.info(wording("enterprise.nobody"))
        return
    st.caption(wording("enterprise.many" if len(rows) == reading.FOUND_SHOWN else "enterprise.several", count=len(rows)))
    named = labelled(rows[SHOWN], {"source_type": "source_type"}, wording)
    picked = show_table(named, wording=wording, key=f"found-{said}")
    if picked is not None:
        screen.go("enterprise", id=str(rows["enterprise_id"].iloc[picked]))
