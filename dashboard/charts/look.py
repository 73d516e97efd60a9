"""How every chart looks, and how it becomes a picture."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from dashboard.maps.palette import DARK, Palette

FONT = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif'
# none of them is the colour of an air-quality level; the darker ones stand out from white
SERIES_ON_DARK = ("#4cc9f0", "#f6bd60", "#84dcc6", "#f28482", "#b8a1ff", "#9bc53d", "#c3cfde")
SERIES_ON_LIGHT = ("#0b5cad", "#8a5a00", "#1f7a5c", "#b3404a", "#5b4b9a", "#5a7318", "#3c4a5c")
# light to dark; read without hue as well as with it
RISING_ON_LIGHT = ("#e6eef7", "#a9c9e6", "#5b9bd0", "#1d64a8", "#0a2f5c")
RISING_ON_DARK = ("#17395f", "#1f68a5", "#35a0d8", "#93d4f2", "#f3fbff")


def series(palette: Palette) -> Sequence[str]:
    """Colours of lines, in the order in which they are given away."""
    return SERIES_ON_DARK if palette is DARK else SERIES_ON_LIGHT


def rising(palette: Palette) -> Sequence[str]:
    """Colours of a quantity from little to much, for the ground of the page."""
    return RISING_ON_DARK if palette is DARK else RISING_ON_LIGHT


def dressed(chart: alt.LayerChart, *, palette: Palette) -> alt.LayerChart:
    """Give a chart its fonts and colours."""
    return (
        chart.configure(background="transparent", font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=palette.text,
            titleColor=palette.text,
            gridColor=palette.line,
            domainColor=palette.boundary,
            tickColor=palette.boundary,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
        )
        .configure_legend(labelColor=palette.text, titleColor=palette.text, labelFontSize=12, titleFontSize=12, titleFontWeight="normal")
        .configure_text(color=palette.text)
    )


def png(chart: alt.LayerChart, *, ground: str = "#ffffff", scale: float = 2.0) -> bytes:
    """Draw a chart as a picture, without a browser and without a network."""
    import vl_convert  # noqa: PLC0415  heavy, and screens do without it

    painted: bytes = vl_convert.vegalite_to_png({**chart.to_dict(), "background": ground}, scale=scale)
    return painted
