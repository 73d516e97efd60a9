"""数据体检: what a build read, what it rejected and why, what is late or in doubt, and where everything lies."""

from __future__ import annotations

import html
import re
from datetime import datetime

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard.internal.cards import Card, show_cards
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.points import points_url
from dashboard.internal.reading import data_state, places
from dashboard.internal.reading.outlines import outlines
from dashboard.internal.reading.warehouse import Published
from dashboard.internal.screen import Screen
from dashboard.maps.base import Bounds, base_map
from dashboard.maps.legend import legend
from dashboard.maps.outlines import add_outlines
from dashboard.maps.palette import palette
from dashboard.maps.points import add_points
from dashboard.maps.rings import add_rings
from dashboard.maps.stations import Station, add_stations
from dashboard.wording import Wording
from pipelines.city import City, offset

MAP_HEIGHT_PX = 600
EXAMPLES_SHOWN = 200
CLICKED = re.compile(r"enterprise:(\d+)")


def show(screen: Screen) -> None:
    """Draw the whole page."""
    build, city, wording = screen.build, screen.city, screen.wording
    about, late = data_state.about(build), data_state.late_stations(build)
    lines, counts = data_state.lines(build), data_state.counts(build)
    st.title(wording("data.title"))
    _headline(about, lines=lines, late=late, city=city, wording=wording)
    _cards(lines=lines, counts=counts, late=late, wording=wording)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _map(build, city=city, as_of_at=about["as_of_at"], late=late, wording=wording)
    with right:
        _late(late, wording=wording)
        _datums(build, wording=wording)
        _reasons(build, wording=wording)
    _files(build, wording=wording)
    _examples(build, wording=wording)
    _rules(build, wording=wording)


def _minute(moment: datetime) -> str:
    return "—" if pd.isna(moment) else f"{moment:%Y-%m-%d %H:%M}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "—"


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
        share=_share(rejected, read),
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


def _cards(*, lines: dict[str, int], counts: pd.Series, late: pd.DataFrame | None, wording: Wording) -> None:
    read, rejected = sum(lines.values()), lines.get("rejected", 0)
    show_cards(
        [
            Card(label=wording("data.enterprises"), value=f"{counts['enterprises']:,}"),
            Card(label=wording("data.stations"), value=f"{counts['stations']:,}"),
            Card(label=wording("data.loaded"), value=f"{lines.get('loaded', 0):,}"),
            Card(label=wording("data.rejected"), value=f"{rejected:,}", note=_share(rejected, read)),
            Card(label=wording("data.faulty_cells"), value=f"{counts['faulty_cells']:,}"),
            Card(label=wording("data.suspected"), value=f"{counts['suspected']:,}", note=wording("data.enterprises")),
            Card(label=wording("data.late"), value="—" if late is None else f"{len(late):,}"),
        ]
    )


def _stations(build: Published, *, city: City, late: pd.DataFrame | None, wording: Wording) -> list[Station]:
    late_ids = frozenset() if late is None else frozenset(late["station_id"])
    return [
        Station(
            station_id=row.station_id,
            name=row.name,
            level=row.level,
            lon_deg=row.lon,
            lat_deg=row.lat,
            is_control=row.level in city.control_levels,
            is_late=row.station_id in late_ids,
            note=wording("map.late") if row.station_id in late_ids else "",
        )
        for row in places.stations(build).itertuples(index=False)
    ]


def _bounds(build: Published, city: City) -> Bounds:
    found = places.bounds(build)
    west_deg, south_deg, east_deg, north_deg = city.bbox_deg if found is None else found
    return Bounds(west_deg=west_deg, south_deg=south_deg, east_deg=east_deg, north_deg=north_deg)


@st.fragment
def _map(build: Published, *, city: City, as_of_at: datetime, late: pd.DataFrame | None, wording: Wording) -> None:
    st.subheader(wording("data.map"))
    stations, points, radii_km = _stations(build, city=city, late=late, wording=wording), places.types(build), places.radii_km(build)
    if not stations and not points:
        st.info(wording("map.nothing"))
        return
    theme = st.context.theme.type or "light"
    colours = palette(theme)
    approval_no = city.map_approval_no
    caption = wording("map.caption_approved" if approval_no else "map.caption", as_of=_minute(as_of_at), approval_no=approval_no)
    drawn = base_map(_bounds(build, city), caption=caption, palette=colours, wording=wording)
    add_outlines(drawn, outlines(build), palette=colours)
    add_rings(drawn, stations, radii_km, palette=colours)
    if points:
        add_points(drawn, points_url(build.build_id), kind="enterprise", palette=colours)
    add_stations(drawn, stations, palette=colours)
    answer = st_folium(
        drawn,
        key=f"{build.build_id}.{wording.language}.{theme}",
        height=MAP_HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_object_clicked_tooltip"],
    )
    st.html(legend(stations, points, radii_km, palette=colours, wording=wording, unplaced=places.unplaced(build)))
    _selected(build, str((answer or {}).get("last_object_clicked_tooltip")), wording=wording)


def _selected(build: Published, clicked: str, *, wording: Wording) -> None:
    match = CLICKED.fullmatch(clicked)
    found = places.enterprise_at(build, row=int(match[1])) if match else None
    if found is None:
        st.caption(wording("data.map_help"))
        return
    sentence = wording(
        "data.selected",
        name=found["name"] or found["enterprise_id"],
        kind=wording.label("source_type", found["source_type"]),
        place=wording.label("place", found["place_quality"]),
        address=found["address"] or "",
    )
    st.html(f'<div style="font-weight:600" data-selected="{html.escape(found["enterprise_id"])}">{html.escape(sentence)}</div>')


def _late(late: pd.DataFrame | None, *, wording: Wording) -> None:
    st.subheader(wording("data.late_title"))
    if late is None:
        st.caption(wording("data.late_unknown"))
    elif late.empty:
        st.caption(wording("data.late_none"))
    else:
        show_table(late, wording=wording)


def _datums(build: Published, *, wording: Wording) -> None:
    st.subheader(wording("data.suspected_title"))
    rows = data_state.doubtful_datums(build)
    if rows.empty:
        st.caption(wording("data.suspected_none"))
        return
    words = {True: wording("data.suspected_wrong"), False: wording("data.suspected_open")}
    items = [f"<li><b>{html.escape(words[bool(row.is_wrong)])}</b>　{html.escape(row.note)}</li>" for row in rows.itertuples()]
    st.html(f'<ul style="margin:0;padding-left:1.2em;font-size:15px;line-height:1.6;overflow-wrap:anywhere">{"".join(items)}</ul>')


def _reasons(build: Published, *, wording: Wording) -> None:
    st.subheader(wording("data.reasons_title"))
    rows = data_state.reasons(build)
    if rows.empty:
        st.caption(wording("data.reasons_none"))
    else:
        show_table(labelled(rows, {"scope": "scope", "reason": "reason"}, wording), wording=wording, bar="times")


def _files(build: Published, *, wording: Wording) -> None:
    st.subheader(wording("data.files_title"))
    rows = data_state.files(build)
    if rows.empty:
        st.caption(wording("data.files_none"))
        return
    st.caption(wording("data.files_note"))
    show_table(labelled(rows, {"table_name": "table"}, wording), wording=wording)


def _examples(build: Published, *, wording: Wording) -> None:
    st.subheader(wording("data.examples_title"))
    rows = data_state.examples(build, limit=EXAMPLES_SHOWN)
    if rows.empty:
        st.caption(wording("data.examples_none"))
        return
    st.caption(wording("data.examples_note", count=len(rows)))
    show_table(labelled(rows, {"scope": "scope", "table_name": "table", "reason": "reason"}, wording), wording=wording)


def _rules(build: Published, *, wording: Wording) -> None:
    with st.expander(wording("data.rules_title")):
        rows = data_state.rules(build)
        if rows.empty:
            st.caption(wording("data.rules_none"))
        else:
            show_table(rows, wording=wording)
