"""One complaint: what it says, the wind of its hour, and the enterprises it may concern."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.complaint_parts.lists import heading
from dashboard.internal.directions import direction
from dashboard.internal.enterprise_parts.words import day, is_known, yes_no
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import complaints as reading
from dashboard.internal.redaction import redacted
from dashboard.internal.screen import Screen

STYLE = """<style>
.report { border: 1px solid color-mix(in srgb, currentColor 22%, transparent); border-radius: 8px; padding: 10px 14px; font-size: 16px;
  line-height: 1.65; overflow-wrap: anywhere; white-space: pre-wrap; }
.report-line { font-size: 15px; line-height: 1.6; overflow-wrap: anywhere; }
</style>"""


def report(complaint_id: str, screen: Screen) -> str:
    """What it says as HTML, numbers of persons hidden; a sentence for who may not read it."""
    said = reading.text(screen.build, complaint_id, screen.person)
    if said is None:
        return f'{STYLE}<div class="report">{html.escape(screen.wording("complaints.no_text_right"))}</div>'
    content = redacted(str(said["content"])) if is_known(said["content"]) else screen.wording("complaints.no_text")
    lines = [
        (screen.wording(f"complaints.{name}"), redacted(str(said[name])) if is_known(said[name]) else "—")
        for name in ("object_name", "address")
    ]
    more = "　".join(f"{name}：{text}" for name, text in lines)
    return f'{STYLE}<div class="report">{html.escape(content)}</div><div class="report-line">{html.escape(more)}</div>'


def show_one(row: pd.Series, screen: Screen) -> None:
    """Show the complaint and its candidates."""
    wording = screen.wording
    parts = [
        row["category"],
        wording.label("channel", row["channel"]) if is_known(row["channel"]) else None,
        row["status"],
        f"{row['received_at']:%Y-%m-%d %H:%M}",
        wording("complaints.closed", on=day(row["closed_on"])) if is_known(row["closed_on"]) else None,
        wording("complaints.verified", said=yes_no(row["is_verified"], wording)),
        row["township"],
    ]
    line = "　".join(str(part) for part in parts if is_known(part))
    title = f"{row['complaint_id']}"
    st.html(
        f'{STYLE}<h3 style="margin:0" data-complaint="{html.escape(title)}">{html.escape(title)}</h3>'
        f'<div class="report-line">{html.escape(line)}</div>{report(str(row["complaint_id"]), screen)}'
        f'<div class="report-line">{html.escape(_wind(row, screen))}</div>'
    )
    _candidates(row, screen)


def _wind(row: pd.Series, screen: Screen) -> str:
    wording, wind = screen.wording, reading.wind(screen.build, str(row["complaint_id"]))
    if wind is None or not is_known(wind["wind_ms"]):
        return wording("complaints.wind_unknown")
    if bool(wind["is_calm"]):
        return wording("complaints.wind_calm", speed=f"{wind['wind_ms']:.1f}", km=f"{wind['distance_m'] / 1000:.1f}")
    return wording(
        "complaints.wind",
        direction=direction(wind["wind_from_deg"], wording),
        speed=f"{wind['wind_ms']:.1f}",
        km=f"{wind['distance_m'] / 1000:.1f}",
    )


def _candidates(row: pd.Series, screen: Screen) -> None:
    wording, complaint_id = screen.wording, str(row["complaint_id"])
    heading(reading.CANDIDATES_LIST, screen, id=complaint_id)
    rows = reading.candidates(screen.build, complaint_id)
    if rows is None:
        st.caption(wording("complaint_candidates.unknown"))
        return
    if rows.empty:
        st.caption(wording("complaint_candidates.none" if is_known(row["lon"]) else "complaint_candidates.no_place"))
        return
    st.caption(wording("complaint_candidates.note"))
    shown = labelled(rows, {"source_type": "source_type", "wind_match": "wind_match", "is_named": "yes_no"}, wording)
    shown["bearing_deg"] = [direction(value, wording) for value in rows["bearing_deg"]]
    shown = shown.rename(columns={"bearing_deg": "direction"}).drop(columns="weighted_m")
    if not screen.person.may("names"):
        shown = shown.drop(columns="name")
    may_open = "enterprise" in screen.pages and screen.person.may("enterprise")
    picked = show_table(shown, wording=wording, key=f"candidates-of-{complaint_id}" if may_open else None, rows_shown=10)
    if picked is not None:
        screen.go("enterprise", id=str(rows["enterprise_id"].iloc[picked]))
