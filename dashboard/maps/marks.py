"""Complaints as small marks that say when and what about, never who or in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import DARK, Palette
from dashboard.maps.text import full

ON_LIGHT, ON_DARK = "#6d4fc4", "#c9b6ff"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One complaint on the map."""

    lon_deg: float
    lat_deg: float
    note: str


def colour(palette: Palette) -> str:
    """Choose the colour that stands out from the ground and is no level's."""
    return ON_DARK if palette is DARK else ON_LIGHT


def features(marks: Sequence[Mark]) -> dict[str, object]:
    """Complaints as GeoJSON; the notes are already safe to show."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [mark.lon_deg, mark.lat_deg]},
                "properties": {"label": full(mark.note)},
            }
            for mark in marks
        ],
    }


def add_marks(drawn: folium.Map, marks: Sequence[Mark], *, palette: Palette) -> None:
    """Draw the complaints as diamonds."""
    if not marks:
        return
    diamond = JsCode(
        f"""
        function(feature, latlng) {{
            var mark = L.circleMarker(latlng, {{
                radius: 7, weight: 1.5, color: '{palette.ground}', opacity: 1, fillColor: '{colour(palette)}', fillOpacity: 1 }});
            mark._updatePath = function() {{
                var renderer = this._renderer;
                if (!renderer._drawing || this._empty()) {{ return; }}
                var ctx = renderer._ctx, x = this._point.x, y = this._point.y, r = this._radius;
                ctx.beginPath();
                ctx.moveTo(x, y - r); ctx.lineTo(x + r, y); ctx.lineTo(x, y + r); ctx.lineTo(x - r, y);
                ctx.closePath();
                renderer._fillStroke(ctx, this);
            }};
            return mark.bindTooltip(feature.properties.label, {{ direction: 'top', offset: [0, -6] }});
        }}
        """
    )
    folium.GeoJson(features(marks), point_to_layer=diamond).add_to(drawn)
