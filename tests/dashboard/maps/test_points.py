"""The binary layer says where points are and of what kind."""

import struct

import numpy as np

from dashboard.maps.points import SOURCE_TYPES, packed


def test_a_point_is_three_little_endian_floats() -> None:
    content = packed(np.array([34.75]), np.array([113.625]), ["catering"])
    place = [category.code for category in SOURCE_TYPES].index("catering")
    assert struct.unpack("<3f", content) == (34.75, 113.625, float(place))


def test_a_kind_nobody_knows_is_drawn_as_other() -> None:
    assert struct.unpack("<3f", packed(np.array([0.0]), np.array([0.0]), ["spaceport"]))[2] == len(SOURCE_TYPES) - 1
    assert SOURCE_TYPES[-1].code == "other"


def test_no_points_are_no_bytes() -> None:
    assert packed(np.array([]), np.array([]), []) == b""
