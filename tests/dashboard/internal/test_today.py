"""今日研判 in every state its data can be in; the expectations are worked out by hand from `morning_build`."""

import html
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.internal.presenter import neighbour
from dashboard.internal.today_parts.compass import direction
from dashboard.internal.today_parts.field import upwind
from dashboard.wording import TEXTS, Wording
from supervision.ledger import headlines, opinions, orders
from supervision.ledger.actor import Actor
from supervision.ledger.engine import open_ledger
from tests.dashboard.internal.opening import opened
from tests.dashboard.internal.opening import said as as_html
from tests.dashboard.morning_build import ROWS, TABLES
from tests.dashboard.small_build import TABLES as SMALL
from tests.dashboard.small_build import many_rows, write_city

ZH = Wording()
AT = datetime(2026, 12, 8, 8, 20)
SENTENCE = (
    "今日8时轻度至中度污染，首要污染物PM2.5；昨日AQI 90，较前日下降25.0%（改善）；政务中心最高（AQI 160），局地或区域不足以判断；"
    "重污染天气黄色预警生效中；今日先看甲镇（建议入企检查1家）。"
)


def said(page: AppTest) -> str:
    return html.unescape(as_html(page))


def city(folder: Path, rows: str = ROWS) -> Path:
    return write_city(folder / "city", tables=SMALL + TABLES, rows=rows)


def texts(folder: Path, rows: str = ROWS) -> str:
    return said(opened(city(folder, rows), "today"))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_build_without_the_tables_judges_nothing(tmp_path: Path, language: str) -> None:
    text, wording = said(opened(write_city(tmp_path / "city"), "today", language=language)), Wording(language)
    for key in ("headline.air_unknown", "headline.alert_unknown", "today.no_map", "today.towns_none", "today.lines_none"):
        assert wording(key) in text
    assert wording("today.proposals_unknown") in text
    assert wording("today.forecast_none") in text


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_empty_tables_are_said_in_words(tmp_path: Path, language: str) -> None:
    text, wording = said(opened(city(tmp_path, ""), "today", language=language)), Wording(language)
    for key in ("headline.air_unknown", "headline.day_unknown", "today.alert_none", "today.rank_none", "today.proposals_none"):
        assert wording(key) in text
    assert wording("headline.alert_unknown") not in text


def test_the_conclusion_is_made_of_the_facts(tmp_path: Path) -> None:
    assert SENTENCE in texts(tmp_path)


def test_the_figures_compare_like_with_like(tmp_path: Path) -> None:
    """90 against 75 by the same text is +20 %; the 50 by the old text is not compared with."""
    text = texts(tmp_path)
    assert "较前日 ↓25.0% 改善\n同口径同比 ↑20.0% 恶化" in text
    assert "高于目标（57）3，未达到\n同口径同比 ↓12.5% 改善" in text
    assert "已达目标（270天），多 4 天\n同口径同比 ↓20 天 恶化" in text


def test_the_rank_is_the_latest_months_published_one_and_says_so(tmp_path: Path) -> None:
    text = texts(tmp_path)
    assert "第 11" in text
    assert "2026-11 公布" in text
    assert "第 14" not in text


def test_a_rank_nobody_published_is_the_computed_one_and_says_so(tmp_path: Path) -> None:
    several = "update air_indices set composite_rank = 3, ranked_areas = 5 where area_kind = 'city' and period = '2026-12';"
    text = texts(tmp_path, ROWS + "delete from rank_standings;" + several)
    assert "第 3" in text
    assert "2026-12 按本市数据计算" in text


def test_a_rise_is_not_judged_before_a_build_judges_it(tmp_path: Path) -> None:
    text = texts(tmp_path)
    assert "涨因：不足以判断（涨因判定尚未启用）" in text
    assert "含乡镇站最高 甲镇站 213 重度污染" in text  # the micro station's 320 is for reference


@pytest.mark.parametrize(("flag", "clause"), [("local", "系局地升高"), ("regional", "系区域性升高"), ("else", "局地或区域不足以判断")])
def test_a_rise_that_a_build_judges_is_shown(tmp_path: Path, flag: str, clause: str) -> None:
    judged = f"alter table station_hours add column rise_flag varchar; update station_hours set rise_flag = '{flag}';"
    assert f"政务中心最高（AQI 160），{clause}；" in texts(tmp_path, ROWS + judged)


def test_the_forecast_is_the_latest_issue_that_was_known(tmp_path: Path) -> None:
    text = texts(tmp_path)
    assert "监测中心 12-07 17:00 发布" in text
    assert "90–130" in text
    assert "33–50" in text
    assert "111–112" not in text
    assert "222–223" not in text


def test_the_map_says_what_it_shows(tmp_path: Path) -> None:
    text = texts(tmp_path)
    assert "近 7 天信访投诉举报 1 件" in text
    assert "政务中心 近 3 小时：2 小时来风东（扇区为上风向），1 小时静风不判断方向" in text


def test_proposals_name_direction_and_zone_and_no_enterprise_until_asked(tmp_path: Path) -> None:
    page = opened(city(tmp_path), "today")
    text = said(page)
    assert "甲镇　政务中心南 0.9 km（1 km 圈）" in text
    assert "生态环境部门　入企检查 1、非现场核查 1" in text
    assert "位置待核" in text
    assert "甲铸件公司" not in text
    page.toggle(key="today-names").set_value(True).run()
    assert "甲铸件公司" in said(page)
    assert "丁公司" not in said(page)


def test_many_stations_are_shown(tmp_path: Path) -> None:
    places = [(f"站 {i}", "national", 113.45 + i / 1000, 34.6) for i in range(300)]
    page = opened(write_city(tmp_path / "city", rows=many_rows(enterprises=1000, stations=places)), "today")
    assert ZH("headline.air_unknown") in said(page)


def test_an_edited_conclusion_is_shown_with_who_edited_and_who_reviewed(tmp_path: Path) -> None:
    folder = city(tmp_path)
    ledger = open_ledger(f"sqlite:///{(folder / 'ledger' / 'ledger.sqlite').resolve()}", needs_second_person=True)
    build_id = "20261208T003000-abc123"
    editor, reviewer = (Actor(name=name, roles=frozenset({"leader"}), via="page") for name in ("王某", "李某"))
    number = headlines.edit(ledger, editor, build_id=build_id, original=SENTENCE, edited="今天先管砖厂。", at=AT)
    text = said(opened(folder, "today"))
    assert "今天先管砖厂。" in text
    assert SENTENCE not in text
    assert ZH("today.state_edited", name="王某", at="12-08 08:20") in text
    headlines.review(ledger, reviewer, number, version=1, at=AT)
    text = said(opened(folder, "today"))
    assert ZH("today.state_reviewed", name="李某", at="12-08 08:20") in text
    ledger.close()


def test_opinions_and_yesterdays_orders_are_shown(tmp_path: Path) -> None:
    folder = city(tmp_path)
    ledger = open_ledger(f"sqlite:///{(folder / 'ledger' / 'ledger.sqlite').resolve()}", needs_second_person=True)
    leader = Actor(name="王某", roles=frozenset({"leader", "planner"}), via="page")
    opinions.give(ledger, leader, for_on=AT.date(), text="午后转好", said_by="李工", at=AT)
    orders.issue(
        ledger, leader, kind="assignment", title="夜查甲镇", body="查", addressee="甲镇", source="日研判", at=datetime(2026, 12, 7, 9),
        due_on=datetime(2026, 12, 7).date(),
    )  # fmt: skip
    text = said(opened(folder, "today"))
    ledger.close()
    assert "12月8日会商意见（李工，12-08 08:20 录入）：午后转好" in text
    assert "夜查甲镇" in text
    assert "逾期" in text


def test_calm_hours_have_no_direction() -> None:
    worst = pd.Series({"name": "甲", "lon": 113.6, "lat": 34.7})
    winds = pd.DataFrame(
        {
            "observed_at": pd.to_datetime(["2026-12-08 07:00", "2026-12-08 08:00"]),
            "wind_from_deg": [10.0, 20.0],
            "wind_ms": [0.5, 0.4],
            "is_calm": [True, True],
            "half_angle_deg": [180.0, 180.0],
        }
    )
    assert upwind(worst, winds, length_m=5000, wording=ZH) == ([], "甲 近 2 小时均为静风，上风向不足以判断")
    assert upwind(worst, winds.iloc[:0], length_m=5000, wording=ZH) == ([], "甲 没有可用的风，上风向不足以判断")
    assert upwind(None, winds, length_m=5000, wording=ZH)[0] == []


@pytest.mark.parametrize(("degrees", "name"), [(0, "北"), (22, "北"), (23, "东北"), (175, "南"), (359, "北"), (292, "西"), (293, "西北")])
def test_a_direction_is_the_nearest_of_eight(degrees: float, name: str) -> None:
    assert direction(degrees, ZH) == name


def test_the_keys_go_round_the_leaders_pages() -> None:
    pages = ("today", "station", "ranking")
    assert neighbour("today", turned="next", pages=pages) == "station"
    assert neighbour("ranking", turned="next", pages=pages) == "today"
    assert neighbour("today", turned="previous", pages=pages) == "ranking"
    assert neighbour("today", turned="next", pages=("today",)) is None
