"""Where they came from: a shape for each status, repeat groups and hot spots encircled."""

from __future__ import annotations

import html

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard.internal.complaint_parts.choice import choose
from dashboard.internal.ground import screen_map
from dashboard.internal.reading import complaints as reading
from dashboard.internal.reading import places
from dashboard.internal.reading.complaints import Given
from dashboard.internal.reading.outlines import outlines
from dashboard.internal.screen import Screen
from dashboard.maps.base import Bounds
from dashboard.maps.outlines import add_outlines
from dashboard.maps.palette import Palette, palette
from dashboard.maps.shapes import Circle, Look, Mark, add_circles, add_marks, prepare_marks, shapes_legend

MAP_HEIGHT_PX = 470
MOST = 2_000
MARGIN_M = 60.0
SEPARATOR = "　"
LOOKS = {
    "closed": Look(shape="circle", on_light="#3c4a5c", on_dark="#c3cfde", radius=4, is_hollow=True),
    "open": Look(shape="triangle", on_light="#b04a00", on_dark="#f6bd60"),
    "new": Look(shape="diamond", on_light="#8b1e5b", on_dark="#f28ab8"),
    "other": Look(shape="square", on_light="#5b4b9a", on_dark="#b8a1ff", radius=5),
}
KINDS = {"已办结": "closed", "办结": "closed", "办理中": "open", "未受理": "new", "待受理": "new"}


def show_map(given: Given, opened: str | None, screen: Screen) -> None:
    """Show the map; a click on a mark opens the complaint."""
    build, wording = screen.build, screen.wording
    rows = reading.places(build, given, most=MOST)
    colours = palette(screen.theme)
    drawn = _ground(screen, colours)
    group = folium.FeatureGroup(name="complaints")
    circles = _circles(str(given["since"]), screen)
    add_circles(group, [circle for circle in circles if not circle.is_dotted], colour=colours.warning)
    add_circles(group, [circle for circle in circles if circle.is_dotted], colour=colours.accent)
    kinds = [_kind(row.status, is_closed=bool(row.is_closed)) for row in rows.itertuples(index=False)]
    add_marks(group, _marks(rows, kinds, opened), LOOKS, palette=colours)
    answer = st_folium(
        drawn,
        key=f"complaints.{build.build_id}.{wording.language}.{screen.theme}",
        feature_group_to_add=group,
        height=MAP_HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_object_clicked_tooltip"],
    )
    st.html(_legend(kinds, circles, colours, screen))
    if len(rows) == MOST:
        st.caption(wording("complaints.map_most", most=f"{MOST:,}"))
    clicked = html.unescape(str((answer or {}).get("last_object_clicked_tooltip") or "")).partition(SEPARATOR)[0]
    choose("map", clicked if clicked in set(rows["complaint_id"]) else None)


def _ground(screen: Screen, colours: Palette) -> folium.Map:
    found = places.bounds(screen.build) or screen.city.bbox_deg
    west_deg, south_deg, east_deg, north_deg = found
    bounds = Bounds(west_deg=west_deg, south_deg=south_deg, east_deg=east_deg, north_deg=north_deg)
    drawn = screen_map(bounds, reading.as_of_at(screen.build), screen, palette=colours)
    add_outlines(drawn, outlines(screen.build), palette=colours)
    prepare_marks(drawn)
    return drawn


def _kind(status: object, *, is_closed: bool) -> str:
    return KINDS.get(str(status), "closed" if is_closed else "other")


def _marks(rows: pd.DataFrame, kinds: list[str], opened: str | None) -> list[Mark]:
    return [
        Mark(
            lon_deg=row.lon,
            lat_deg=row.lat,
            kind=kind,
            label=SEPARATOR.join(str(part) for part in (row.complaint_id, row.category, row.status, row.received_on) if part is not None),
            is_chosen=row.complaint_id == opened,
        )
        for row, kind in zip(rows.itertuples(index=False), kinds, strict=True)
    ]


def _circles(since: str, screen: Screen) -> list[Circle]:
    return [
        Circle(
            lon_deg=row.lon,
            lat_deg=row.lat,
            radius_m=float(row.reach_m) + (2 * MARGIN_M if row.kind == "spot" else MARGIN_M),
            label=screen.wording(f"complaints.circle_{row.kind}", reports=int(row.reports)),
            is_dotted=row.kind == "spot",
        )
        for row in reading.circles(screen.build, since).itertuples(index=False)
    ]


def _legend(kinds: list[str], circles: list[Circle], colours: Palette, screen: Screen) -> str:
    wording = screen.wording
    items = [(look, f"{wording(f'complaints.kind_{kind}')} {kinds.count(kind):,}") for kind, look in LOOKS.items() if kind in kinds]
    rings = [
        (colour, dash, wording(f"complaints.legend_{kind}"))
        for kind, colour, dash in (("group", colours.warning, ""), ("spot", colours.accent, "2 2"))
        if any(circle.is_dotted == (kind == "spot") for circle in circles)
    ]
    return shapes_legend(items, rings, palette=colours)
