"""Discs, sectors and complaints on a map."""

import math

import pytest

from dashboard.maps import level_discs as discs
from dashboard.maps import marks
from dashboard.maps import upwind as sectors
from dashboard.maps.level_discs import Disc
from dashboard.maps.marks import Mark
from dashboard.maps.upwind import Sector

HOSTILE = "`;alert(1);//${alert(2)}</script><img src=x onerror=alert(3)>"
NORTH_EAST = Sector(lon_deg=104.0, lat_deg=38.0, from_deg=45.0, half_angle_deg=45.0, length_m=5000.0)


def test_a_sector_lies_where_the_wind_comes_from() -> None:
    """Wind from the north-east, 45 degrees to either side: from due north to due east, nothing to the south or west."""
    line = sectors.outline(NORTH_EAST)
    assert line[0] == line[-1] == [104.0, 38.0]
    assert line[1] == pytest.approx([104.0, 38.0 + 5000 / 111_320], abs=2e-5)
    assert line[-2] == pytest.approx([104.0 + 5000 / (111_320 * math.cos(math.radians(38))), 38.0], abs=2e-5)
    assert all(lon >= 104.0 and lat >= 38.0 for lon, lat in line)


def test_every_point_of_the_arc_is_as_far_as_the_sector_is_long() -> None:
    for lon, lat in sectors.outline(NORTH_EAST)[1:-1]:
        east_m = (lon - 104.0) * 111_320 * math.cos(math.radians(38))
        assert math.hypot(east_m, (lat - 38.0) * 111_320) == pytest.approx(5000, abs=3)


def test_a_station_without_an_index_is_grey_and_says_na() -> None:
    (feature,) = discs.features([Disc(lon_deg=104, lat_deg=38, aqi=None, fill="#ff0000", ink="#ffffff", note="站")])["features"]
    assert (feature["properties"]["text"], feature["properties"]["fill"]) == ("NA", discs.UNKNOWN_FILL)


def test_texts_on_marks_cannot_run() -> None:
    drawn = (
        discs.features([Disc(lon_deg=104, lat_deg=38, aqi=1, fill="#00e400", ink="#000000", note=HOSTILE)]),
        marks.features([Mark(lon_deg=104, lat_deg=38, note=HOSTILE)]),
        sectors.features([Sector(lon_deg=104, lat_deg=38, from_deg=0, half_angle_deg=45, length_m=1, label=HOSTILE)]),
    )
    for one in drawn:
        label = one["features"][0]["properties"]["label"]
        assert not set("`$<{\\") & set(label)
