"""Outlines of districts with their names, in place of a base map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import Palette
from dashboard.maps.text import full

WEIGHTS = {"city": 2.4, "district": 2.0, "township": 1.0}
FINEST_FIRST = ("township", "district", "city")
NAMES_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One district: its outer rings and the place of its name, as [longitude, latitude]."""

    name: str
    level: str
    rings: list[list[list[float]]]
    label: list[float]


def lines(outlines: Sequence[Outline]) -> dict[str, object]:
    """Outlines as GeoJSON lines."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "MultiLineString", "coordinates": outline.rings},
                "properties": {"weight": WEIGHTS.get(outline.level, WEIGHTS["district"])},
            }
            for outline in outlines
        ],
    }


def names(outlines: Sequence[Outline]) -> dict[str, object]:
    """Names of the finest level as GeoJSON points, already safe to show; none when they would cover each other."""
    present = {outline.level for outline in outlines}
    finest = next((level for level in FINEST_FIRST if level in present), None)
    named = [outline for outline in outlines if outline.level == finest]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": outline.label},
                "properties": {"label": full(outline.name)},
            }
            for outline in (named if len(named) <= NAMES_SHOWN else ())
        ],
    }


def add_outlines(drawn: folium.Map, outlines: Sequence[Outline], *, palette: Palette) -> None:
    """Draw the outlines below everything else."""
    if not outlines:
        return
    folium.map.CustomPane("ground", z_index=250, pointer_events=False).add_to(drawn)
    folium.GeoJson(
        lines(outlines),
        style_function=lambda feature: {
            "color": palette.boundary,
            "weight": feature["properties"]["weight"],
            "opacity": 1.0,
            "interactive": False,
            "pane": "ground",
        },
    ).add_to(drawn)
    folium.map.CustomPane("area-names", z_index=360, pointer_events=False).add_to(drawn)
    label = JsCode(
        """
        function(feature, latlng) {
            return L.marker(latlng, { interactive: false, pane: 'area-names', keyboard: false, icon: L.divIcon({
                className: 'area-name', iconSize: [96, 16], html: feature.properties.label }) });
        }
        """
    )
    folium.GeoJson(names(outlines), point_to_layer=label).add_to(drawn)
