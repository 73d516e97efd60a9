"""An empty map: ground, scale, north arrow, time of the data."""

from __future__ import annotations

from dataclasses import dataclass

import folium
from branca.element import Element
from folium.elements import JSCSSMixin, MacroElement
from folium.template import Template

from dashboard.maps.offline import ASSETS, serve_locally
from dashboard.maps.palette import Palette
from dashboard.maps.text import scripted
from dashboard.wording import Wording

MAX_ZOOM = 18
PADDING_PX = 24


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """A box in degrees, WGS84."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float

    @property
    def corners(self) -> list[list[float]]:
        """South-west and north-east as folium wants them."""
        return [[self.south_deg, self.west_deg], [self.north_deg, self.east_deg]]


class Furniture(JSCSSMixin, MacroElement):
    """Scale, north arrow, caption and the titles of the zoom buttons."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        new L.MapFurniture({texts: {{ this.scripted(this.texts) }} }).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )
    default_js = [("map_furniture", f"{ASSETS}/map_furniture.js")]  # noqa: RUF012  folium's own attribute

    def __init__(self, *, caption: str, wording: Wording) -> None:
        super().__init__()
        self.scripted = scripted
        self._name = "Furniture"
        self.texts = {
            "caption": caption,
            "north": wording("map.north"),
            "heat": wording("map.heat"),
            "zoomIn": wording("map.zoom_in"),
            "zoomOut": wording("map.zoom_out"),
        }


def _style(palette: Palette) -> str:
    return f"""<style>
    .leaflet-container {{ background: {palette.ground}; font: 13px/1.4 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }}
    .map-caption, .map-north, .leaflet-control-scale-line {{ background: {palette.panel}e6; color: {palette.text}; }}
    .map-caption {{ padding: 2px 8px; border-radius: 4px; max-width: 70vw; }}
    .map-north {{ padding: 6px 8px 4px; border-radius: 4px; text-align: center; line-height: 1.1; font-weight: 600; }}
    .leaflet-control-scale-line {{ border-color: {palette.text}; }}
    .map-tools {{ display: flex; flex-direction: column; }}
    .map-tool {{ font: inherit; font-weight: 600; padding: 4px 8px; border: 1px solid {palette.line}; background: {palette.panel}; }}
    .map-tool {{ color: {palette.text}; cursor: pointer; }}
    .map-tool + .map-tool {{ border-top: 0; }}
    .map-tool[aria-pressed="true"] {{ background: {palette.warning}; color: {palette.panel}; }}
    .map-tool:focus-visible {{ outline: 3px solid {palette.accent}; outline-offset: 1px; z-index: 1; }}
    .map-sketch-note {{ position: absolute; z-index: 1000; top: 10px; left: 50%; transform: translateX(-50%); width: max-content; }}
    .map-cross {{ position: absolute; z-index: 900; left: 50%; top: 50%; transform: translate(-50%, -54%); pointer-events: none; }}
    .map-cross {{ color: {palette.warning}; font: 300 40px/1 sans-serif; }}
    .is-sketching {{ cursor: crosshair; }}
    .is-sketching .leaflet-map-pane * {{ pointer-events: none !important; }}
    [hidden] {{ display: none !important; }}
    .leaflet-bar a {{ background: {palette.panel}; color: {palette.text}; border-color: {palette.line}; }}
    .leaflet-tooltip {{ background: {palette.panel}; color: {palette.text}; border-color: {palette.line}; }}
    .station-name {{ max-width: 14em; overflow: hidden; text-overflow: ellipsis; }}
    .station-name {{ border: 0; box-shadow: none; padding: 0 4px; font-weight: 600; background: {palette.panel}cc; }}
    .area-name {{ color: {palette.text}; opacity: .85; font-size: 12px; text-align: center; overflow: hidden; text-overflow: ellipsis; }}
    .area-name {{ white-space: nowrap; text-shadow: 0 0 3px {palette.ground}, 0 0 3px {palette.ground}, 0 0 3px {palette.ground}; }}
    .station-name::before {{ display: none; }}
    </style>"""


def base_map(bounds: Bounds, *, caption: str, palette: Palette, wording: Wording) -> folium.Map:
    """Make a map of a box, without tiles, that asks no other host for anything."""
    serve_locally()
    drawn = folium.Map(tiles=None, max_zoom=MAX_ZOOM, maxZoom=MAX_ZOOM, minZoom=4, prefer_canvas=True, zoomSnap=0.25, zoomDelta=0.5)
    drawn.fit_bounds(bounds.corners, padding=(PADDING_PX, PADDING_PX))
    drawn.get_root().header.add_child(Element(_style(palette)), name="map_style")
    drawn.add_child(Furniture(caption=caption, wording=wording))
    return drawn
