"""The legend under a map: always in sight, a shape and a word for each colour."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Mapping, Sequence

from dashboard.maps.palette import Palette
from dashboard.maps.points import HEAT_FROM, SOURCE_TYPES, Category
from dashboard.maps.stations import Station
from dashboard.wording import Wording

# each shape in a box of 12 × 12, as bin_points.js paints it
SHAPES = {
    "circle": '<circle cx="6" cy="6" r="5" fill="{c}"/>',
    "square": '<rect x="1.5" y="1.5" width="9" height="9" fill="{c}"/>',
    "frame": '<rect x="2" y="2" width="8" height="8" fill="none" stroke="{c}" stroke-width="2.4"/>',
    "triangle": '<path d="M6 1 11 11H1Z" fill="{c}"/>',
    "wedge": '<path d="M6 11 1 1H11Z" fill="{c}"/>',
    "diamond": '<path d="M6 0.5 11.5 6 6 11.5 0.5 6Z" fill="{c}"/>',
    "plus": '<path d="M6 1V11M1 6H11" stroke="{c}" stroke-width="3"/>',
    "cross": '<path d="M1.5 1.5 10.5 10.5M10.5 1.5 1.5 10.5" stroke="{c}" stroke-width="3"/>',
    "ring": '<circle cx="6" cy="6" r="4" fill="none" stroke="{c}" stroke-width="2.6"/>',
    "bar": '<rect x="0.5" y="4" width="11" height="4" fill="{c}"/>',
}


def item(shape: str, text: str) -> str:
    """Write one entry: a drawing in a box of 12 × 12 and its word."""
    # Streamlit removes drawings from HTML, but not pictures
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12">{shape}</svg>'
    picture = f'<img alt="" width="14" height="14" src="data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}">'
    return f'<span style="display:inline-flex;align-items:center;gap:5px;white-space:nowrap">{picture}{html.escape(text)}</span>'


def _source(category: Category, points: int, *, group: str, palette: Palette, wording: Wording) -> str:
    text = f"{wording.label(group, category.code)} {points:,}"
    return item(SHAPES[category.shape].format(c=category.colour(palette)), text)


def _heat(palette: Palette, wording: Wording) -> str:
    thin, middle, dense = palette.heat
    steps = f'<stop stop-color="{thin}"/><stop offset=".5" stop-color="{middle}"/><stop offset="1" stop-color="{dense}"/>'
    box = f'<defs><linearGradient id="h">{steps}</linearGradient></defs><rect y="2" width="12" height="8" fill="url(#h)"/>'
    return item(box, wording("map.legend_heat"))


def legend(
    stations: Sequence[Station],
    points: Mapping[str, int],
    radii_km: Sequence[float],
    *,
    palette: Palette,
    wording: Wording,
    categories: Sequence[Category] = SOURCE_TYPES,
    group: str = "source_type",
    unplaced: int = 0,
) -> str:
    """Write the legend as HTML: stations, rings, and each kind of point that is on the map with its number.

    Parameters
    ----------
    categories, group
        How the points look, and the group of the wording that names their codes.
    unplaced
        How many enterprises have no place, so that no map can show them.
    """
    disc = '<circle cx="6" cy="6" r="{r}" fill="{c}" stroke="#ffffff" stroke-width="1"/>'
    kinds = {station.is_control for station in stations}
    items = [item(disc.format(r=5.5, c=palette.accent), wording("map.control_station"))] if True in kinds else []
    items += [item(disc.format(r=4.5, c=palette.text), wording("map.other_station"))] if False in kinds else []
    if radii_km:
        ring = f'<circle cx="6" cy="6" r="5" fill="none" stroke="{palette.ring}" stroke-width="1.2"/>'
        items.append(item(ring, wording("map.rings", radii=" / ".join(f"{radius:g}" for radius in radii_km))))
    shown = [category for category in categories if points.get(category.code)]
    items += [_source(category, points[category.code], group=group, palette=palette, wording=wording) for category in shown]
    items += [f"<span>{html.escape(wording('map.unplaced', count=f'{unplaced:,}'))}</span>"] if unplaced else []
    if sum(points.values()) >= HEAT_FROM:
        items.append(_heat(palette, wording))
    return f'<div style="display:flex;flex-wrap:wrap;gap:4px 16px;font-size:14px;line-height:1.6">{"".join(items)}</div>'
