"""Texts of the maps."""

TEXTS = {
    "map.north": "N",
    "map.zoom_in": "Zoom in",
    "map.zoom_out": "Zoom out",
    "map.caption": "Data time {as_of}   WGS84   internal use",
    "map.caption_approved": "Data time {as_of}   WGS84   map approval {approval_no}",
    "map.unplaced": "{count} enterprises not on the map (no coordinates)",
    "map.rings": "Control rings {radii} km",
    "map.control_station": "Control station",
    "map.other_station": "Other station",
    "map.late": " (late)",
    "map.nothing": "There is no enterprise or station to draw.",
    "map.heat": "Heat: the deeper the denser, up to about # per km²; zoom in for single points",
    "map.legend_heat": "heat where points crowd; zoom in for single points",
}
