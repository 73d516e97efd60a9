"""A page that draws every sink of names on a map with every hostile name; started by the test as Streamlit's script."""

from __future__ import annotations

import altair as alt
import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard.internal.planning.beside import Layer, _label
from dashboard.maps import discs, level_discs, marks, reports, shapes, upwind
from dashboard.maps.base import Bounds, base_map
from dashboard.maps.outlines import Outline, add_outlines
from dashboard.maps.palette import LIGHT
from dashboard.maps.sectors import WindHour, add_sectors
from dashboard.maps.sketch import add_sketch
from dashboard.maps.stations import Station, add_stations
from dashboard.maps.zones import Zone, add_zones
from dashboard.wording import Wording
from tests.browser.hostile import NAMES

BOX = Bounds(west_deg=113.4, south_deg=34.5, east_deg=113.9, north_deg=35.0)
WORDING = Wording()
PLACES = [(113.45 + 0.08 * (i % 6), 34.55 + 0.08 * (i // 6)) for i in range(len(NAMES))]
NAMED = list(zip(NAMES, PLACES, strict=True))
LOOKS = {"here": shapes.Look(shape="star", on_light="#b04a00", on_dark="#f6bd60")}


def _square(lon: float, lat: float) -> list[list[float]]:
    return [[lon, lat], [lon + 0.03, lat], [lon + 0.03, lat + 0.03], [lon, lat]]


def _hostile_words(name: str) -> Wording:
    return lambda key, **_: name  # type: ignore[return-value]


def _stations(drawn, group) -> None:
    add_stations(drawn, [Station(station_id=n, name=n, level="national", lon_deg=x, lat_deg=y, is_control=True, is_late=False)
                         for n, (x, y) in NAMED], palette=LIGHT)  # fmt: skip


def _outlines(drawn, group) -> None:
    add_outlines(drawn, [Outline(name=n, level="district", rings=[_square(x, y)], label=[x, y]) for n, (x, y) in NAMED], palette=LIGHT)


def _discs(drawn, group) -> None:
    discs.add_discs(drawn, [discs.Disc(name=n, text="50", fill="#00e400", ink="#000000", lon_deg=x, lat_deg=y) for n, (x, y) in NAMED],
                    palette=LIGHT)  # fmt: skip


def _levels(drawn, group) -> None:
    level_discs.add_discs(drawn, [level_discs.Disc(lon_deg=x, lat_deg=y, aqi=50, fill="#00e400", ink="#000000", note=n)
                                  for n, (x, y) in NAMED], palette=LIGHT)  # fmt: skip


def _marks(drawn, group) -> None:
    marks.add_marks(drawn, [marks.Mark(lon_deg=x, lat_deg=y, note=n) for n, (x, y) in NAMED], palette=LIGHT)


def _reports(drawn, group) -> None:
    reports.add_reports(drawn, [reports.Report(label=n, lon_deg=x, lat_deg=y) for n, (x, y) in NAMED], palette=LIGHT)


def _upwind(drawn, group) -> None:
    upwind.add_sectors(drawn, [upwind.Sector(lon_deg=x, lat_deg=y, from_deg=90, half_angle_deg=30, length_m=2000, label=n)
                               for n, (x, y) in NAMED], LIGHT)  # fmt: skip


def _zones(drawn, group) -> None:
    add_zones(drawn, [Zone(zone_id=n, name=n, measures=None, source="", rings=[_square(x, y)], members=0) for n, (x, y) in NAMED],
              palette=LIGHT)  # fmt: skip


def _shapes(drawn, group) -> None:
    shapes.prepare_marks(drawn)
    shapes.add_marks(group, [shapes.Mark(lon_deg=x, lat_deg=y, kind="here", label=n) for n, (x, y) in NAMED], LOOKS, palette=LIGHT)


def _circles(drawn, group) -> None:
    shapes.prepare_marks(drawn)
    shapes.add_circles(group, [shapes.Circle(lon_deg=x, lat_deg=y, radius_m=900, label=n) for n, (x, y) in NAMED], colour="#b04a00")


def _chosen(drawn, group) -> None:
    for name, place in NAMED:
        _label(group, Layer(name="x", url="", categories=(), label=name, place=place))


def _hours(drawn, group) -> None:
    hours = [WindHour(stamp=n, words=n, from_deg=90, half_deg=30, is_calm=False, value=5) for n in NAMES]
    texts = dict.fromkeys(("slider", "play", "stop", "inside", "bars"), "".join(NAMES))
    add_sectors(drawn, hours, lon_deg=113.6, lat_deg=34.7, reach_m=5000, texts=texts, palette=LIGHT)


def _furniture(drawn, group) -> None:
    """The caption and the tool's texts hold names too: of the city, of the source of the ground."""


SINKS = {
    name.removeprefix("_"): made
    for name, made in list(globals().items())
    if name in {f"_{sink}" for sink in ("stations", "outlines", "discs", "levels", "marks", "reports", "upwind", "zones", "shapes",
                                         "circles", "chosen", "hours", "furniture")}
}  # fmt: skip


def _chart() -> None:
    """One bar a name; its tooltip and its axis hold the name."""
    rows = pd.DataFrame({"name": NAMES, "value": range(1, len(NAMES) + 1)})
    bars = alt.Chart(rows).mark_bar().encode(
        x=alt.X("value:Q"), y=alt.Y("name:N", sort=None, axis=alt.Axis(labelLimit=80)), tooltip=["name:N", "value:Q"]
    )  # fmt: skip
    st.altair_chart(bars.properties(height=30 * len(NAMES)))


def main() -> None:
    """Draw the sink that the address names."""
    sink = st.query_params["sink"]
    if sink == "chart":
        _chart()
        return
    words = " | ".join(NAMES) if sink == "furniture" else "数据时间"
    drawn = base_map(BOX, caption=words, palette=LIGHT, wording=WORDING)
    add_sketch(drawn, can_draw=True, palette=LIGHT, wording=_hostile_words(words) if sink == "furniture" else WORDING)
    group = folium.FeatureGroup(name="group")
    SINKS[sink](drawn, group)
    st_folium(drawn, key=sink, height=800, use_container_width=True, returned_objects=["last_object_clicked_tooltip"],
              feature_group_to_add=group)  # fmt: skip
    st.html('<div class="ready">done</div>')


main()
