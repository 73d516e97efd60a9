"""A still map for paper: outlines, rings, stations as discs with their index; no tiles, no enterprise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from dashboard.maps.outlines import Outline
from dashboard.maps.palette import LIGHT, Palette

METRES_PER_DEGREE = 111_320.0
WIDTH_IN, DPI = 6.4, 200
# named with each text: settings of the library are shared by all threads of the server
FONTS = ["Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans CJK JP", "sans-serif"]
MARGIN = 0.06
ROUND_LENGTHS_KM = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, kw_only=True)
class Disc:
    """One station on paper: `text` is its index or 无数据, `fill` and `ink` the colours of its level."""

    name: str
    lon_deg: float
    lat_deg: float
    text: str
    fill: str
    ink: str
    is_control: bool


class Plane:
    """Metres east and north of the middle of what is drawn; good enough for a picture of a city."""

    def __init__(self, lons_deg: Sequence[float], lats_deg: Sequence[float]) -> None:
        self.lon_deg, self.lat_deg = (min(lons_deg) + max(lons_deg)) / 2, (min(lats_deg) + max(lats_deg)) / 2
        self.east_m = METRES_PER_DEGREE * math.cos(math.radians(self.lat_deg))

    def place(self, lon_deg: float, lat_deg: float) -> tuple[float, float]:
        """Give a point's place."""
        return (lon_deg - self.lon_deg) * self.east_m, (lat_deg - self.lat_deg) * METRES_PER_DEGREE


def map_picture(
    discs: Sequence[Disc], outlines: Sequence[Outline], radii_km: Sequence[float], *, caption: str, palette: Palette = LIGHT
) -> bytes:
    """Draw the map as PNG; empty when no station has a place."""
    # matplotlib takes longer to load than to draw; only paper needs it
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    if not discs:
        return b""
    points = [tuple(point) for outline in outlines for ring in outline.rings for point in ring] or [(d.lon_deg, d.lat_deg) for d in discs]
    plane = Plane([point[0] for point in points], [point[1] for point in points])
    placed = [plane.place(*point) for point in points]
    width_m, height_m = _extent(placed)
    figure = Figure(figsize=(WIDTH_IN, WIDTH_IN * height_m / width_m), dpi=DPI, facecolor=palette.ground)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(-width_m / 2, width_m / 2)
    axes.set_ylim(-height_m / 2, height_m / 2)
    _outlines(axes, outlines, plane, palette)
    _stations(axes, discs, radii_km, plane, palette)
    _furniture(axes, width_m, height_m, caption, palette)
    file = BytesIO()
    canvas.print_png(file)
    return file.getvalue()


def _extent(placed: Sequence[tuple[float, float]]) -> tuple[float, float]:
    width_m = max(abs(x) for x, _ in placed) * 2 * (1 + 2 * MARGIN) or 10_000.0
    height_m = max(abs(y) for _, y in placed) * 2 * (1 + 2 * MARGIN) or 10_000.0
    return width_m, max(min(height_m, width_m * 1.1), width_m * 0.55)


def _outlines(axes: object, outlines: Sequence[Outline], plane: Plane, palette: Palette) -> None:
    for outline in outlines:
        is_district = outline.level == "district"
        for ring in outline.rings:
            xs, ys = zip(*(plane.place(lon, lat) for lon, lat in ring), strict=True)
            axes.fill(xs, ys, facecolor=palette.panel if is_district else "none", edgecolor="none", zorder=0)  # type: ignore[attr-defined]
            axes.plot(xs, ys, color=palette.boundary, linewidth=1.6 if is_district else 0.7, zorder=2)  # type: ignore[attr-defined]
        if outline.level != "district":
            x, y = plane.place(*outline.label)
            axes.text(x, y, outline.name, fontsize=6, color=palette.text, ha="center", va="center", fontfamily=FONTS, alpha=0.75, zorder=3)  # type: ignore[attr-defined]


def _stations(axes: object, discs: Sequence[Disc], radii_km: Sequence[float], plane: Plane, palette: Palette) -> None:
    from matplotlib.patches import Circle  # noqa: PLC0415
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    halo = [withStroke(linewidth=3, foreground=palette.panel)]
    for disc in sorted(discs, key=lambda disc: disc.is_control):
        x, y = plane.place(disc.lon_deg, disc.lat_deg)
        for radius_km in radii_km if disc.is_control else ():
            axes.add_patch(Circle((x, y), radius_km * 1000, fill=False, edgecolor=palette.ring, linewidth=0.8, zorder=4))  # type: ignore[attr-defined]
        size = 380 if disc.is_control else 190
        axes.scatter([x], [y], s=size, color=disc.fill, edgecolors=palette.text, linewidths=0.8, zorder=6 + disc.is_control)  # type: ignore[attr-defined]
        axes.text(
            x,
            y,
            disc.text,
            fontsize=8 if disc.is_control else 6,
            color=disc.ink,
            ha="center",
            va="center_baseline",
            fontfamily=FONTS,
            zorder=6 + disc.is_control,
        )  # type: ignore[attr-defined]
        if disc.is_control:
            above = {
                "xytext": (0, 13),
                "textcoords": "offset points",
                "ha": "center",
                "fontsize": 8,
                "fontweight": "bold",
                "fontfamily": FONTS,
            }
            axes.annotate(disc.name, (x, y), color=palette.text, zorder=9, path_effects=halo, **above)  # type: ignore[attr-defined]


def _furniture(axes: object, width_m: float, height_m: float, caption: str, palette: Palette) -> None:
    left, bottom, top, right = -0.47 * width_m, -0.46 * height_m, 0.44 * height_m, 0.46 * width_m
    length_km = max(length for length in ROUND_LENGTHS_KM if length * 1000 <= width_m / 4 or length == 1)
    axes.plot([left, left + length_km * 1000], [bottom, bottom], color=palette.text, linewidth=2.2, zorder=9)  # type: ignore[attr-defined]
    axes.text(left, bottom + 0.012 * height_m, f"{length_km} km", fontsize=7, fontfamily=FONTS, color=palette.text, zorder=9)  # type: ignore[attr-defined]
    axes.text(right, bottom, caption, fontsize=7, fontfamily=FONTS, color=palette.text, ha="right", zorder=9)  # type: ignore[attr-defined]
    arrow = {"arrowstyle": "-|>", "color": palette.text, "linewidth": 1.5}
    axes.annotate(
        "北", (right, top), xytext=(right, top - 0.09 * height_m), ha="center", fontsize=9, fontfamily=FONTS, arrowprops=arrow, zorder=9
    )  # type: ignore[attr-defined]
