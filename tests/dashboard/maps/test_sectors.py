"""The upwind slider is given a sector only for hours that have one, and the layer draws only what lies around the station."""

import json
from pathlib import Path

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.internal.access.login import Login
from dashboard.internal.points import points_route, points_url, set_url
from dashboard.internal.reading.station import AROUND_STATION
from dashboard.maps.base import Bounds, base_map
from dashboard.maps.discs import Disc, add_discs
from dashboard.maps.palette import LIGHT
from dashboard.maps.reports import Report, add_reports
from dashboard.maps.sectors import UpwindHours, WindHour, add_sectors
from dashboard.maps.zones import Zone, add_zones
from dashboard.wording import Wording
from tests.dashboard.station_build import STATIONS, source, station_city

BUILD_ID = "20261208T003000-abc123"
BOX = Bounds(west_deg=113, south_deg=34, east_deg=114, north_deg=35)
HOSTILE = "</script><script>window.wasRun=1</script>`${window.wasRun=1}`"


def hour(*, is_calm: bool = False, from_deg: float | None = 90.0, half_deg: float | None = 45.0) -> WindHour:
    return WindHour(stamp="12-08 08:00", words="东风", from_deg=from_deg, half_deg=half_deg, is_calm=is_calm, value=1.0)


def given(hours: list[WindHour]) -> list[dict[str, object]]:
    drawn = base_map(BOX, caption="", palette=LIGHT, wording=Wording())
    add_sectors(drawn, hours, lon_deg=113.5, lat_deg=34.5, reach_m=5000, texts={}, palette=LIGHT)
    (control,) = [child for child in drawn._children.values() if isinstance(child, UpwindHours)]
    return json.loads(json.dumps(control.options))["hours"]


def test_a_calm_hour_shows_no_sector_although_its_vane_points_somewhere() -> None:
    (shown,) = given([hour(is_calm=True)])
    assert (shown["from"], shown["half"], shown["calm"]) == (None, None, True)


@pytest.mark.parametrize(("from_deg", "half_deg"), [(None, 45.0), (90.0, None), (None, None)])
def test_an_hour_without_a_direction_shows_no_sector(from_deg: float | None, half_deg: float | None) -> None:
    (shown,) = given([hour(from_deg=from_deg, half_deg=half_deg)])
    assert (shown["from"], shown["calm"]) == (None, False)


def test_a_windy_hour_shows_its_sector() -> None:
    (shown,) = given([hour()])
    assert (shown["from"], shown["half"]) == (90.0, 45.0)


def test_hostile_texts_leave_no_way_out_of_the_script() -> None:
    drawn = base_map(BOX, caption="", palette=LIGHT, wording=Wording())
    ring = [[113.1, 34.1], [113.2, 34.1], [113.2, 34.2], [113.1, 34.1]]
    add_zones(drawn, [Zone(zone_id="Z", name=HOSTILE, measures=None, source="", rings=[ring], members=1)], palette=LIGHT)
    add_discs(drawn, [Disc(name=HOSTILE, text="1", fill="#fff", ink="#000", lon_deg=113.5, lat_deg=34.5)], palette=LIGHT)
    add_reports(drawn, [Report(label=HOSTILE, lon_deg=113.5, lat_deg=34.5)], palette=LIGHT)
    bad = WindHour(stamp=HOSTILE, words=HOSTILE, from_deg=1.0, half_deg=45.0, is_calm=False, value=None)
    add_sectors(drawn, [bad], lon_deg=113.5, lat_deg=34.5, reach_m=1, texts={"slider": HOSTILE}, palette=LIGHT)
    text = drawn.get_root().render()
    assert "<script>window" not in text
    assert "`${window.wasRun" not in text.replace('"', "").split("upwind", 1)[0]


def test_the_layer_of_a_station_holds_what_its_zone_holds(tmp_path: Path) -> None:
    city = station_city(tmp_path / "city", STATIONS + source("E1") + source("E2") + source("E3").replace("3, 2000", "5, 4900"))
    client = TestClient(Starlette(routes=[points_route(city, Login.of({}))]))

    def drawn(address: str) -> int:
        answer = client.get(address)
        assert answer.status_code == 200
        return len(np.frombuffer(answer.content, dtype="<f4")) // 3

    def around(**asked: str) -> str:
        return set_url(AROUND_STATION, BUILD_ID, **asked)

    assert drawn(points_url(BUILD_ID)) == 3
    assert drawn(around(station_id="S1", reach_m="3000")) == 2
    assert drawn(around(station_id="S1", reach_m="5000")) == 3
    assert drawn(around(station_id="S1", reach_m="-1")) == 0
    assert drawn(around(station_id="S2", reach_m="5000")) == 0


@pytest.mark.parametrize("reach_m", ["", "x", "5;drop table enterprises"])
def test_a_distance_that_is_no_number_is_refused(tmp_path: Path, reach_m: str) -> None:
    client = TestClient(Starlette(routes=[points_route(station_city(tmp_path / "city", STATIONS + source("E1")), Login.of({}))]))
    answer = client.get(set_url(AROUND_STATION, BUILD_ID, station_id="S1", reach_m=reach_m))
    assert answer.status_code == 404
