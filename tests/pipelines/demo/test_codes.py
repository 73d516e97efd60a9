import re
from collections import Counter

import numpy as np
import pytest

from pipelines.demo.codes import organisation_check, reporter_key, uscc_check, usccs, with_wrong_check
from pipelines.demo.county import DIVISION
from pipelines.demo.datum import degrees_minutes, gcj02
from pipelines.demo.world import World

# Codes of real, public bodies that standards.md 13.3 names as vectors of GB 32100.
PUBLIC_CODES = (
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91110000802100433B",
    "91350100M000100Y43",
    "91110108551385082Q",
)


@pytest.mark.parametrize("code", PUBLIC_CODES)
def test_check_characters_agree_with_public_codes(code: str) -> None:
    assert uscc_check(code[:17]) == code[17]
    assert organisation_check(code[8:16]) == code[16]


def test_made_codes_are_valid_different_and_of_an_unassigned_division() -> None:
    codes = usccs(np.random.default_rng(1), DIVISION, "91", 500)
    assert len(set(codes)) == 500
    for code in codes:
        assert re.fullmatch(r"91519021[0-9A-HJ-NPQRTUWXY]{10}", code)
        assert uscc_check(code[:17]) == code[17]


def test_a_wrong_check_character_is_wrong() -> None:
    for code in PUBLIC_CODES:
        wrong = with_wrong_check(code)
        assert wrong[:17] == code[:17]
        assert wrong != code


def test_every_source_has_its_own_valid_code_and_name(world: World) -> None:
    assert all(uscc_check(firm.uscc[:17]) == firm.uscc[17] for firm in world.firms)
    assert len({firm.uscc for firm in world.firms}) == 2265
    assert len({firm.name for firm in world.firms}) == 2265


def test_counts_are_those_of_the_calibration_block(world: World) -> None:
    counts = Counter(firm.source_type for firm in world.firms)
    assert counts == {"industry": 1653, "gas_station": 69, "auto_repair": 126, "catering": 417}


def test_no_name_is_that_of_a_known_firm(world: World) -> None:
    known = "中国石化 中石油 中国石油 海底捞 比亚迪 华为 宝钢 海螺 万科 中建 富士康 格力 美的 蒙牛 伊利 双汇 宁德时代 卫华 驼人 华西"
    for firm in world.firms:
        assert firm.name.startswith("岚汀县")
        assert not any(word in firm.name for word in known.split())


def test_telephone_numbers_belong_to_no_network(world: World) -> None:
    assert all(re.fullmatch(r"154\d{8}", firm.liaison_phone) for firm in world.firms)


def test_a_reporter_keeps_one_key_that_depends_on_the_seed() -> None:
    assert reporter_key(1, "a") == reporter_key(1, "a") != reporter_key(2, "a")


@pytest.mark.parametrize(
    ("lat", "lon", "gcj_lat", "gcj_lon"),
    [
        (31.1774276, 121.5272106, 31.17530395, 121.53154193),
        (22.543847, 113.912316, 22.54079608, 113.91717656),
        (39.911954, 116.377817, 39.91334548, 116.38404733),
    ],
)
def test_gcj02_agrees_with_the_published_fixtures(lat: float, lon: float, gcj_lat: float, gcj_lon: float) -> None:
    x, y = gcj02(np.array([lon]), np.array([lat]))
    assert (y[0], x[0]) == pytest.approx((gcj_lat, gcj_lon), abs=2e-7)


def test_degrees_minutes_carry_over() -> None:
    assert degrees_minutes(104.3) == "104°18′00″"
    assert degrees_minutes(38.999999) == "39°00′00″"
