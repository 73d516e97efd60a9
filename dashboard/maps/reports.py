"""Complaints as small marks: kind and day, never a text or an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.utilities import JsCode

from dashboard.maps.palette import Palette
from dashboard.maps.text import full


@dataclass(frozen=True, kw_only=True)
class Report:
    """One complaint: what kind, when, where."""

    label: str
    lon_deg: float
    lat_deg: float


def features(reports: Sequence[Report]) -> dict[str, object]:
    """Complaints as GeoJSON; the labels are already safe to show."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [report.lon_deg, report.lat_deg]},
                "properties": {"label": full(report.label)},
            }
            for report in reports
        ],
    }


def add_reports(drawn: folium.Map, reports: Sequence[Report], *, palette: Palette) -> None:
    """Draw the complaints as rings with a dot; pointing at one tells kind and day."""
    if not reports:
        return
    mark = JsCode(
        f"""
        function(feature, latlng) {{
            return L.circleMarker(latlng, {{ radius: 7, weight: 2.5, color: '{palette.warning}', fillColor: '{palette.panel}',
                fillOpacity: .9 }}).bindTooltip(feature.properties.label, {{ direction: 'top', className: 'report-name' }});
        }}
        """
    )
    folium.GeoJson(features(reports), point_to_layer=mark).add_to(drawn)
