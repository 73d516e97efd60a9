"""The plan: what the bureau's own texts ask for around the station. A text that would disturb the monitor is shown with a warning."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.listing import show_table
from dashboard.internal.reading import station
from dashboard.internal.reading.zones import zones
from dashboard.internal.screen import Screen
from dashboard.internal.station_parts.subject import Subject
from dashboard.maps.zones import Zone
from dashboard.wording.interference import proposals

STYLE = """<style>
.plan { font-size: 15px; line-height: 1.6; } .plan h4 { font-size: 15px; margin: 6px 0 0; padding: 0; }
.disturbs { border: 2px solid #c0392b; border-radius: 6px; padding: 4px 10px; margin: 4px 0; font-weight: 600; }
.plan small { font-size: 13px; }
</style>"""
NEEDED = frozenset({"stg_emergency_plan", "alerts_in_force", "zone_members"})


def guarded(text: str, screen: Screen) -> str:
    """Write a delivered text as HTML; one that would disturb the monitor stands whole, with a warning under it."""
    found = proposals(text)
    said = f"<div>{html.escape(text)}</div>"
    if found:
        words = screen.wording("station.interference", words="、".join(f"“{word}”" for word in found))
        said += f'<div class="disturbs" role="alert">{html.escape(words)}</div>'
    return said


def show_plan(subject: Subject, screen: Screen) -> None:
    """Show the zone plans, the rings' usual measures and the emergency plan in force."""
    wording = screen.wording
    st.subheader(wording("station.plan"))
    own = zones(screen.build, station_id=subject.station_id)
    parts = [_zone(zone, screen) for zone in own] or [f"<div>{html.escape(wording('station.no_plan'))}</div>"]
    if len(subject.rings):
        parts.append(f"<h4>{html.escape(wording('station.ring_plan'))}</h4>")
        parts += [*(_ring(row, screen) for row in subject.rings.to_dict("records")), *_clauses(subject.rings, screen)]
    forbidden = html.escape(wording("station.interference_rule"))
    st.html(f'{STYLE}<div class="plan">{"".join(parts)}<div><small>{forbidden}</small></div></div>')
    _emergency(subject, screen)


def _zone(zone: Zone, screen: Screen) -> str:
    wording = screen.wording
    title = f"<h4>{html.escape(wording('station.zone_title', name=zone.name, count=zone.members))}</h4>"
    text = guarded(zone.measures, screen) if zone.measures else f"<div>{html.escape(wording('station.zone_no_text'))}</div>"
    return f"{title}{text}<div><small>{html.escape(wording('station.zone_source', source=zone.source))}</small></div>"


def _ring(row: dict[str, Any], screen: Screen) -> str:
    wording = screen.wording
    if not isinstance(row.get("measures_zh"), str):
        return ""
    head = wording("station.ring_title", title=row["title_zh"], km=f"{row['radius_m'] / 1000:g}")
    return guarded(head + str(row["measures_zh"]), screen)


def _clauses(rows: pd.DataFrame, screen: Screen) -> list[str]:
    """Say once what the rings' texts rest on."""
    if "clause" not in rows:
        return []
    said = {(str(row["clause"]), screen.wording.label("status", row["status"])) for row in rows.to_dict("records")}
    lines = [screen.wording("station.ring_clause", clause=clause, status=status) for clause, status in sorted(said)]
    return [f"<div><small>{html.escape(line)}</small></div>" for line in lines]


def _emergency(subject: Subject, screen: Screen) -> None:
    wording, build = screen.wording, screen.build
    if not build.tables() >= NEEDED:
        st.caption(wording("station.no_emergency_feed"))
        return
    alert = station.alert(build)
    if alert is None:
        st.caption(wording("station.no_alert"))
        return
    measures = station.emergency_measures(build, station_id=subject.station_id)
    sentence = wording(
        "station.alert",
        level=alert["level_zh"],
        at=f"{alert['starts_at']:%m-%d %H:%M}",
        document="" if pd.isna(alert["document"]) else alert["document"],
    )
    said = "、".join(wording("station.measure_count", measure=row.measure, count=row.enterprises) for row in measures.itertuples())
    disturbing = "".join(guarded(str(measure), screen) for measure in measures["measure"] if proposals(str(measure)))
    listed = html.escape(said or wording("station.no_emergency"))
    st.html(f'{STYLE}<div class="plan"><h4>{html.escape(sentence)}</h4><div>{listed}</div>{disturbing}</div>')
    if len(measures) and screen.person.may(station.EMERGENCY.right):
        with st.expander(wording("station.emergency_rows")):
            rows = station.EMERGENCY.rows(build, station_id=subject.station_id)
            show_table(rows.assign(source_type=[wording.label("source_type", kind) for kind in rows["source_type"]]), wording=wording)
            show_download(station.EMERGENCY, screen, station_id=subject.station_id)
