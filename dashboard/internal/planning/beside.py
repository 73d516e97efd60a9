"""The map beside a planner's list: the ground is drawn once, the points and what is chosen change upon it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import folium
import streamlit as st
from folium.utilities import JsCode
from streamlit_folium import st_folium

from dashboard.internal.ground import screen_map
from dashboard.internal.planning.area import Area
from dashboard.internal.reading import places
from dashboard.internal.reading.outlines import outlines
from dashboard.internal.screen import Screen
from dashboard.maps.base import Bounds
from dashboard.maps.outlines import add_outlines
from dashboard.maps.palette import Palette, palette
from dashboard.maps.points import Category, add_points, needs_points
from dashboard.maps.rings import add_rings
from dashboard.maps.sketch import SAID, add_area
from dashboard.maps.stations import Station, add_stations
from dashboard.maps.text import full

CLICKED = ("last_object_clicked_tooltip", "last_object_clicked_count")
# Beside the page the list may be longer than the map: the map stays in sight.
STYLE = """<style>
[data-testid="stColumn"]:has(> div [class*="st-key-beside"]) { position: sticky; top: .5rem; align-self: flex-start; }
[class*="st-key-beside"] iframe { border-radius: 8px; }
</style>"""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What changes on the map.

    Attributes
    ----------
    name
        Says which set it is; a click answers with it, so that a click on an older set is not taken for one on this.
    selected, label
        The row that is marked, and what stands beside it.
    """

    name: str
    url: str
    categories: Sequence[Category]
    selected: int | None = None
    label: str = ""
    place: tuple[float, float] | None = None


def stations(screen: Screen) -> list[Station]:
    """List the stations of the control levels; a planner's map shows no other."""
    return [
        Station(
            station_id=row.station_id,
            name=row.name,
            level=row.level,
            lon_deg=row.lon,
            lat_deg=row.lat,
            is_control=True,
            is_late=False,
        )
        for row in places.stations(screen.build).itertuples(index=False)
        if row.level in screen.city.control_levels
    ]


def _bounds(screen: Screen) -> Bounds:
    west_deg, south_deg, east_deg, north_deg = places.bounds(screen.build) or screen.city.bbox_deg
    return Bounds(west_deg=west_deg, south_deg=south_deg, east_deg=east_deg, north_deg=north_deg)


def _ground(screen: Screen, colours: Palette, *, can_draw: bool) -> folium.Map:
    as_of_at = screen.build.rows("select as_of_at from build_info limit 1")["as_of_at"].iloc[0]
    drawn = screen_map(_bounds(screen), as_of_at, screen, palette=colours, can_draw=can_draw)
    shown = stations(screen)
    add_outlines(drawn, outlines(screen.build), palette=colours)
    add_rings(drawn, shown, places.radii_km(screen.build), palette=colours)
    add_stations(drawn, shown, palette=colours)
    needs_points(drawn)
    return drawn


def _label(group: folium.FeatureGroup, layer: Layer) -> None:
    """Write the chosen one's name beside it."""
    if layer.place is None or not layer.label:
        return
    named = JsCode(
        """
        function(feature, latlng) {
            return L.marker(latlng, { interactive: false, keyboard: false, icon: L.divIcon({ className: 'chosen-name', iconSize: [0, 0],
                html: '<span class="station-name station-late" style="position:absolute;transform:translate(-50%,-40px);white-space:nowrap;'
                    + 'max-width:none;padding:1px 6px;border-radius:4px">' + feature.properties.label + '</span>' }) });
        }
        """
    )
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(layer.place)},
        "properties": {"label": full(layer.label)},
    }
    folium.GeoJson({"type": "FeatureCollection", "features": [feature]}, point_to_layer=named).add_to(group)


def _hit(said: Mapping[str, object] | None, layers: Sequence[Layer]) -> tuple[Layer, int] | None:
    """Tell which row of which of these layers a click meant."""
    match = re.fullmatch(r"(.+):(\d+)", str((said or {}).get(CLICKED[0])))
    return next(((layer, int(match[2])) for layer in layers if layer.name == match[1]), None) if match else None


def _group(
    layers: Sequence[Layer], also: Callable[[folium.FeatureGroup, Palette], None] | None, area: Area | None, colours: Palette
) -> folium.FeatureGroup:
    """Gather what changes on the map."""
    group = folium.FeatureGroup(name="points")
    for layer in layers:
        add_points(group, layer.url, kind=layer.name, palette=colours, categories=layer.categories, selected=layer.selected)
        _label(group, layer)
    if also is not None:
        also(group, colours)
    if area is not None and area.ring:
        add_area(group, area.ring, palette=colours)
    return group


def show_map(
    screen: Screen,
    layers: Sequence[Layer],
    *,
    key: str,
    height_px: int,
    choose: Callable[[Layer, int], None],
    also: Callable[[folium.FeatureGroup, Palette], None] | None = None,
    area: Area | None = None,
) -> None:
    """Show the map with these layers.

    Parameters
    ----------
    choose
        Is told of a click on a point before the page runs again.
    also
        Draws what else changes, over the points.
    area
        Lets the person draw one.
    """
    theme = screen.theme
    colours = palette(theme)
    group = _group(layers, also, area, colours)
    map_key = f"{key}.{screen.build.build_id}.{screen.wording.language}.{theme}"

    def taken() -> None:
        said = st.session_state.get(map_key)
        text = str((said or {}).get(CLICKED[0]))
        hit = _hit(said, layers)
        if area is not None and text.startswith(SAID):
            area.take(text.removeprefix(SAID))
        elif hit is not None:
            choose(*hit)

    with st.container(key=f"beside-{key}", gap="small"):
        st.html(STYLE)
        st_folium(
            _ground(screen, colours, can_draw=area is not None),
            key=map_key,
            height=height_px,
            use_container_width=True,
            returned_objects=list(CLICKED),
            feature_group_to_add=group,
            on_change=taken,
        )
