"""Control rings around stations."""

from __future__ import annotations

from collections.abc import Sequence

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import Palette
from dashboard.maps.stations import Station

METRES_PER_KM = 1000.0


def features(stations: Sequence[Station], radii_km: Sequence[float]) -> dict[str, object]:
    """Make one circle a station and radius, the widest first so that the narrow ones lie on top."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [station.lon_deg, station.lat_deg]},
                "properties": {"radius_m": radius_km * METRES_PER_KM, "weight": 2.0 if radius_km == min(radii_km) else 1.2},
            }
            for radius_km in sorted(radii_km, reverse=True)
            for station in stations
        ],
    }


def add_rings(drawn: folium.Map, stations: Sequence[Station], radii_km: Sequence[float], *, palette: Palette) -> None:
    """Draw the rings under everything else; they do not answer to the pointer."""
    centres = [station for station in stations if station.is_control]
    if not centres or not radii_km:
        return
    ring = JsCode(
        f"""
        function(feature, latlng) {{
            return L.circle(latlng, {{
                radius: feature.properties.radius_m, weight: feature.properties.weight, color: '{palette.ring}',
                opacity: 0.75, fillColor: '{palette.ring}', fillOpacity: 0.05, interactive: false
            }});
        }}
        """
    )
    folium.GeoJson(features(centres, radii_km), point_to_layer=ring).add_to(drawn)
