"""The proposals: what somebody wants corrected, who decided, and whether the build already contains it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.internal.data_parts.proposing import note_done, table_title, title, word
from dashboard.internal.decisions import actor, refusals
from dashboard.internal.listing import show_table
from dashboard.internal.reading import corrections as reading
from dashboard.internal.screen import Screen
from pipelines.contract import contracts
from supervision.ledger import corrections
from supervision.ledger.corrections import Correction
from supervision.ledger.engine import Ledger

STATES = ("proposed", "accepted", "refused")


def waiting(ledger: Ledger | None) -> int:
    """Count the proposals nobody has decided yet."""
    return 0 if ledger is None else len(corrections.listed(ledger, state="proposed"))


def show(screen: Screen, ledger: Ledger | None) -> None:
    """List the proposals, the newest first; one that is picked can be decided by whoever may."""
    wording = screen.wording
    st.subheader(wording("data.proposals_title"))
    st.caption(wording("data.proposals_note"))
    if ledger is None:
        return
    _list(screen, ledger)


@st.fragment
def _list(screen: Screen, ledger: Ledger) -> None:
    wording = screen.wording
    state = st.segmented_control(
        wording("column.status"), STATES, format_func=lambda code: wording.label("correction_state", code), key="data-state"
    )
    found = corrections.listed(ledger, state=state)
    if not found:
        st.caption(wording("data.proposals_none"))
        return
    if not screen.person.may("names"):
        st.caption(wording("data.names_not_yours"))
        return
    picked = show_table(_rows(found, screen), wording=wording, key=f"data-proposals-{state or 'all'}", rows_shown=10)
    if picked is not None:
        _decide(found[picked], screen, ledger)


def effect(one: Correction, contained: frozenset[str] | None, screen: Screen) -> str:
    """Say whether a correction is in the build that is shown."""
    if one.state != "accepted":
        return "—"
    if one.superseded_by is not None:
        return screen.wording("data.superseded", number=f"LX{one.superseded_by:09d}")
    if contained is None:
        return screen.wording("data.effect_unknown")
    return screen.wording("data.effective" if f"LX{one.correction_id:09d}" in contained else "data.pending")


def _rows(found: Sequence[Correction], screen: Screen) -> pd.DataFrame:
    wording, contained = screen.wording, reading.contained(screen.build)
    return pd.DataFrame(
        {
            "number": f"LX{one.correction_id:09d}",
            "correction_state": wording.label("correction_state", one.state),
            "effect_in_build": effect(one, contained, screen),
            "cell": f"{table_title(one.table_name, screen)} {one.row_key}",
            "column_name": title(one.table_name, one.column_name, screen),
            "change": _change(one, screen),
            "reason": one.reason,
            "proposed": f"{one.proposed_by} {one.proposed_at:%m-%d %H:%M}",
            "decided": "" if one.decided_at is None else f"{one.decided_by} {one.decided_at:%m-%d %H:%M}",
            "decision_note": _note(one, screen),
        }
        for one in found
    )


def _change(one: Correction, screen: Screen) -> str:
    is_private = one.table_name in contracts() and any(
        f.name == one.column_name and f.is_private for f in contracts()[one.table_name].fields
    )
    if is_private and not screen.person.may("private"):
        return screen.wording("data.private_change")
    return f"{word(one.old_text, screen)} → {word(one.new_text, screen)}"


def _note(one: Correction, screen: Screen) -> str:
    note = one.decision_note or ""
    return f"{note}（{screen.wording('ledger.alone')}）" if one.is_alone else note


def _decide(one: Correction, screen: Screen, ledger: Ledger) -> None:
    wording = screen.wording
    if one.state != "proposed":
        st.caption(wording("data.decided_already"))
        return
    if not screen.person.may("decide_correction"):
        st.caption(wording("data.decide_not_yours"))
        return
    is_own = one.proposed_by == screen.person.name
    if is_own and ledger.needs_second_person:
        st.info(wording("data.own_proposal"))
        return
    if is_own:
        st.caption(wording("data.alone_proposal"))
    note = st.text_input(wording("data.decision_note"), key=f"note-{one.correction_id}")
    with st.container(horizontal=True):
        is_accepted = st.button(wording("data.accept"), type="primary", key=f"accept-{one.correction_id}")
        is_refused = st.button(wording("data.refuse"), key=f"refuse-{one.correction_id}")
    if is_accepted or is_refused:
        with refusals(screen):
            corrections.decide(
                ledger,
                actor(screen),
                one.correction_id,
                is_accepted=is_accepted,
                note=note,
                version=one.version,
                at=screen.local_now_at,
            )
            note_done("data.accepted" if is_accepted else "data.refused", number=f"LX{one.correction_id:09d}")
            st.rerun()
