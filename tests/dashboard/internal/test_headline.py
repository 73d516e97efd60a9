"""The conclusion, clause by clause; every expectation is written by hand from the facts given."""

from dataclasses import replace

import pytest

from dashboard.internal.headline import Reach, Situation, change_pct, compose
from dashboard.wording import Wording

ZH = Wording("zh")
MORNING = Situation(
    hour=8,
    categories=("中度污染",),
    primary="PM2.5",
    day_aqi=199,
    day_before_aqi=173,
    worst_station="政务中心",
    worst_aqi=160,
    reach=Reach.UNKNOWN,
    alert="黄色",
    focus="芦栖镇",
    focus_count=10,
)


def test_the_whole_sentence() -> None:
    """(199 − 173) / 173 = 15.03 %."""
    assert compose(MORNING, ZH) == (
        "今日8时中度污染，首要污染物PM2.5；昨日AQI 199，较前日上升15.0%（恶化）；政务中心最高（AQI 160），局地或区域不足以判断；"
        "重污染天气黄色预警生效中；今日先看芦栖镇（建议入企检查10家）。"
    )


@pytest.mark.parametrize(
    ("now", "before", "clause"),
    [
        (199, 173, "昨日AQI 199，较前日上升15.0%（恶化）"),
        (90, 120, "昨日AQI 90，较前日下降25.0%（改善）"),
        (75, 75, "昨日AQI 75，与前日持平"),
        (75, None, "昨日AQI 75，较前日变化不足以判断"),
        (75, 0, "昨日AQI 75，较前日变化不足以判断"),
        (None, 75, "昨日AQI不足以判断"),
    ],
)
def test_better_or_worse_than_the_day_before(now: int | None, before: int | None, clause: str) -> None:
    assert compose(replace(MORNING, day_aqi=now, day_before_aqi=before), ZH).split("；")[1] == clause


@pytest.mark.parametrize(
    ("reach", "clause"),
    [
        (Reach.LOCAL, "政务中心最高（AQI 160），系局地升高"),
        (Reach.REGIONAL, "政务中心最高（AQI 160），系区域性升高"),
        (Reach.UNKNOWN, "政务中心最高（AQI 160），局地或区域不足以判断"),
    ],
)
def test_where_the_problem_is(reach: Reach, clause: str) -> None:
    assert compose(replace(MORNING, reach=reach), ZH).split("；")[2] == clause


def test_levels_that_differ_are_given_from_best_to_worst() -> None:
    assert compose(replace(MORNING, categories=("良", "轻度污染")), ZH).startswith("今日8时良至轻度污染，首要污染物PM2.5；")


def test_a_word_that_both_levels_end_with_is_said_once() -> None:
    assert compose(replace(MORNING, categories=("轻度污染", "中度污染", "重度污染")), ZH).startswith("今日8时轻度至重度污染，")


def test_clean_air_has_no_primary_pollutant() -> None:
    assert compose(replace(MORNING, categories=("优",), primary=None), ZH).startswith("今日8时优；")


def test_no_alert_is_no_clause_but_an_unknown_one_is() -> None:
    assert "预警" not in compose(replace(MORNING, alert=""), ZH)
    assert "；预警状态不足以判断；" in compose(replace(MORNING, alert=None), ZH)


def test_nothing_known_is_said_to_be_nothing_known() -> None:
    assert compose(Situation(), ZH) == "当前空气质量不足以判断；昨日AQI不足以判断；最高站点不足以判断；预警状态不足以判断。"


def test_without_proposals_nothing_is_proposed() -> None:
    assert compose(replace(MORNING, focus=None, focus_count=0), ZH).endswith("；重污染天气黄色预警生效中。")


def test_english_says_the_same() -> None:
    said = compose(replace(MORNING, categories=("moderately polluted",), alert="yellow"), Wording("en"))
    assert said.startswith("At 8:00 the air is moderately polluted, primary pollutant PM2.5; ")
    assert "; yesterday's AQI 199, up 15.0% on the day before (worse); " in said


@pytest.mark.parametrize(("now", "before", "pct"), [(8.85, 8, "10.6"), (8.87, 8, "10.9"), (3, 4, "-25.0"), (16.01, 16, "0.1")])
def test_a_change_is_rounded_half_to_even(now: float, before: float, pct: str) -> None:
    """0.85 / 8 = 10.625 %, 0.87 / 8 = 10.875 %, 0.01 / 16 = 0.0625 %."""
    assert str(change_pct(now, before)) == pct
