"""What lies below a map: the city's own layers, a map service, or nothing but outlines."""

from __future__ import annotations

from dataclasses import dataclass

import folium
from folium.elements import JSCSSMixin, MacroElement
from folium.template import Template

from dashboard.maps.offline import ASSETS
from dashboard.maps.palette import DARK, Palette
from dashboard.maps.text import scripted

# Muted, so that the data stand out; no green, which is a level of the air.
ON_LIGHT = {"land": "#f5f7fa", "water": "#cddbe7", "road": "#ffffff", "edge": "#bccadb"}
ON_DARK = {"land": "#0e1a2c", "water": "#0a2a45", "road": "#2a3f5a", "edge": "#22354e"}
# Images of the map service come from these hosts; the browser is told so only where the service is configured.
TIANDITU_HOSTS = ("https://*.tianditu.gov.cn",)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What lies below.

    Attributes
    ----------
    url
        Where the city's own tiles are; None when there are none.
    tianditu_key
        The key of the map service; None when it is not used.
    """

    url: str | None = None
    tianditu_key: str | None = None


class BaseMap(JSCSSMixin, MacroElement):
    """The lowest layer."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        L.baseMap({{ this._parent.get_name() }}, {{ this.scripted(this.options) }});
        {% endmacro %}
        """
    )
    default_js = [  # noqa: RUF012  folium's own attribute
        ("protomaps", f"{ASSETS}/vendor/protomaps/protomaps-leaflet.js"),
        ("base_map", f"{ASSETS}/base_map.js"),
    ]

    def __init__(self, ground: Ground, *, palette: Palette) -> None:
        super().__init__()
        self.scripted = scripted
        self._name = "BaseMap"
        self.options = {"url": ground.url, "key": ground.tianditu_key, "colours": ON_DARK if palette is DARK else ON_LIGHT}


def add_ground(drawn: folium.Map, ground: Ground, *, palette: Palette) -> None:
    """Draw the ground; nothing when there is none."""
    if ground.url or ground.tianditu_key:
        BaseMap(ground, palette=palette).add_to(drawn)
