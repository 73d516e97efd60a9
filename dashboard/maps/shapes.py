"""A few marks with shapes of their own, and circles drawn around what belongs together."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import folium
from folium.elements import JSCSSMixin, MacroElement
from folium.template import Template
from folium.utilities import JsCode

from dashboard.maps.offline import ASSETS
from dashboard.maps.palette import DARK, Palette
from dashboard.maps.text import full, scripted

SCRIPT = ("shape_marks", f"{ASSETS}/shape_marks.js")


@dataclass(frozen=True, kw_only=True)
class Look:
    """How one kind of mark looks; shape, filling and colour all differ."""

    shape: str
    on_light: str
    on_dark: str
    radius: int = 6
    is_hollow: bool = False

    def colour(self, palette: Palette) -> str:
        """Choose the colour that stands out from the ground."""
        return self.on_dark if palette is DARK else self.on_light


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One thing on the map; its label is a text from outside and is made safe here."""

    lon_deg: float
    lat_deg: float
    kind: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A circle with a word on it; `is_dotted` tells two kinds apart."""

    lon_deg: float
    lat_deg: float
    radius_m: float
    label: str
    is_dotted: bool = False


class ShapeMarks(JSCSSMixin, MacroElement):
    """The layer of marks; a click answers with the mark's label."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.shapeMarks(
            {{ this.scripted(this.rows) }}, {{ this.scripted(this.kinds) }}, {{ this.scripted(this.options) }});
        {{ this.get_name() }}.eachLayer(function (mark) { mark.addTo({{ this._parent.get_name() }}); });
        {% endmacro %}
        """
    )
    default_js = [SCRIPT]  # noqa: RUF012  folium's own attribute

    def __init__(self, marks: Sequence[Mark], looks: Mapping[str, Look], *, palette: Palette) -> None:
        super().__init__()
        self.scripted = scripted
        self._name = "ShapeMarks"
        places = {kind: number for number, kind in enumerate(looks)}
        # what stands later in `looks` lies on top, the chosen one above all
        ordered = sorted(marks, key=lambda mark: (mark.is_chosen, places[mark.kind]))
        self.rows = [[mark.lat_deg, mark.lon_deg, places[mark.kind], full(mark.label), int(mark.is_chosen)] for mark in ordered]
        self.kinds = [
            {"shape": look.shape, "radius": look.radius, "colour": look.colour(palette), "hollow": look.is_hollow}
            for look in looks.values()
        ]
        self.options = {"halo": palette.panel, "chosen": palette.warning}


class Prepared(JSCSSMixin, MacroElement):
    """Nothing but the script; `Map.add_js_link` would add it to every map of the process."""

    _template = Template("{% macro script(this, kwargs) %}{% endmacro %}")
    default_js = [SCRIPT]  # noqa: RUF012  folium's own attribute


def prepare_marks(drawn: folium.Map) -> None:
    """Load the script with the map, for marks that come later in a group of their own."""
    Prepared().add_to(drawn)


def add_marks(drawn: folium.Map | folium.FeatureGroup, marks: Sequence[Mark], looks: Mapping[str, Look], *, palette: Palette) -> None:
    """Draw the marks; nothing when there are none."""
    if marks:
        ShapeMarks(marks, looks, palette=palette).add_to(drawn)


def add_circles(drawn: folium.Map | folium.FeatureGroup, circles: Sequence[Circle], *, colour: str) -> None:
    """Draw circles around what belongs together; they do not answer to the pointer. The map was made ready by `prepare_marks`."""
    if not circles:
        return
    places = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [circle.lon_deg, circle.lat_deg]},
                "properties": {"radius_m": circle.radius_m, "label": full(circle.label), "least_px": 21 if circle.is_dotted else 15},
            }
            for circle in circles
        ],
    }
    around = JsCode(
        f"""
        function(feature, latlng) {{
            var p = feature.properties;
            var ring = new L.RoundCircle(latlng, {{
                radius: p.radius_m, least: p.least_px, weight: 3, color: '{colour}', dashArray: p.least_px > 15 ? '2 6' : null,
                fillOpacity: 0, interactive: false
            }});
            var look = {{ permanent: true, direction: 'right', offset: [p.least_px - 2, 0], className: 'station-name' }};
            return p.label ? ring.bindTooltip(p.label, look) : ring;
        }}
        """
    )
    folium.GeoJson(places, point_to_layer=around).add_to(drawn)


DRAWINGS = {
    "circle": '<circle cx="7" cy="7" r="4.5" {s}/>',
    "square": '<rect x="2.5" y="2.5" width="9" height="9" {s}/>',
    "triangle": '<path d="M7 1.5 12.5 12H1.5Z" {s}/>',
    "wedge": '<path d="M7 12.5 12.5 2H1.5Z" {s}/>',
    "diamond": '<path d="M7 1 13 7 7 13 1 7Z" {s}/>',
    "star": '<path d="M7 0.5 8.6 5 13.5 5.2 9.6 8.2 11 13 7 10.2 3 13 4.4 8.2 0.5 5.2 5.4 5Z" {s}/>',
}


def _item(drawing: str, text: str) -> str:
    # Streamlit removes drawings from HTML, but not pictures
    picture = b64encode(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 14">{drawing}</svg>'.encode()).decode()
    return (
        '<span style="display:inline-flex;align-items:center;gap:5px;white-space:nowrap">'
        f'<img alt="" width="15" height="15" src="data:image/svg+xml;base64,{picture}">{html.escape(text)}</span>'
    )


def shapes_legend(items: Sequence[tuple[Look, str]], rings: Sequence[tuple[str, str, str]], *, palette: Palette) -> str:
    """Write a legend as HTML: a shape and a word for each kind, then circles as (colour, dashes, word)."""
    said = []
    for look, text in items:
        colour = look.colour(palette)
        hollow = f'fill-opacity="0.25" stroke="{colour}" stroke-width="2"' if look.is_hollow else ""
        style = f'fill="{colour}" {hollow}'
        said.append(_item(DRAWINGS[look.shape].format(s=style), text))
    for colour, dash, text in rings:
        style = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash or "none"}"'
        said.append(_item(f'<circle cx="7" cy="7" r="5.8" {style}/>', text))
    return f'<div style="display:flex;flex-wrap:wrap;gap:4px 16px;font-size:14px;line-height:1.6">{"".join(said)}</div>'
