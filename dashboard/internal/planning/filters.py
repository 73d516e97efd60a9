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


def _state(screen: Screen) -> str | None:
    wording = screen.wording
    return st.segmented_control(
        wording("candidates.filter_state"),
        STATES,
        default="proposed",
        required=True,
        key="candidates-state",
        format_func=lambda state: wording(f"candidates.state_{state}"),
    )


def _within_km(zones: pd.DataFrame, screen: Screen, *, has_zone: bool) -> str | None:
    radii = sorted({f"{reach:g}" for reach in (1, 3, 5) if not zones.empty and reach <= zones["reach_km"].max()}, key=float)
    return st.selectbox(
        screen.wording("candidates.filter_within_km"),
        radii,
        index=None,
        format_func=lambda reach: f"{reach} km",
        key="candidates-within",
        disabled=not has_zone,
        placeholder=screen.wording("candidates.all"),
    )


def _rules(screen: Screen) -> str | None:
    titles = {row.rule_id: row.title for row in candidates.rules(screen.build).itertuples()}
    return _many("rules", list(titles), lambda rule: f"{rule} {titles[rule]}", screen)


def _by_frequency(choices: pd.DataFrame, column: str) -> list[str]:
    """List the values of a column, those with the most rows first."""
    return [value for value, _ in sorted(choices.groupby(column)["rows"].sum().items(), key=lambda pair: -pair[1])]


def show_filters(screen: Screen) -> dict[str, str | None]:
    """Show the filters and give what they ask, each a text or None."""
    wording, build = screen.wording, screen.build
    choices, zones = candidates.choices(build), candidates.zones(build)
    asked: dict[str, str | None] = {}
    columns = iter(st.columns(WIDTHS, gap="small", vertical_alignment="bottom"))
    with next(columns):
        asked["state"] = _state(screen)
    with next(columns):
        types = _by_frequency(choices, "source_type")
        asked["types"] = _many("types", types, lambda code: wording.label("source_type", code), screen)
    with next(columns):
        asked["zone"] = _zone(zones, screen)
    with next(columns):
        asked["within_km"] = _within_km(zones, screen, has_zone=asked["zone"] is not None)
    with next(columns):
        asked["towns"] = _many("towns", _by_frequency(choices, "township"), str, screen)
    with next(columns):
        asked["evidence"] = _many("evidence", EVIDENCE, lambda group: wording(f"reason_group.{group}"), screen)
    with next(columns):
        if asked["state"] == "excluded":
            asked["rules"] = _rules(screen)
        else:
            actions = _by_frequency(choices, "action")
            asked["actions"] = _many("actions", actions, lambda action: wording.label("action", action), screen)
    with next(columns):
        asked["bands"] = _many("bands", ["高", "中", "低"], lambda band: wording.label("band", band), screen)
    return asked
