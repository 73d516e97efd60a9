"""Put every source somewhere sensible: parks, streets, roads, townships."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from pipelines.demo.county import COUNTY, County, unproject

Spot = dict[str, Any]


def _inside(county: County, x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
    return np.asarray(shapely.contains_xy(county.outline.buffer(-250), x_m, y_m))


def _around(rng: np.random.Generator, county: County, x_m: float, y_m: float, spread_m: float) -> tuple[float, float]:
    while True:
        x, y = x_m + spread_m * rng.standard_normal(), y_m + spread_m * rng.standard_normal()
        if _inside(county, np.array([x]), np.array([y]))[0]:
            return float(x), float(y)


def _spots(rng: np.random.Generator, county: County, points: list[tuple[float, float]], streets: list[str]) -> list[Spot]:
    x_m, y_m = (np.array(axis) for axis in zip(*points, strict=True))
    lon, lat = unproject(x_m, y_m)
    towns = county.township_of(x_m, y_m)
    numbers = rng.integers(1, 400, len(points))
    return [
        {
            "x_m": float(x_m[i]),
            "y_m": float(y_m[i]),
            "lon": float(lon[i]),
            "lat": float(lat[i]),
            "township": int(towns[i]),
            "address": f"{COUNTY}{county.townships[int(towns[i])].name}{streets[i]}{int(numbers[i])}号",
        }
        for i in range(len(points))
    ]


def _town_points(rng: np.random.Generator, county: County, count: int, spread_m: float) -> list[tuple[float, float]]:
    weights = np.array([4.0] * 3 + [1.0] * 15)
    homes = rng.choice(18, size=count, p=weights / weights.sum())
    towns = [county.townships[int(i)] for i in homes]
    return [_around(rng, county, town.x_m, town.y_m, spread_m) for town in towns]


def for_industry(rng: np.random.Generator, county: County, count: int) -> list[Spot]:
    """Most works lie in the parks, the others around the townships."""
    points: list[tuple[float, float]] = []
    streets: list[str] = []
    for park in county.parks:
        for _ in range(round(count * park.share)):
            points.append(_around(rng, county, park.x_m, park.y_m, park.spread_m))
            streets.append(f"{park.name}{'东西南北中'[int(rng.integers(5))]}{int(rng.integers(1, 9))}路")
    rest = count - len(points)
    points += _town_points(rng, county, rest, 1500)
    streets += [
        f"{'望栖霁筠漱'[int(rng.integers(5))]}{'岚汀岫翎'[int(rng.integers(4))]}村{int(rng.integers(1, 12))}组" for _ in range(rest)
    ]
    order = rng.permutation(count)
    return _spots(rng, county, [points[int(i)] for i in order], [streets[int(i)] for i in order])


def for_restaurants(rng: np.random.Generator, county: County, count: int) -> list[Spot]:
    """Six in ten restaurants stand in the five restaurant streets."""
    points: list[tuple[float, float]] = []
    streets: list[str] = []
    for i in range(round(count * 0.6)):
        street = county.streets[i % len(county.streets)]
        on = street.line.interpolate(float(rng.random()), normalized=True)
        points.append((on.x + 22 * float(rng.standard_normal()), on.y + 22 * float(rng.standard_normal())))
        streets.append(street.name)
    rest = count - len(points)
    points += _town_points(rng, county, rest, 650)
    streets += [f"{'望栖霁筠漱'[int(rng.integers(5))]}{'岚汀岫翎'[int(rng.integers(4))]}街" for _ in range(rest)]
    return _spots(rng, county, points, streets)


def _road_points(rng: np.random.Generator, county: County, count: int) -> list[tuple[float, float]]:
    on = [county.highway.interpolate(float(rng.uniform(0.04, 0.96)), normalized=True) for _ in range(count)]
    return [_around(rng, county, point.x, point.y, 90) for point in on]


def for_gas_stations(rng: np.random.Generator, county: County, count: int) -> list[Spot]:
    """A third of the petrol stations line the highway, the others serve the townships."""
    points = _road_points(rng, county, count // 3)
    points += _town_points(rng, county, count - len(points), 1300)
    return _spots(rng, county, points, ["岚砚大道" if i < count // 3 else "过境路" for i in range(count)])


def for_repair_shops(rng: np.random.Generator, county: County, count: int) -> list[Spot]:
    """Repair shops gather near the highway and in the county town."""
    points = _road_points(rng, county, count // 4)
    points += _town_points(rng, county, count - len(points), 900)
    return _spots(rng, county, points, ["岚砚大道" if i < count // 4 else "汽配街" for i in range(count)])
