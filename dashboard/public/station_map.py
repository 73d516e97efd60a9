"""The stations on a map, for a city whose map was approved."""

from __future__ import annotations

import folium
import pandas as pd
import streamlit as st
from folium.utilities import JsCode

from dashboard.maps.base import Bounds, base_map
from dashboard.maps.palette import palette
from dashboard.maps.text import full
from dashboard.public.parts import number, word
from dashboard.public.reading.publication import Publication
from dashboard.wording import Wording

MARGIN_DEG = 0.03
DISC = JsCode(
    """
    function(feature, latlng) {
        var p = feature.properties;
        return L.circleMarker(latlng, {radius: 11, weight: 1.5, color: '#13233a', fillColor: p.fill, fillOpacity: 1})
            .bindTooltip(p.label, {permanent: true, direction: 'right', offset: [10, 0], className: 'station-name'});
    }
    """
)


def _feature(shown: Publication, row: pd.Series, wording: Wording) -> dict[str, object]:
    level = shown.level(row["level_code"])
    said = "NA" if pd.isna(row["aqi"]) else f"{number(row['aqi'])} {word(shown, row['level_code'], wording)}"
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]},
        "properties": {"label": full(f"{row['name']} {said}"), "fill": "#c3ccd6" if level is None else str(level["hex"])},
    }


def drawn(shown: Publication, wording: Wording, *, map_approval_no: str) -> folium.Map:
    """Make the map; its caption says the data time and the approval number."""
    rows = shown["stations"].merge(shown["air_now"], on="station_id", how="left").dropna(subset=["lon", "lat"])
    bounds = Bounds(
        west_deg=float(rows["lon"].min()) - MARGIN_DEG,
        east_deg=float(rows["lon"].max()) + MARGIN_DEG,
        south_deg=float(rows["lat"].min()) - MARGIN_DEG,
        north_deg=float(rows["lat"].max()) + MARGIN_DEG,
    )
    caption = wording("map.caption_approved", as_of=f"{shown.about['data_at']:%Y-%m-%d %H:%M}", approval_no=map_approval_no)
    found = base_map(bounds, caption=caption, palette=palette(st.context.theme.type), wording=wording)
    features = [_feature(shown, row, wording) for _, row in rows.iterrows()]
    folium.GeoJson({"type": "FeatureCollection", "features": features}, point_to_layer=DISC).add_to(found)
    return found
