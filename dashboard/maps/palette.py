"""The colours of maps, for a light and a dark page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Colours as `#rrggbb`; none of them is the colour of an air-quality level.

    Attributes
    ----------
    heat
        From where points lie thin to where they lie densest.
    """

    ground: str
    panel: str
    line: str
    boundary: str
    text: str
    accent: str
    ring: str
    warning: str
    heat: tuple[str, str, str]


LIGHT = Palette(
    ground="#eef2f6",
    panel="#ffffff",
    line="#d8e0ea",
    boundary="#9fb0c3",
    text="#13233a",
    accent="#0b5cad",
    ring="#0b5cad",
    warning="#b04a00",
    heat=("#9fcdd2", "#12707c", "#04323b"),
)
DARK = Palette(
    ground="#0b1524",
    panel="#13233a",
    line="#24405f",
    boundary="#3d5d80",
    text="#e8eef6",
    accent="#2f81f7",
    ring="#4cc9f0",
    warning="#f6bd60",
    heat=("#14505a", "#35b3bf", "#e6ffff"),
)


def palette(theme: str | None) -> Palette:
    """Choose by the page's theme, `light` unless it says `dark`."""
    return DARK if theme == "dark" else LIGHT
