"""What a map shows of a build."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.reading.warehouse import Published

STATIONS = """
select station_id, coalesce(name, station_id) as name, level, lon, lat
from stations
where lon is not null and lat is not null
order by station_id
"""
# The order is the layer's: a click names a point by its place in it.
ENTERPRISES = """
select enterprise_id, lon, lat, coalesce(source_type, 'other') as source_type
from enterprises
where lon is not null and lat is not null
order by enterprise_id
"""
ENTERPRISE_AT = """
select enterprise_id, name, source_type, place_quality, address
from enterprises
where lon is not null and lat is not null
order by enterprise_id
limit 1 offset ?
"""
TYPES = """
select coalesce(source_type, 'other') as source_type, count(*) as points
from enterprises
where lon is not null and lat is not null
group by all
"""
UNPLACED = "select count(*) as enterprises from enterprises where lon is null or lat is null"
RADII = "select distinct ring_km from zone_members where zone_kind = 'ring' and ring_km is not null order by ring_km"
BOUNDS = """
with points as (
    select lon, lat from stations where coalesce(place_quality, 'ok') in ('ok', 'duplicate')
    union all
    select lon, lat from enterprises where coalesce(place_quality, 'ok') in ('ok', 'duplicate')
)
select min(lon) as west_deg, min(lat) as south_deg, max(lon) as east_deg, max(lat) as north_deg
from points where lon is not null and lat is not null
"""


def stations(build: Published) -> pd.DataFrame:
    """List the stations that have a place."""
    return build.rows(STATIONS)


def enterprises(build: Published) -> pd.DataFrame:
    """List the enterprises that have a place, in the layer's order."""
    return build.rows(ENTERPRISES)


def enterprise_at(build: Published, *, row: int) -> pd.Series | None:
    """Give the enterprise at a place of that order, None when there is none."""
    found = build.rows(ENTERPRISE_AT, [row])
    return None if found.empty else found.iloc[0]


def types(build: Published) -> dict[str, int]:
    """Count the enterprises on the map by type."""
    return {str(row.source_type): int(row.points) for row in build.rows(TYPES).itertuples()}


def unplaced(build: Published) -> int:
    """Count the enterprises that no map can show."""
    return int(build.rows(UNPLACED)["enterprises"].iloc[0])


def radii_km(build: Published) -> list[float]:
    """List the radii of the rings the build was made with."""
    return [float(radius) for radius in build.rows(RADII)["ring_km"]]


def bounds(build: Published) -> tuple[float, float, float, float] | None:
    """Give west, south, east and north in degrees of everything that lies where it should, None when nothing does."""
    (found,) = build.rows(BOUNDS).itertuples(index=False, name=None)
    return None if any(pd.isna(edge) for edge in found) else found
