"""Lay out the county: outline, townships, parks, restaurant streets, highway.

It is placed in an uninhabited desert and carries invented names and an unassigned division code, so that no real firm can be meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import LineString, MultiPoint, Point, Polygon

from pipelines.demo.chance import stream
from pipelines.demo.names import words

CRS = "EPSG:4544"
COUNTY = "岚汀县"
PREFECTURE = "云澜市"
DIVISION = "519021"
CENTRE_LON_DEG, CENTRE_LAT_DEG = 104.30, 38.60


@dataclass(frozen=True, kw_only=True)
class Township:
    """One township: its code, name, polygon and the place where its people live (metres)."""

    code: str
    name: str
    polygon: Polygon
    x_m: float
    y_m: float


@dataclass(frozen=True, kw_only=True)
class Park:
    """One industrial park: where it lies, how far it spreads, what share of the county's industry works there."""

    name: str
    x_m: float
    y_m: float
    spread_m: float
    share: float


@dataclass(frozen=True, kw_only=True)
class Street:
    """One restaurant street."""

    name: str
    line: LineString


@dataclass(frozen=True, kw_only=True)
class County:
    """Everything that stands still."""

    outline: Polygon
    townships: tuple[Township, ...]
    parks: tuple[Park, ...]
    streets: tuple[Street, ...]
    highway: LineString

    @cached_property
    def centre(self) -> tuple[float, float]:
        """The middle of the county town (metres)."""
        x, y = project(np.array([CENTRE_LON_DEG]), np.array([CENTRE_LAT_DEG]))
        return float(x[0]), float(y[0])

    def township_of(self, x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
        """The place of the township that holds each point, −1 outside."""
        found = np.full(len(x_m), -1)
        for i, town in enumerate(self.townships):
            found[shapely.contains_xy(town.polygon, x_m, y_m)] = i
        return found


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def project(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Metres of WGS84 degrees."""
    x, y = _transformer("EPSG:4326", CRS).transform(lon, lat)
    return np.asarray(x), np.asarray(y)


def unproject(x_m: np.ndarray, y_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """WGS84 degrees of metres, to a tenth of a metre."""
    lon, lat = _transformer(CRS, "EPSG:4326").transform(x_m, y_m)
    return np.round(np.asarray(lon), 6), np.round(np.asarray(lat), 6)


def township_names() -> tuple[str, ...]:
    """Three sub-districts, twelve towns and three townships, all invented."""
    streets = ("汀头街道", "岚口街道", "砚桥街道")
    towns = words("芦栖镇 霁桥镇 松漱镇 石笕镇 白翎镇 槐汀镇 青岫镇 苇澹镇 鹭筱镇 梧垄镇 稻岚镇 茶漱镇")
    return (*streets, *towns, "竹岫乡", "雁汀乡", "双笕乡")


def _outline(rng: np.random.Generator, x_m: float, y_m: float) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    radius = 14_800 + sum(
        amount * np.cos(k * angle + rng.uniform(0, 2 * np.pi)) for k, amount in ((2, 1900), (3, 1300), (5, 700), (7, 450))
    )
    return Polygon(np.column_stack([x_m + radius * np.cos(angle), y_m + radius * np.sin(angle)]))


def _seeds(rng: np.random.Generator, outline: Polygon, x_m: float, y_m: float) -> list[Point]:
    fixed = [Point(x_m - 900, y_m + 500), Point(x_m + 1300, y_m + 900), Point(x_m + 300, y_m - 1400)]
    west, south, east, north = outline.bounds
    found = list(fixed)
    core = outline.buffer(-2200)
    while len(found) < 18:
        point = Point(rng.uniform(west, east), rng.uniform(south, north))
        if core.contains(point) and min(point.distance(other) for other in found) > 3900:
            found.append(point)
        elif rng.random() < 0.002:
            found = list(fixed)
    return found


def _crooked(rng: np.random.Generator, line: LineString, depth: int) -> list[tuple[float, float]]:
    (ax, ay), (bx, by) = line.coords[0], line.coords[-1]
    length = float(np.hypot(bx - ax, by - ay))
    if depth == 0 or length < 300:
        return [(ax, ay), (bx, by)]
    push = rng.uniform(-0.11, 0.11)
    middle = ((ax + bx) / 2 - push * (by - ay), (ay + by) / 2 + push * (bx - ax))
    first = _crooked(rng, LineString([(ax, ay), middle]), depth - 1)
    return first[:-1] + _crooked(rng, LineString([middle, (bx, by)]), depth - 1)


def _cells(rng: np.random.Generator, outline: Polygon, seeds: list[Point]) -> list[Polygon]:
    """Voronoi cells with crooked edges; neighbours share every vertex, so nothing overlaps and nothing is left out."""
    cells = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=outline.buffer(9000))
    edges = shapely.union_all([cell.intersection(outline).boundary for cell in cells.geoms])
    pieces: list[LineString] = []
    for line in shapely.get_parts(shapely.line_merge(edges)):
        coords = list(line.coords)
        for start, end in pairwise(coords):
            pieces.append(LineString(_crooked(rng, LineString([start, end]), 5)))
    lines = shapely.set_precision(shapely.union_all(pieces), 0.01)
    polygons = list(shapely.get_parts(shapely.polygonize([shapely.union_all(lines)])))
    return [next(p for p in polygons if p.contains(seed)) for seed in seeds]


def _parks(x_m: float, y_m: float) -> tuple[Park, ...]:
    return (
        Park(name="岚汀经济开发区", x_m=x_m + 4600, y_m=y_m + 5200, spread_m=950, share=0.34),
        Park(name="霁曜新材料产业园", x_m=x_m - 6300, y_m=y_m - 5200, spread_m=800, share=0.18),
        Park(name="砚池食品轻工产业园", x_m=x_m + 7000, y_m=y_m - 3600, spread_m=700, share=0.12),
    )


def _streets(x_m: float, y_m: float) -> tuple[Street, ...]:
    ends = (
        ("望岚路美食街", -1500, 300, -700, 420),
        ("汀南夜市", 200, -1500, 900, -1350),
        ("砚桥老街", 500, -500, 700, 200),
        ("栖霁广场", 1200, 1000, 1750, 900),
        ("筠坪大道餐饮带", -2300, -1300, -1500, -1900),
    )
    return tuple(Street(name=name, line=LineString([(x_m + ax, y_m + ay), (x_m + bx, y_m + by)])) for name, ax, ay, bx, by in ends)


def lay_out(seed: int) -> County:
    """The county of this seed."""
    rng = stream(seed, "county")
    xs, ys = project(np.array([CENTRE_LON_DEG]), np.array([CENTRE_LAT_DEG]))
    x_m, y_m = float(xs[0]), float(ys[0])
    outline = _outline(rng, x_m, y_m)
    seeds = _seeds(rng, outline, x_m, y_m)
    cells = _cells(rng, outline, seeds)
    codes = [f"{DIVISION}{n:03d}" for n in (*range(1, 4), *range(101, 113), *range(201, 204))]
    towns = tuple(
        Township(code=code, name=name, polygon=cell, x_m=seed_point.x, y_m=seed_point.y)
        for code, name, cell, seed_point in zip(codes, township_names(), cells, seeds, strict=True)
    )
    highway = [(-16_000, -3200), (-9000, -2400), (-3500, -2900), (2500, -2600), (6500, 600), (11_000, 3800), (17_000, 5200)]
    road = LineString([(x_m + dx, y_m + dy) for dx, dy in highway])
    whole = shapely.union_all([town.polygon for town in towns])
    return County(
        outline=whole,
        townships=towns,
        parks=_parks(x_m, y_m),
        streets=_streets(x_m, y_m),
        highway=road.intersection(whole),
    )
