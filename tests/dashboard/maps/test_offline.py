"""A map loads nothing from another host, or refuses to be drawn."""

import re

import folium
import folium.plugins
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.maps.base import Bounds, base_map
from dashboard.maps.legend import legend
from dashboard.maps.offline import ASSETS, local, serve_locally
from dashboard.maps.palette import DARK, LIGHT
from dashboard.maps.points import SOURCE_TYPES, add_points
from dashboard.maps.rings import add_rings
from dashboard.maps.stations import Station, add_stations
from dashboard.maps.text import full
from dashboard.wording import Wording
from pipelines.errors import ConfigurationError

BOX = Bounds(west_deg=113.4, south_deg=34.5, east_deg=113.9, north_deg=35.0)
STATION = Station(station_id="S1", name="市政府", level="national", lon_deg=113.6, lat_deg=34.7, is_control=True, is_late=True)


def whole_map() -> folium.Map:
    drawn = base_map(BOX, caption="数据时间", palette=LIGHT, wording=Wording())
    add_rings(drawn, [STATION], [1.0, 3.0, 5.0], palette=LIGHT)
    add_points(drawn, "/api/points/enterprises?build=b", kind="enterprise", palette=LIGHT)
    add_stations(drawn, [STATION], palette=LIGHT)
    return drawn


def test_a_map_names_no_other_host() -> None:
    page = whole_map().get_root().render()
    assert f'src="{ASSETS}/vendor/leaflet/leaflet.js"' in page
    assert set(re.findall(r"(?:https?:)?//([\w.-]+\.\w+)", page)) <= {"www.w3.org"}


def test_a_plugin_that_was_not_vendored_refuses_to_be_drawn() -> None:
    serve_locally()
    drawn = folium.Map(tiles=None)
    folium.plugins.Fullscreen().add_to(drawn)
    with pytest.raises(ConfigurationError, match=r"Fullscreen.*package\.json"):
        drawn.get_root().render()


def test_rewriting_the_addresses_twice_changes_nothing() -> None:
    serve_locally()
    once = list(folium.Map.default_js)
    serve_locally()
    assert folium.Map.default_js == once == [("leaflet", f"{ASSETS}/vendor/leaflet/leaflet.js")]


def test_an_unknown_file_has_no_local_address() -> None:
    with pytest.raises(KeyError):
        local("https://example.org/unheard-of.js")


@given(st.text())
def test_an_escaped_name_can_neither_end_a_literal_nor_open_a_tag(name: str) -> None:
    assert not set(full(name)) & set("<>\"'\\`${")


def test_rings_are_metres_around_control_stations_only() -> None:
    other = Station(station_id="S2", name="微站", level="micro", lon_deg=113.7, lat_deg=34.8, is_control=False, is_late=False)
    drawn = base_map(BOX, caption="", palette=LIGHT, wording=Wording())
    add_rings(drawn, [STATION, other], [1.0, 3.0, 5.0], palette=LIGHT)
    (layer,) = [child for child in drawn._children.values() if isinstance(child, folium.GeoJson)]
    assert [feature["properties"]["radius_m"] for feature in layer.data["features"]] == [5000.0, 3000.0, 1000.0]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_legend_names_what_is_on_the_map_and_nothing_else(palette) -> None:
    text = legend([STATION], {"catering": 12000, "boiler": 0}, [1.0, 3.0], palette=palette, wording=Wording())
    assert "餐饮 12,000" in text
    assert "1 / 3 km" in text
    assert "锅炉" not in text
    assert "其他站点" not in text
    assert "未上图" not in text


@pytest.mark.parametrize(("count", "told"), [(1, "未上图 1 家"), (12345, "未上图 12,345 家")])
def test_the_legend_counts_whom_the_map_cannot_show(count: int, told: str) -> None:
    assert told in legend([STATION], {}, [], palette=LIGHT, wording=Wording(), unplaced=count)


def test_no_two_kinds_of_source_share_a_shape_or_a_colour() -> None:
    for look in ("shape", "on_light", "on_dark"):
        assert len({getattr(category, look) for category in SOURCE_TYPES}) == len(SOURCE_TYPES)
