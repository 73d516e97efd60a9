"""What would follow from moved rules: in words, on the map, and one by one."""

from __future__ import annotations

import html
from collections.abc import Mapping

import folium
import pandas as pd
import streamlit as st
from folium.utilities import JsCode

from dashboard.internal.screen import Screen
from dashboard.maps.palette import Palette

WAYS = ("loss", "gain", "kept", "loss_candidate")
SIGNS: Mapping[str, tuple[str, str]] = {
    "loss": ("−", "#b3261e"),
    "gain": ("＋", "#0b5cad"),
    "kept": ("✓", "#1f6b52"),
    "loss_candidate": ("×", "#5a6b80"),
}
DRAWN = 500
MANY = 80
TABLE_PX = 300


def add_changes(group: folium.FeatureGroup, moved: pd.DataFrame, *, palette: Palette) -> None:
    """Draw gains and losses with a sign in a disc each; a sign is read without its colour."""
    placed = moved.dropna(subset=["lon", "lat"]).head(DRAWN)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(row.lon), float(row.lat)]},
            "properties": {"sign": SIGNS[row.way][0], "colour": SIGNS[row.way][1]},
        }
        for row in placed.itertuples()
    ]
    if not features:
        return
    # many discs are smaller, and losses lie on top: they are what a person must know
    size_px = 18 if len(features) <= MANY else 13
    disc = JsCode(
        f"""
        function(feature, latlng) {{
            var p = feature.properties;
            return L.marker(latlng, {{ interactive: false, keyboard: false,
                zIndexOffset: p.sign === '−' ? 1000 : 0, icon: L.divIcon({{ className: 'change', iconSize: [{size_px}, {size_px}],
                html: '<span style="display:block;width:{size_px}px;height:{size_px}px;border-radius:50%;text-align:center;'
                    + 'font:700 {size_px - 3}px/{size_px}px sans-serif;'
                    + 'color:#ffffff;box-shadow:0 0 0 1px {palette.panel};background:' + p.colour + '">' + p.sign + '</span>' }}) }});
        }}
        """
    )
    folium.GeoJson({"type": "FeatureCollection", "features": features}, point_to_layer=disc).add_to(group)


def _sign(way: str, text: str) -> str:
    sign, colour = SIGNS[way]
    disc = "display:inline-block;width:18px;height:18px;border-radius:9px;text-align:center;color:#fff;font:700 14px/18px sans-serif"
    return f'<span style="white-space:nowrap"><span style="{disc};background:{colour}">{sign}</span> {html.escape(text)}</span>'


def show_outcome(moved: pd.DataFrame, *, rules_moved: int, screen: Screen) -> None:
    """Say what would follow: how many come and go, and where."""
    wording = screen.wording
    if not rules_moved:
        st.html(f'<div data-moved="none">{html.escape(wording("list.policy_help"))}</div>')
        return
    tally = {way: int((moved["way"] == way).sum()) for way in WAYS}
    signs = "　".join(_sign(way, f"{wording(f'way.{way}')} {tally[way]:,}") for way in WAYS)
    leaving = moved[moved["way"].isin(["loss", "loss_candidate"])]["township"].value_counts()
    coming = moved[moved["way"].isin(["gain", "kept"])]["township"].value_counts()
    towns = coming.reindex(coming.index.union(leaving.index), fill_value=0) - leaving.reindex(
        coming.index.union(leaving.index), fill_value=0
    )
    most = towns[towns != 0].sort_values(key=abs, ascending=False).head(5)
    where = "、".join(f"{town} {number:+d}" for town, number in most.items())
    lacking = int(((moved["way"] == "gain") & (moved["standing_then"] == "to_verify")).sum())
    sentence = wording("list.outcome", rules=rules_moved, work=f"{tally['loss']:,}", lacking=f"{lacking:,}")
    place = wording("list.outcome_where", where=where) if where else wording("list.outcome_nowhere")
    st.html(
        f'<div data-moved="{tally["gain"]},{tally["loss"]},{tally["kept"]},{tally["loss_candidate"]}" style="line-height:1.6">'
        f'<div style="font-size:18px;font-weight:600">{signs}</div><div>{html.escape(sentence)}{html.escape(place)}</div></div>'
    )


def show_moved(moved: pd.DataFrame, screen: Screen) -> None:
    """List those whose standing would change: from what, to what, and why."""
    wording = screen.wording
    if moved.empty:
        return
    shown = pd.DataFrame(
        {
            "way": [f"{SIGNS[way][0]} {wording(f'way.{way}')}" for way in moved["way"]],
            "name": moved["name"].fillna(moved["enterprise_id"]),
            "township": moved["township"],
            "standing": [wording.label("standing", code) for code in moved["standing"]],
            "standing_then": [wording.label("standing", code) if isinstance(code, str) else "—" for code in moved["standing_then"]],
            "reason": [then if isinstance(then, str) else now for now, then in zip(moved["reason"], moved["reason_then"], strict=True)],
        }
    )
    widths = {"way": 110, "name": 220, "township": 90, "standing": 110, "standing_then": 110}
    config = {column: st.column_config.TextColumn(wording(f"column.{column}"), width=widths.get(column)) for column in shown.columns}
    st.dataframe(shown, hide_index=True, width="stretch", height=TABLE_PX, column_config=config, placeholder="")
