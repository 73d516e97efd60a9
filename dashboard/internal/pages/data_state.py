"""数据体检: what is late, what stands still, what lies in the wrong place, what was rejected or merged, and how to put it right."""

from __future__ import annotations

import html
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.internal.data_parts import doubts, files, findings, identities, lateness, proposals, rejects, report, site_map, sites
from dashboard.internal.data_parts.proposing import say_done
from dashboard.internal.decisions import ledger_or_say
from dashboard.internal.reading import data_state
from dashboard.internal.screen import Screen
from dashboard.wording import Wording
from pipelines.city import City, offset
from supervision.ledger.engine import Ledger

SMALLEST_SHARE = 0.0001
PARTS = ("late", "readings", "sites", "identities", "rejects", "proposals", "files")


def show(screen: Screen) -> None:
    """Draw the whole page: the findings first, then the part that was chosen."""
    build, wording = screen.build, screen.wording
    about, late = data_state.about(build), data_state.late_stations(build)
    st.title(wording("data.title"))
    _headline(about, lines=data_state.lines(build), late=late, city=screen.city, wording=wording)
    ledger = ledger_or_say(screen)
    say_done(screen)
    findings.show(findings.found(screen), screen)
    _parts(screen, ledger)


def _parts(screen: Screen, ledger: Ledger | None) -> None:
    wording = screen.wording
    about, asked = screen.asked("about"), screen.asked("part")
    first = "proposals" if about else asked if asked in PARTS else PARTS[0]
    waiting = proposals.waiting(ledger)
    names = {part: wording(f"data.part.{part}") for part in PARTS}
    if waiting:
        names["proposals"] = wording("data.part_waiting", name=names["proposals"], count=waiting)
    part = st.segmented_control(
        wording("data.parts"),
        PARTS,
        default=first,
        format_func=names.__getitem__,
        key="data-part",
        label_visibility="collapsed",
        required=True,
    )
    shown = {
        "late": partial(lateness.show, screen),
        "readings": partial(doubts.show, screen),
        "sites": partial(sites.show, screen, ledger, the_map=partial(site_map.show, screen)),
        "identities": partial(identities.show, screen, ledger),
        "rejects": partial(rejects.show, screen),
        "proposals": partial(_proposals, screen, ledger, about=about),
        "files": partial(files.show, screen),
    }
    shown[part]()


def _proposals(screen: Screen, ledger: Ledger | None, *, about: str | None) -> None:
    if about:
        report.show(screen, ledger, about=about)
    proposals.show(screen, ledger)


def _minute(moment: datetime) -> str:
    return "—" if pd.isna(moment) else f"{moment:%Y-%m-%d %H:%M}"


def _share(part: int, whole: int, wording: Wording) -> str:
    if not whole:
        return "—"
    return wording("data.share_tiny") if 0 < part / whole < SMALLEST_SHARE else f"{part / whole:.2%}"


def _headline(about: pd.Series, *, lines: dict[str, int], late: pd.DataFrame | None, city: City, wording: Wording) -> None:
    read, rejected = sum(lines.values()), lines.get("rejected", 0)
    if late is None:
        lateness = wording("data.headline_late_unknown")
    else:
        lateness = wording("data.headline_late", count=len(late)) if len(late) else wording("data.headline_late_none")
    sentence = wording(
        "data.headline",
        as_of=_minute(about["as_of_at"]),
        read=f"{read:,}",
        rejected=f"{rejected:,}",
        share=_share(rejected, read, wording),
        late=lateness,
    )
    source = wording(
        "data.about",
        city=about["city"],
        build_id=about["build_id"],
        finished=_minute(about["finished_at"] + offset(city.utc_offset)),
        version=about["version"],
    )
    st.html(
        f'<div style="font-size:20px;font-weight:600">{html.escape(sentence)}</div>'
        f'<div style="font-size:14px;opacity:.85;overflow-wrap:anywhere">{html.escape(source)}</div>'
    )
