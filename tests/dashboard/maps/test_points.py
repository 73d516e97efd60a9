"""The binary layer says where points are and of what kind."""

import struct

import folium
import numpy as np

from dashboard.maps.points import SOURCE_TYPES, needs_points, packed


def test_a_point_is_three_little_endian_floats() -> None:
    content = packed(np.array([34.75]), np.array([113.625]), ["catering"])
    place = [category.code for category in SOURCE_TYPES].index("catering")
    assert struct.unpack("<3f", content) == (34.75, 113.625, float(place))


def test_a_kind_nobody_knows_is_drawn_as_other() -> None:
    assert struct.unpack("<3f", packed(np.array([0.0]), np.array([0.0]), ["spaceport"]))[2] == len(SOURCE_TYPES) - 1
    assert SOURCE_TYPES[-1].code == "other"


def test_no_points_are_no_bytes() -> None:
    assert packed(np.array([]), np.array([]), []) == b""


def test_a_row_without_a_place_keeps_its_number() -> None:
    rows = np.frombuffer(packed(np.array([34.75, np.nan, 35.0]), np.array([113.5, np.nan, 114.0]), ["catering"] * 3), dtype="<f4").reshape(
        -1, 3
    )
    assert np.isnan(rows[1, :2]).all()
    assert rows[2].tolist()[:2] == [35.0, 114.0]


def test_a_map_that_waits_for_points_loads_their_program_and_no_other_map_does() -> None:
    drawn = folium.Map(tiles=None)
    needs_points(drawn)
    needs_points(drawn)
    assert "bin_points" in dict(drawn.default_js)
    assert "bin_points" not in dict(folium.Map.default_js)
