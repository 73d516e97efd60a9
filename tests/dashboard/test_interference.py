"""No screen proposes to disturb a monitor: spraying, closing roads, covering an inlet."""

import pytest

from dashboard.wording import TEXTS
from dashboard.wording.interference import proposals

WARNINGS = {"station.interference", "station.interference_rule"}


@pytest.mark.parametrize(
    "text",
    [
        "站点周边 500 米雾炮车不间断作业",
        "加密洒水、喷雾频次",
        "重污染时段封闭站点门前道路",
        "站点 1 公里内渣土车禁行",
        "禁止货车通行，改走外环",
        "对采样口加装过滤棉，并用围挡遮挡采样头",
        "站房外罩防尘网",
        "Run mist cannons round the station",
        "Close the road beside the monitor",
        "Cover the inlet at night",
    ],
)
def test_a_disturbing_text_is_recognised(text: str) -> None:
    assert proposals(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "道路保洁加密；餐饮油烟巡查；禁止露天烧烤",
        "每日巡查一次；工地六个百分之百；错峰配送",
        "六个百分之百：围挡、覆盖、冲洗、硬化、湿法作业、密闭运输",
        "严禁在采样口周边喷水、喷雾，不得遮挡采样头",
        "Never spray near the inlet",
    ],
)
def test_a_lawful_text_is_not(text: str | None) -> None:
    assert proposals(text) == []


def test_forbidding_one_thing_does_not_excuse_another() -> None:
    assert proposals("禁止露天烧烤，加强雾炮作业") == ["雾炮"]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_no_text_of_our_own_proposes_it(language: str) -> None:
    rooms = ("station.", "today.", "ranking.", "emergency.", "candidates.")
    assert {
        key: proposals(text) for key, text in TEXTS[language].items() if key.startswith(rooms) and key not in WARNINGS and proposals(text)
    } == {}
