"""Many points as one layer that the browser fetches by address and paints into one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium
import numpy as np
import numpy.typing as npt
from folium.elements import JSCSSMixin, MacroElement
from folium.template import Template

from dashboard.maps.offline import ASSETS
from dashboard.maps.palette import DARK, Palette
from dashboard.maps.text import scripted

# with fewer points each has a mark of its own at every zoom
HEAT_FROM = 500


@dataclass(frozen=True, kw_only=True)
class Category:
    """How one kind of point looks; shape and colour both differ, for readers who do not see colours."""

    code: str
    shape: str
    on_light: str
    on_dark: str

    def colour(self, palette: Palette) -> str:
        """Choose the colour that stands out from the ground."""
        return self.on_dark if palette is DARK else self.on_light


SOURCE_TYPES = (
    Category(code="industry", shape="square", on_light="#5b4b9a", on_dark="#b8a1ff"),
    Category(code="construction_site", shape="triangle", on_light="#8a6a1f", on_dark="#e0b84c"),
    Category(code="catering", shape="circle", on_light="#1479a8", on_dark="#4cc9f0"),
    Category(code="auto_repair", shape="diamond", on_light="#a23b72", on_dark="#f28ab8"),
    Category(code="gas_station", shape="wedge", on_light="#2a7f62", on_dark="#84dcc6"),
    Category(code="boiler", shape="plus", on_light="#3c4a5c", on_dark="#c3cfde"),
    Category(code="storage_yard", shape="bar", on_light="#96703c", on_dark="#d9a876"),
    Category(code="medical", shape="cross", on_light="#0f6b8c", on_dark="#7fb7e8"),
    Category(code="livestock", shape="ring", on_light="#6b7a1e", on_dark="#b9c95a"),
    Category(code="other", shape="frame", on_light="#6b7788", on_dark="#9aa7b8"),
)


def packed(
    lat_deg: npt.NDArray[np.float64],
    lon_deg: npt.NDArray[np.float64],
    codes: Sequence[str],
    *,
    categories: Sequence[Category] = SOURCE_TYPES,
) -> bytes:
    """Pack points as Float32 latitude, longitude, category; a code nobody knows counts as the last category.

    A row without a place stays a row (not-a-number): the browser counts it and neither draws nor hits it.
    """
    places = {category.code: place for place, category in enumerate(categories)}
    kinds = np.array([places.get(code, len(categories) - 1) for code in codes], dtype="<f4")
    return np.column_stack([lat_deg.astype("<f4"), lon_deg.astype("<f4"), kinds]).astype("<f4").tobytes()


class BinPoints(JSCSSMixin, MacroElement):
    """The layer; a click answers with `kind:row`, the row counted from nought in the order of the address."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = new L.BinPoints({{ this.scripted(this.url) }}, {{ this.scripted(this.options) }})
            .addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )
    default_js = [  # noqa: RUF012  folium's own attribute
        ("heat_points", f"{ASSETS}/heat_points.js"),
        ("bin_points", f"{ASSETS}/bin_points.js"),
    ]

    def __init__(
        self, url: str, *, kind: str, palette: Palette, categories: Sequence[Category] = SOURCE_TYPES, selected: int | None = None
    ) -> None:
        super().__init__()
        self.scripted = scripted
        self._name = "BinPoints"
        self.url = url
        looks = [{"shape": category.shape, "colour": category.colour(palette)} for category in categories]
        self.options = {
            "kind": kind,
            "categories": looks,
            "halo": palette.panel,
            "chosen": palette.warning,
            "selected": selected,
            "heat": palette.heat,
            "heatFrom": HEAT_FROM,
        }


def add_points(
    drawn: folium.Map | folium.FeatureGroup,
    url: str,
    *,
    kind: str,
    palette: Palette,
    categories: Sequence[Category] = SOURCE_TYPES,
    selected: int | None = None,
) -> None:
    """Draw the points of an address on this host.

    Parameters
    ----------
    drawn
        A map, or a group that is given to the map later; then the map itself must carry `needs_points`.
    selected
        The row that is marked and brought into sight.
    """
    BinPoints(url, kind=kind, palette=palette, categories=categories, selected=selected).add_to(drawn)


def needs_points(drawn: folium.Map) -> None:
    """Let a map load the layer's program although it has no such layer yet."""
    # folium's own add_js_link writes into the list of the class, that is into every map there will ever be
    drawn.default_js = [*drawn.default_js, *BinPoints.default_js]
