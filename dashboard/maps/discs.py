"""A station as a disc in the colour of its level, with its index in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import Palette
from dashboard.maps.text import full

SIZE_PX = 30


@dataclass(frozen=True, kw_only=True)
class Disc:
    """One disc: the number in it, its colours and what stands beside it."""

    name: str
    text: str
    fill: str
    ink: str
    lon_deg: float
    lat_deg: float


def features(discs: Sequence[Disc]) -> dict[str, object]:
    """Discs as GeoJSON; every text in it is already safe to show."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [disc.lon_deg, disc.lat_deg]},
                "properties": {"label": full(disc.name), "text": full(disc.text), "fill": full(disc.fill), "ink": full(disc.ink)},
            }
            for disc in discs
        ],
    }


def add_discs(drawn: folium.Map, discs: Sequence[Disc], *, palette: Palette) -> None:
    """Draw the discs above everything; a name stands beside each."""
    if not discs:
        return
    folium.map.CustomPane("discs", z_index=620, pointer_events=False).add_to(drawn)
    disc = JsCode(
        f"""
        function(feature, latlng) {{
            var p = feature.properties;
            return L.marker(latlng, {{ pane: 'discs', interactive: false, keyboard: false, icon: L.divIcon({{
                className: 'aqi-disc', iconSize: [{SIZE_PX}, {SIZE_PX}],
                html: '<div style="width:{SIZE_PX}px;height:{SIZE_PX}px;border-radius:50%;border:2px solid {palette.panel};'
                    + 'box-shadow:0 0 0 1.5px {palette.text};box-sizing:border-box;display:flex;align-items:center;justify-content:center;'
                    + 'font:700 12px sans-serif;background:' + p.fill + ';color:' + p.ink + '">' + p.text + '</div>'
            }}) }}).bindTooltip(p.label, {{ permanent: true, direction: 'right', offset: [14, 0],
                className: 'station-name station-control' }});
        }}
        """
    )
    folium.GeoJson(features(discs), point_to_layer=disc).add_to(drawn)
