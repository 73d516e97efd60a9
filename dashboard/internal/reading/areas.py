"""Areas that a person draws on a map: a text of corners, what may be one, and what lies in it."""

from __future__ import annotations

import re

import pandas as pd
import shapely
from pyproj import Geod

from dashboard.internal.reading.warehouse import Published
from pipelines.errors import LanxunError

MOST_CORNERS = 200
CORNER = re.compile(r"-?\d{1,3}(\.\d{1,9})?,-?\d{1,2}(\.\d{1,9})?")
M2_PER_KM2 = 1_000_000.0
# Ray casting: a place is inside when an odd number of edges lies east of it. An edge owns its southern end and not its northern one,
# so that a ray through a corner counts once; corners are `lon,lat` between semicolons, in WGS84.
WITHIN = """
    with corners as (
        select list_transform(string_split($area, ';'), lambda corner: cast(string_split(corner, ',') as double[])) as ring
    ), numbered as (
        select ring, unnest(range(1, len(ring) + 1)) as n from corners
    ), edges as (
        select ring[n][1] as lon, ring[n][2] as lat, ring[n % len(ring) + 1][1] as next_lon, ring[n % len(ring) + 1][2] as next_lat
        from numbered
    )
    select p.enterprise_id
    from enterprises p
    join edges on p.lat >= least(edges.lat, edges.next_lat) and p.lat < greatest(edges.lat, edges.next_lat)
        and p.lon < edges.lon + (edges.next_lon - edges.lon) * (p.lat - edges.lat) / (edges.next_lat - edges.lat)
    group by p.enterprise_id
    having count(*) % 2 = 1
"""
INSIDE = f"""
select coalesce(source_type, 'other') as source_type, count(*) as sources
from enterprises
where enterprise_id in ({WITHIN})
group by all
order by sources desc, source_type
"""


class AreaError(LanxunError, ValueError):
    """A drawn area cannot be used.

    Attributes
    ----------
    fault
        `corners`, `crossed` or `unreadable`; wording has a sentence for each.
    """

    def __init__(self, fault: str) -> None:
        super().__init__(f"the area cannot be used ({fault}); draw 3 to {MOST_CORNERS} corners whose lines do not cross")
        self.fault = fault


def checked(text: str) -> str:
    """Give back the text of an area that can be used; AreaError for any other."""
    corners = text.split(";", MOST_CORNERS + 1)
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise AreaError("corners")
    if not all(CORNER.fullmatch(corner) for corner in corners):
        raise AreaError("unreadable")
    shape = shapely.Polygon(ring(text))
    if not shape.is_valid or shape.area == 0:
        raise AreaError("crossed")
    return text


def ring(text: str) -> list[tuple[float, float]]:
    """Read the corners as longitude and latitude."""
    return [(float(lon), float(lat)) for lon, _, lat in (corner.partition(",") for corner in text.split(";"))]


def size_km2(text: str) -> float:
    """Measure an area on the ellipsoid."""
    lons, lats = zip(*ring(text), strict=True)
    return abs(Geod(ellps="WGS84").polygon_area_perimeter(lons, lats)[0]) / M2_PER_KM2


def inside(build: Published, text: str) -> pd.DataFrame:
    """Count the sources in an area by type."""
    return build.rows(INSIDE, {"area": text})
