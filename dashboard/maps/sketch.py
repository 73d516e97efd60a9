"""Draw an area and measure: a small tool on every map, and the area that a page filters by."""

from __future__ import annotations

from collections.abc import Sequence

import folium
from folium.elements import JSCSSMixin, MacroElement
from folium.template import Template

from dashboard.maps.offline import ASSETS
from dashboard.maps.palette import Palette
from dashboard.maps.text import scripted
from dashboard.wording import Wording

SAID = "area:"
TEXTS = ("area", "measure", "clear", "areaHelp", "measureHelp", "length", "size", "goOn", "tooMany", "tooFew", "crossed")


class Sketch(JSCSSMixin, MacroElement):
    """The tool; a drawn area answers a click with `area:` and its corners, a cleared one with `area:` alone."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        new L.MapSketch({{ this.scripted(this.options) }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )
    default_js = [("map_sketch", f"{ASSETS}/map_sketch.js")]  # noqa: RUF012  folium's own attribute

    def __init__(self, *, can_draw: bool, palette: Palette, wording: Wording) -> None:
        super().__init__()
        self.scripted = scripted
        self._name = "Sketch"
        texts = {name: wording(f"map.sketch_{name}") for name in TEXTS}
        self.options = {"texts": texts, "canDraw": can_draw, "colour": palette.warning, "halo": palette.panel}


class DrawnArea(MacroElement):
    """The area that a page filters by."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = new L.DrawnArea({{ this.scripted(this.ring) }}, {{ this.scripted(this.options) }})
            .addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, ring: Sequence[tuple[float, float]], *, palette: Palette) -> None:
        super().__init__()
        self.scripted = scripted
        self._name = "DrawnArea"
        self.ring = [[lat_deg, lon_deg] for lon_deg, lat_deg in ring]
        self.options = {"color": palette.warning, "weight": 3, "fillOpacity": 0.08, "interactive": False}


def add_sketch(drawn: folium.Map, *, can_draw: bool, palette: Palette, wording: Wording) -> None:
    """Let a person measure, and draw an area where the page can use one."""
    Sketch(can_draw=can_draw, palette=palette, wording=wording).add_to(drawn)


def add_area(drawn: folium.Map | folium.FeatureGroup, ring: Sequence[tuple[float, float]], *, palette: Palette) -> None:
    """Draw the area that a page filters by, from its corners as longitude and latitude."""
    DrawnArea(ring, palette=palette).add_to(drawn)
