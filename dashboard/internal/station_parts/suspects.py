"""Candidates with what speaks for and against each; several or none, and on a calm night none."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.internal.reading import station, station_winds
from dashboard.internal.reading.station_candidates import LEAST_UPWIND_SHARE, Candidates, candidates
from dashboard.internal.screen import Screen
from dashboard.internal.station_parts.heading import sector_name
from dashboard.internal.station_parts.subject import Subject

STYLE = """<style>
.suspect { border: 1px solid color-mix(in srgb, currentColor 22%, transparent); border-radius: 8px; padding: 6px 12px; margin-bottom: 8px; }
.suspect b { font-size: 16px; } .suspect .who { font-size: 14px; }
.suspect ul { margin: 2px 0 2px; padding-left: 0; list-style: none; font-size: 14px; line-height: 1.5; }
.suspect li { padding-left: 3.4em; text-indent: -3.4em; }
.suspect li::before { content: attr(data-side); display: inline-block; width: 3.4em; text-indent: 0; font-weight: 700; }
.everywhere { border-left: 4px solid #b06a00; padding: 2px 10px; margin-bottom: 8px; font-size: 14px; line-height: 1.5; }
.verdict { border: 1px dashed currentColor; border-radius: 8px; padding: 10px 14px; font-size: 16px; line-height: 1.6; }
</style>"""
# what the registers call the pollutant that a station names first
REGISTERED = {"PM2.5": "颗粒物", "PM10": "颗粒物", "SO2": "二氧化硫", "NO2": "氮氧化物"}


def show_suspects(subject: Subject, screen: Screen) -> None:
    """Show the list, or why there is none."""
    wording, build = screen.wording, screen.build
    st.subheader(wording("station.candidates"))
    scale_m = station_winds.distance_scale_m(build, until_at=subject.until_at)
    found = candidates(build, station_id=subject.station_id, until_at=subject.until_at, scale_m=scale_m)
    now = station.now(build, station_id=subject.station_id, until_at=subject.until_at)
    primary = None if now is None or pd.isna(now["primary_pollutant"]) else str(now["primary_pollutant"])
    if found.verdict != "listed":
        windy = found.hours - found.calm_hours
        reason = wording(f"station.verdict_{found.verdict}", hours=found.hours, calm=found.calm_hours, windy=windy)
        st.html(f'{STYLE}<div class="verdict" data-verdict="{found.verdict}" role="status">{html.escape(reason)}</div>')
        return
    everywhere = "".join(f"<div>{html.escape(line)}</div>" for line in _everywhere(found, screen))
    st.html(f'{STYLE}<div class="everywhere">{everywhere}</div>')
    with st.container(height=560, border=False):
        for row in found.rows.to_dict("records"):
            own = found.evidence[found.evidence["enterprise_id"] == row["enterprise_id"]]
            _candidate(row, own["evidence"].tolist(), found, primary, screen)


def _everywhere(found: Candidates, screen: Screen) -> list[str]:
    """What weakens the case against every one of them."""
    wording = screen.wording
    lines = [wording("station.confidence")]
    lines.append(wording("station.against_calm", calm=found.calm_hours, hours=found.hours))
    if found.wind_distance_m is not None:
        lines.append(wording("station.against_wind_distance", km=f"{found.wind_distance_m / 1000:.1f}"))
    return lines


def speaking_for(row: dict[str, Any], dated: list[str], windy_h: int, screen: Screen) -> list[str]:
    """List what speaks for a candidate; dated facts stand as the evidence table words them."""
    wording, share = screen.wording, row["upwind_share_24h"]
    lines = []
    if not pd.isna(share) and share >= LEAST_UPWIND_SHARE:
        lines.append(wording("station.for_upwind", windy=windy_h, hours=round(share * windy_h), share=f"{share:.0%}"))
    lines.extend(dated)
    if not pd.isna(row["running_h"]) and row["running_h"] > 0:
        lines.append(
            wording("station.for_running", on=f"{row['power_on']:%m-%d}", hours=f"{row['running_h']:.1f}", of=f"{row['recorded_h']:.0f}")
        )
    return lines


def speaking_against(row: dict[str, Any], primary: str | None, screen: Screen) -> list[str]:
    """List what speaks against a candidate, want of data included."""
    wording, share, lines = screen.wording, row["upwind_share_24h"], []
    if pd.isna(share):
        lines.append(wording("station.against_unknown"))
    elif share < LEAST_UPWIND_SHARE:
        lines.append(wording("station.against_not_upwind", share=f"{share:.0%}"))
    if row["is_on_positive_list"] is True:
        lines.append(wording("station.against_positive_list"))
    if not pd.isna(row["running_h"]) and row["running_h"] == 0:
        lines.append(wording("station.against_standing", on=f"{row['power_on']:%m-%d}"))
    if not row["has_remote"]:
        lines.append(wording("station.against_no_data"))
    elif pd.isna(row["running_h"]):
        lines.append(wording("station.against_no_power"))
    needed = REGISTERED.get(primary or "")
    if needed and isinstance(row["pollutants"], str) and needed not in row["pollutants"]:
        lines.append(wording("station.against_pollutant", pollutant=needed))
    if row["same_direction"]:
        lines.append(wording("station.against_direction", count=f"{row['same_direction']:,}"))
    return lines


def _candidate(row: dict[str, Any], dated: list[str], found: Candidates, primary: str | None, screen: Screen) -> None:
    wording = screen.wording
    may_know = screen.person.may("names")
    kind = wording.label("source_type", row["source_type"])
    place = wording(
        "station.candidate_place",
        direction=sector_name(float(row["bearing_deg"]), screen),
        deg=f"{row['bearing_deg']:.0f}",
        km=f"{row['distance_m'] / 1000:.1f}",
        ring=int(row["ring_km"]),
    )
    body = wording("station.body", body=row["competent_body"] if isinstance(row["competent_body"], str) else wording("station.no_body"))
    head = f"{row['name'] or row['enterprise_id']}（{kind}）" if may_know else kind
    sides = [("for", line) for line in speaking_for(row, dated, found.hours - found.calm_hours, screen)]
    sides += [("against", line) for line in speaking_against(row, primary, screen)]
    items = "".join(f'<li data-side="{html.escape(wording(f"station.side_{side}"))}">{html.escape(line)}</li>' for side, line in sides)
    st.html(
        f'<div class="suspect" data-candidate><b>{html.escape(head)}</b><div class="who">{html.escape(place)}　{html.escape(body)}</div>'
        f"<ul>{items}</ul></div>"
    )
    if may_know and "enterprise" in screen.pages:
        screen.link("enterprise", wording("station.open_enterprise"), id=str(row["enterprise_id"]))
