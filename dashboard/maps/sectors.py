"""The upwind sector of a station, hour by hour: the hours go to the browser once, and moving between them asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.elements import JSCSSMixin, MacroElement
from folium.template import Template

from dashboard.maps.offline import ASSETS
from dashboard.maps.palette import Palette
from dashboard.maps.text import scripted


@dataclass(frozen=True, kw_only=True)
class WindHour:
    """The wind of one hour at a station.

    Attributes
    ----------
    stamp, words
        What stands at the slider: the hour, and its wind in words.
    from_deg, half_deg
        Direction and half angle of the sector; None in an hour that shows none (calm, or no valid wind).
    is_calm
        Whether the hour is calm; it is drawn apart from one without a wind.
    value
        The reading of that hour, None when it is missing.
    """

    stamp: str
    words: str
    from_deg: float | None
    half_deg: float | None
    is_calm: bool
    value: float | None


def has_sector(hour: WindHour) -> bool:
    """Whether the hour shows a sector: a direction is known and it was not calm."""
    return not hour.is_calm and hour.from_deg is not None and hour.half_deg is not None


class UpwindHours(JSCSSMixin, MacroElement):
    """Slider, sector and a bar of readings; works with the arrow keys as with the pointer."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        new L.UpwindHours({{ this.scripted(this.options) }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )
    default_js = [("upwind_hours", f"{ASSETS}/upwind_hours.js")]  # noqa: RUF012  folium's own attribute

    def __init__(self, options: dict[str, object]) -> None:
        super().__init__()
        self.scripted = scripted
        self._name = "UpwindHours"
        self.options = options


def add_sectors(
    drawn: folium.Map,
    hours: Sequence[WindHour],
    *,
    lon_deg: float,
    lat_deg: float,
    reach_m: float,
    texts: dict[str, str],
    palette: Palette,
) -> None:
    """Draw the sector with its slider at the last hour; nothing without hours."""
    if not hours:
        return
    listed = [
        {
            "stamp": hour.stamp,
            "words": hour.words,
            "from": hour.from_deg if has_sector(hour) else None,
            "half": hour.half_deg if has_sector(hour) else None,
            "calm": hour.is_calm,
            "value": hour.value,
        }
        for hour in hours
    ]
    colours = {"panel": palette.panel, "text": palette.text, "line": palette.boundary, "accent": palette.accent, "sector": palette.ring}
    UpwindHours({"hours": listed, "centre": [lat_deg, lon_deg], "reach": reach_m, "texts": texts, "colours": colours}).add_to(drawn)
