"""Set up the air monitors: national, provincial, city, township and micro stations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from pipelines.demo.chance import stream
from pipelines.demo.county import County, unproject


@dataclass(frozen=True, kw_only=True)
class Site:
    """One monitor as it stands today."""

    station_id: str
    name: str
    level: str
    x_m: float
    y_m: float
    lon: float
    lat: float
    active_from: dt.date


def _control(county: County) -> list[tuple[str, str, str, float, float]]:
    x, y = county.centre
    zone = county.parks[0]
    return [
        ("5190A", "岚汀政务中心", "national", x - 500, y + 900),
        ("5191A", "栖霁公园", "national", x + 2300, y + 2300),
        ("519B1", "汀南学校", "provincial", x + 700, y - 2300),
        ("519B2", "开发区管委会", "provincial", zone.x_m - 1500, zone.y_m - 1700),
        ("519C1", "望岚路", "city", x - 1200, y - 150),
        ("519C2", "新材料园北门", "city", county.parks[1].x_m + 700, county.parks[1].y_m + 1300),
        ("519C3", "砚池园西", "city", county.parks[2].x_m - 1300, county.parks[2].y_m - 500),
    ]


def _micro(seed: int, county: County) -> list[tuple[str, str, str, float, float]]:
    rng = stream(seed, "micro")
    found = []
    for park, count in zip(county.parks, (5, 3, 2), strict=True):
        for i in range(count):
            angle = 2 * np.pi * i / count + 0.4
            reach = park.spread_m * rng.uniform(0.8, 1.7)
            found.append((f"{park.name}{i + 1}号微站", park.x_m + reach * np.cos(angle), park.y_m + reach * np.sin(angle)))
    for street in county.streets:
        middle = street.line.interpolate(0.5, normalized=True)
        found.append((f"{street.name}微站", middle.x + 60, middle.y - 70))
    return [(f"WZ{i + 1:03d}", name, "micro", float(x), float(y)) for i, (name, x, y) in enumerate(found)]


def set_up(seed: int, county: County) -> tuple[Site, ...]:
    """All forty monitors, the ones that count first."""
    rows = _control(county)
    for i, town in enumerate(county.townships):
        rows.append((f"XZ{i + 1:02d}", f"{town.name}站", "township", town.x_m + 260, town.y_m - 180))
    rows += _micro(seed, county)
    lon, lat = unproject(np.array([row[3] for row in rows]), np.array([row[4] for row in rows]))
    since = {"township": dt.date(2024, 11, 1), "micro": dt.date(2025, 10, 1)}
    return tuple(
        Site(
            station_id=row[0],
            name=row[1],
            level=row[2],
            x_m=row[3],
            y_m=row[4],
            lon=float(lon[i]),
            lat=float(lat[i]),
            active_from=since.get(row[2], dt.date(2019, 1, 1)),
        )
        for i, row in enumerate(rows)
    )
