"""Control zones that a bureau has drawn, as broken outlines with their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import Palette
from dashboard.maps.text import full


@dataclass(frozen=True, kw_only=True)
class Zone:
    """One drawn zone.

    Attributes
    ----------
    measures
        The text of its plan; None when the bureau gave none.
    source
        File and line of the zone.
    rings
        Outer rings as [longitude, latitude].
    members
        How many sources lie in it.
    """

    zone_id: str
    name: str
    measures: str | None
    source: str
    rings: list[list[list[float]]]
    members: int


def features(zones: Sequence[Zone]) -> dict[str, object]:
    """Zones as GeoJSON; the names are already safe to show."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in zone.rings]},
                "properties": {"label": full(zone.name)},
            }
            for zone in zones
            if zone.rings
        ],
    }


def add_zones(drawn: folium.Map, zones: Sequence[Zone], *, palette: Palette) -> None:
    """Draw the zones over the rings; pointing at one's edge tells its name."""
    found = features(zones)
    if not found["features"]:
        return
    named = JsCode(
        """
        function(feature, layer) { layer.bindTooltip(feature.properties.label, { sticky: true, className: 'zone-name' }); }
        """
    )
    folium.GeoJson(
        found,
        style_function=lambda _: {
            "color": palette.warning,
            "weight": 2.5,
            "dashArray": "8 5",
            "fill": False,
        },
        on_each_feature=named,
    ).add_to(drawn)
