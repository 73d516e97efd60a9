"""Propose a correction of one or more cells: what stands there, what should stand there, and why."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.internal.decisions import actor, refusals
from dashboard.internal.screen import Screen
from pipelines.contract import contracts
from supervision.ledger import corrections
from supervision.ledger.engine import Ledger

DONE = "data-done"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell to correct, as the contract of its table writes it."""

    table: str
    key: str
    column: str
    old: str | None
    new: str | None


def title(table: str, column: str, screen: Screen) -> str:
    """Name a column as people do."""
    contract = contracts().get(table)
    known = {field.name: field.title for field in contract.fields} if contract is not None else {}
    return known.get(column, column) if screen.wording.language == "zh" and column in known else screen.wording.label("cell", column)


def table_title(table: str, screen: Screen) -> str:
    """Name a table as people do."""
    return screen.wording.label("table", table)


def word(text: str | None, screen: Screen) -> str:
    """Give what a cell holds as people read it."""
    return screen.wording("data.empty_cell") if not text else screen.wording.label("cell_word", text)


def note_done(key: str, **values: str) -> None:
    """Keep what was done, to be said when the page has been drawn anew."""
    st.session_state[DONE] = (key, values)


def say_done(screen: Screen) -> None:
    """Say once what was done before the page was drawn anew."""
    wording = screen.wording
    key, values = st.session_state.pop(DONE, ("", {}))
    if key:
        st.success(wording(key, **values))


def offer(ledger: Ledger | None, screen: Screen, cells: Sequence[Cell], *, subject: str, reason: str, key: str) -> None:
    """Show what would be corrected, with the reason filled in, and a button that proposes it."""
    wording = screen.wording
    with st.container(border=True, key=f"offer-{key}"):
        st.html(f'<div style="font-size:16px;font-weight:700">{html.escape(wording("data.offer", subject=subject))}</div>')
        for cell in cells:
            st.text(
                wording(
                    "data.offer_cell",
                    table=table_title(cell.table, screen),
                    row=cell.key,
                    column=title(cell.table, cell.column, screen),
                    old=word(cell.old, screen),
                    new=word(cell.new, screen),
                )
            )
        if ledger is None:
            return
        if not screen.person.may("propose_correction"):
            st.caption(wording("data.offer_not_yours"))
            return
        why = st.text_input(wording("data.reason"), value=reason, key=f"reason-{key}")
        if st.button(wording("data.propose"), type="primary", key=f"propose-{key}"):
            with refusals(screen):
                propose(ledger, screen, cells, reason=why)


def propose(ledger: Ledger, screen: Screen, cells: Sequence[Cell], *, reason: str) -> None:
    """Write the proposals down and draw the page anew; a refused one is said, those before it stand."""
    numbers = [
        corrections.propose(
            ledger,
            actor(screen),
            table=cell.table,
            key=cell.key,
            column=cell.column,
            old=cell.old,
            new=cell.new,
            reason=reason,
            build_id=screen.build.build_id,
            at=screen.local_now_at,
        )
        for cell in cells
    ]
    told = "、".join(f"LX{number:09d}" for number in numbers)
    note_done("data.proposed", numbers=told)
    st.rerun()
