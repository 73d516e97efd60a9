"""审计: who changed what and when, whether the chain of the audit is whole, and what left the house as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.internal.audit_parts import reading as words
from dashboard.internal.decisions import actor, ledger_or_say, refusals
from dashboard.internal.listing import show_table
from dashboard.internal.screen import Screen
from dashboard.paper.workbook import MEDIA_TYPE, workbook
from supervision.ledger import audit, exports
from supervision.ledger.audit import Line
from supervision.ledger.engine import Ledger
from supervision.ledger.export import anchor

LINES_SHOWN = 500
LINES_TAKEN = 100_000
# So many lines are checked in about a second; a longer chain is checked when somebody asks.
CHECKED_AT_ONCE = 20_000


def show(screen: Screen) -> None:
    """Draw the whole page."""
    wording = screen.wording
    st.title(wording("page.audit"))
    st.text(wording("audit.lead"))
    ledger = ledger_or_say(screen)
    if ledger is None:
        return
    with refusals(screen):
        _verdict(screen, ledger)
        _lines(screen, ledger)
        _exports(screen, ledger)


def _verdict(screen: Screen, ledger: Ledger) -> None:
    wording = screen.wording
    count = audit.length(ledger)
    if count == 0:
        st.info(wording("audit.empty"))
        return
    if count > CHECKED_AT_ONCE and not st.button(wording("audit.check", count=f"{count:,}"), key="audit-check"):
        return
    noted = anchor(screen.city.work_dir / "ledger")
    found = audit.verify(ledger, anchor=noted)
    if not found.is_whole:
        st.error(wording("audit.broken", seq=found.broken_seq, fault=wording(f"audit_fault.{found.fault}"), lines=f"{found.lines:,}"))
        return
    drifted = audit.drifted(ledger)
    if drifted:
        names = "、".join(words.subject(name, screen) for name in drifted[:10])
        st.error(wording("audit.drifted", count=len(drifted), names=names))
        return
    said = wording("audit.anchored", seq=f"{noted[0]:,}") if noted is not None else wording("audit.not_anchored")
    st.success(wording("audit.whole", lines=f"{found.lines:,}", head=found.head[:12], anchor=said))


@st.fragment
def _lines(screen: Screen, ledger: Ledger) -> None:
    wording = screen.wording
    people, actions = audit.named(ledger)
    st.subheader(wording("audit.lines"))
    left, middle, right, _ = st.columns([2, 2, 2, 4], vertical_alignment="bottom")
    who = left.selectbox(wording("column.who"), people, index=None, placeholder=wording("audit.everybody"), key="audit-who")
    act = middle.selectbox(
        wording("column.act"),
        actions,
        index=None,
        placeholder=wording("audit.everything"),
        format_func=lambda name: words.action(name, screen),
        key="audit-act",
    )
    on: date | None = right.date_input(wording("audit.on"), value=None, format="YYYY-MM-DD", key="audit-on")
    found = audit.listed(ledger, who=who, action=act, on=on, limit=LINES_SHOWN)
    if not found:
        st.caption(wording("audit.none"))
        return
    if len(found) == LINES_SHOWN:
        st.caption(wording("audit.newest", count=LINES_SHOWN))
    show_table(words.table(found, screen), wording=wording, rows_shown=14)
    if screen.person.may("export"):
        st.download_button(
            wording("app.excel"),
            data=lambda: taken(screen, ledger, who=who, action=act, on=on),
            file_name=f"{wording('listing.audit')}.xlsx",
            mime=MEDIA_TYPE,
            key="audit-excel",
        )


def taken(screen: Screen, ledger: Ledger, *, who: str | None, action: str | None, on: date | None) -> bytes:
    """Give the lines as a file and note it first; what cannot be noted does not leave the house."""
    wording = screen.wording
    found: Sequence[Line] = audit.listed(ledger, who=who, action=action, on=on, limit=LINES_TAKEN)
    given = {"who": who, "action": action, "on": None if on is None else on.isoformat()}
    exports.record(
        ledger,
        actor(screen),
        what="audit",
        row_count=len(found),
        build_id=None,
        at=screen.local_now_at,
        parameters={name: value for name, value in given.items() if value is not None},
    )
    rows = words.table(found, screen)
    headings = {column: wording(f"column.{column}") for column in rows.columns}
    about = {wording("file.user"): screen.person.name, wording("file.taken"): f"{screen.local_now_at:%Y-%m-%d %H:%M}"}
    if screen.city.is_demo:
        about[wording("file.mark")] = wording("file.demo")
    return workbook(rows, title=wording("listing.audit"), headings=headings, about=about)


def _exports(screen: Screen, ledger: Ledger) -> None:
    wording = screen.wording
    st.subheader(wording("audit.exports"))
    rows: pd.DataFrame = words.exported(exports.listed(ledger), screen)
    if rows.empty:
        st.caption(wording("audit.no_exports"))
        return
    show_table(rows, wording=wording)
