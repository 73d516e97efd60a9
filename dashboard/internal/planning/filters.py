"""The filters of the candidates: one row above the list and the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard.internal.reading import candidates
from dashboard.internal.screen import Screen

EVIDENCE = ("own_data", "complaint", "upwind", "unfixed", "hazard")
STATES = ("proposed", "excluded")
WIDTHS = [1.35, 1.2, 1.5, 0.7, 1.1, 1.3, 1.3, 0.9]


def _joined(chosen: Sequence[str]) -> str | None:
    return ",".join(chosen) or None


def _many(key: str, options: Sequence[str], named: Callable[[str], str], screen: Screen) -> str | None:
    label = screen.wording(f"candidates.filter_{key}")
    chosen = st.multiselect(label, options, format_func=named, key=f"candidates-{key}", placeholder=screen.wording("candidates.all"))
    return _joined(chosen)


def _zone(zones: pd.DataFrame, screen: Screen) -> str | None:
    wording = screen.wording
    names = {
        row.zone_id: wording("candidates.zone_ring" if row.zone_kind == "ring" else "candidates.zone_drawn", station=row.station)
        for row in zones.itertuples()
    }
    return st.selectbox(
        wording("candidates.filter_zone"),
        list(names),
        index=None,
        format_func=lambda zone: names[zone],
        key="candidates-zone",
        placeholder=wording("candidates.all"),
    )


def show_filters(screen: Screen) -> dict[str, str | None]:
    """Show the filters and give what they ask, each a text or None."""
    wording, build = screen.wording, screen.build
    choices, zones = candidates.choices(build), candidates.zones(build)
    of = {column: sorted(choices.groupby(column)["rows"].sum().items(), key=lambda pair: -pair[1]) for column in choices.columns[:-1]}
    asked: dict[str, str | None] = {}
    columns = iter(st.columns(WIDTHS, gap="small", vertical_alignment="bottom"))
    with next(columns):
        asked["state"] = st.segmented_control(
            wording("candidates.filter_state"),
            STATES,
            default="proposed",
            required=True,
            key="candidates-state",
            format_func=lambda state: wording(f"candidates.state_{state}"),
        )
    is_excluded = asked["state"] == "excluded"
    with next(columns):
        asked["types"] = _many("types", [code for code, _ in of["source_type"]], lambda code: wording.label("source_type", code), screen)
    with next(columns):
        asked["zone"] = _zone(zones, screen)
    with next(columns):
        radii = sorted({f"{reach:g}" for reach in (1, 3, 5) if not zones.empty and reach <= zones["reach_km"].max()}, key=float)
        asked["within_km"] = st.selectbox(
            wording("candidates.filter_within_km"),
            radii,
            index=None,
            format_func=lambda reach: f"{reach} km",
            key="candidates-within",
            disabled=asked["zone"] is None,
            placeholder=wording("candidates.all"),
        )
    with next(columns):
        asked["towns"] = _many("towns", [town for town, _ in of["township"]], str, screen)
    with next(columns):
        asked["evidence"] = _many("evidence", EVIDENCE, lambda group: wording(f"reason_group.{group}"), screen)
    with next(columns):
        if is_excluded:
            titles = {row.rule_id: row.title for row in candidates.rules(build).itertuples()}
            asked["rules"] = _many("rules", list(titles), lambda rule: f"{rule} {titles[rule]}", screen)
        else:
            asked["actions"] = _many(
                "actions", [action for action, _ in of["action"]], lambda action: wording.label("action", action), screen
            )
    with next(columns):
        asked["bands"] = _many("bands", ["高", "中", "低"], lambda band: wording.label("band", band), screen)
    return asked
