"""Stations as discs with their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import Palette
from dashboard.maps.text import full

NAMES_SHOWN = 40  # with more, only the names of control stations and of late ones stand; the others are shown on pointing


@dataclass(frozen=True, kw_only=True)
class Station:
    """What the map says of one station."""

    station_id: str
    name: str
    level: str
    lon_deg: float
    lat_deg: float
    is_control: bool
    is_late: bool
    note: str = ""


def features(stations: Sequence[Station]) -> dict[str, object]:
    """Stations as GeoJSON; the names are already safe to show."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [station.lon_deg, station.lat_deg]},
                "properties": {
                    "label": full(f"{station.name}{station.note}"),
                    "control": station.is_control,
                    "late": station.is_late,
                },
            }
            for station in stations
        ],
    }


def _disc(palette: Palette, *, has_all_names: bool) -> JsCode:
    stands = "true" if has_all_names else "p.control || p.late"
    return JsCode(
        f"""
        function(feature, latlng) {{
            var p = feature.properties;
            return L.circleMarker(latlng, {{
                radius: p.control ? 7 : 5, weight: 2, color: p.late ? '{palette.warning}' : '{palette.panel}',
                dashArray: p.late ? '3 3' : null, fillColor: p.control ? '{palette.accent}' : '{palette.text}', fillOpacity: 1
            }}).bindTooltip(p.label, {{
                permanent: {stands}, direction: 'right', offset: [8, 0],
                className: 'station-name' + (p.control ? ' station-control' : '') + (p.late ? ' station-late' : '')
            }});
        }}
        """
    )


def add_stations(drawn: folium.Map, stations: Sequence[Station], *, palette: Palette) -> None:
    """Draw the stations; a late one has a broken rim and says so in its name."""
    if stations:
        disc = _disc(palette, has_all_names=len(stations) <= NAMES_SHOWN)
        folium.GeoJson(features(stations), point_to_layer=disc).add_to(drawn)
