"""Upwind sectors: where the air that a station breathes came from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import Palette
from dashboard.maps.text import full

METRES_PER_DEGREE = 111_320.0
STEP_DEG = 5.0
DECIMALS = 5


@dataclass(frozen=True, kw_only=True)
class Sector:
    """The part of a circle around a station that lies upwind in one hour.

    Attributes
    ----------
    from_deg
        Where the wind comes from, clockwise from north.
    label
        What is said on pointing at it; escaped when it is drawn.
    """

    lon_deg: float
    lat_deg: float
    from_deg: float
    half_angle_deg: float
    length_m: float
    label: str = ""


def outline(sector: Sector) -> list[list[float]]:
    """Give the closed outline as [longitude, latitude]; a town is small enough for a flat earth."""
    steps = max(2, math.ceil(2 * sector.half_angle_deg / STEP_DEG))
    centre = [round(sector.lon_deg, DECIMALS), round(sector.lat_deg, DECIMALS)]
    arc = []
    for step in range(steps + 1):
        at = math.radians(sector.from_deg - sector.half_angle_deg + 2 * sector.half_angle_deg * step / steps)
        east_deg = sector.length_m * math.sin(at) / (METRES_PER_DEGREE * math.cos(math.radians(sector.lat_deg)))
        north_deg = sector.length_m * math.cos(at) / METRES_PER_DEGREE
        arc.append([round(sector.lon_deg + east_deg, DECIMALS), round(sector.lat_deg + north_deg, DECIMALS)])
    return [centre, *arc, centre]


def features(sectors: Sequence[Sector]) -> dict[str, object]:
    """Sectors as GeoJSON; the labels are already safe to show."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [outline(sector)]},
                "properties": {"label": full(sector.label)},
            }
            for sector in sectors
        ],
    }


def add_sectors(drawn: folium.Map | folium.FeatureGroup, sectors: Sequence[Sector], palette: Palette) -> None:
    """Draw the sectors; where several overlap the colour is deeper, since the wind stayed there longer."""
    if not sectors:
        return
    folium.GeoJson(
        features(sectors),
        style_function=lambda _: {"color": palette.ring, "weight": 1, "opacity": 0.6, "fillColor": palette.ring, "fillOpacity": 0.2},
        on_each_feature=JsCode(
            "function(feature, layer) { if (feature.properties.label) { layer.bindTooltip(feature.properties.label, { sticky: true }); } }"
        ),
    ).add_to(drawn)
