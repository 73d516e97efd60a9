"""Many stations as discs in the colour of their level with the index as a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import Palette
from dashboard.maps.text import full

UNKNOWN_FILL, UNKNOWN_INK = "#8a94a3", "#000000"
UNKNOWN_TEXT = "NA"
# a micro station is smaller: its readings are for reference
RADIUS_PX, MICRO_RADIUS_PX = 14, 11


@dataclass(frozen=True, kw_only=True)
class Disc:
    """What the map says of one station at one hour.

    Attributes
    ----------
    fill, ink
        Colours of the level and of the number on it; empty when there is no index.
    note
        What is said on pointing at it.
    """

    lon_deg: float
    lat_deg: float
    aqi: int | None
    fill: str
    ink: str
    note: str
    is_control: bool = False
    is_micro: bool = False


def features(discs: Sequence[Disc]) -> dict[str, object]:
    """Discs as GeoJSON in the order given; `row` is the place in it, the texts are already safe to show."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [disc.lon_deg, disc.lat_deg]},
                "properties": {
                    "row": row,
                    "label": full(disc.note),
                    "text": UNKNOWN_TEXT if disc.aqi is None else str(disc.aqi),
                    "fill": UNKNOWN_FILL if disc.aqi is None else disc.fill,
                    "ink": UNKNOWN_INK if disc.aqi is None else disc.ink,
                    "radius": MICRO_RADIUS_PX if disc.is_micro else RADIUS_PX,
                    "control": disc.is_control,
                    "micro": disc.is_micro,
                },
            }
            for row, disc in enumerate(discs)
        ],
    }


def _painter(palette: Palette) -> JsCode:
    # The number is painted with its disc, so of two discs that overlap the upper one covers the lower one whole.
    return JsCode(
        f"""
        function(feature, latlng) {{
            var p = feature.properties, rim = p.control ? 3 : 1.5;
            var disc = L.circleMarker(latlng, {{
                radius: p.radius, weight: rim, color: p.control ? '#ffffff' : '{palette.ground}', opacity: 1,
                dashArray: p.micro ? '3 2' : null, fillColor: p.fill, fillOpacity: 1
            }});
            disc._updatePath = function() {{
                this._renderer._updateCircle(this);
                if (!this._renderer._drawing || this._empty()) {{ return; }}
                var ctx = this._renderer._ctx;
                ctx.save();
                ctx.globalAlpha = 1;
                ctx.fillStyle = p.ink;
                ctx.font = (p.control ? '700 ' : '600 ') + (p.micro ? 11 : 13) + 'px "Microsoft YaHei","Noto Sans CJK SC",sans-serif';
                ctx.textAlign = 'center';
                ctx.textBaseline = 'middle';
                ctx.fillText(p.text, this._point.x, this._point.y + 0.5);
                ctx.restore();
            }};
            return disc.bindTooltip(p.label, {{ direction: 'top', offset: [0, -12] }});
        }}
        """
    )


def add_discs(drawn: folium.Map, discs: Sequence[Disc], *, palette: Palette) -> None:
    """Draw the discs, the last of them on top; a click answers with the properties of the disc, `row` among them."""
    if discs:
        folium.GeoJson(features(discs), point_to_layer=_painter(palette)).add_to(drawn)
