"""Every sentence of the briefing is right by hand, and its filter finds the rows it speaks of."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from pipelines.rules import load_rules
from tests.air_town import BRIEFING, air
from tests.model_harness import MODELS_DIR
from tests.supervision_town import town
from tests.supervision_world import CHAIN, World, model_path

TYPES = {
    "text": str,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}
OPERATORS = {"=", ">=", "<", "<="}


def briefed(**changes: Any) -> World:
    tables = town() | air()
    tables["enterprises"] = [row | {"is_on_positive_list": row["enterprise_id"] in ("E1", "E2")} for row in tables["enterprises"]]
    return World(tables | changes, chain=(*CHAIN, *BRIEFING))


@pytest.fixture(scope="module")
def world() -> World:
    return briefed()


def texts(world: World) -> dict[str, str]:
    return {row["fact_key"]: row["text"] for row in world.rows("select fact_key, text from briefing_facts")}


def found(world: World, mart: str, condition: str) -> list[dict[str, Any]]:
    """The rows a typed filter finds; every column it names must be a column of the mart."""
    conditions = json.loads(condition)
    columns = {row["column_name"] for row in world.rows(f"describe {mart}")}
    assert {column for column, _, _, _ in conditions} <= columns
    assert {operator for _, operator, _, _ in conditions} <= OPERATORS
    where = " and ".join(f"{column} {operator} ?" for column, operator, _, _ in conditions)
    result = world.con.execute(f"select * from {mart} where {where}", [TYPES[kind](value) for _, _, kind, value in conditions])
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_the_filter_of_every_fact_finds_its_rows(world: World) -> None:
    facts = world.rows("select * from briefing_facts")
    assert len(facts) >= 18
    for fact in facts:
        rows = found(world, fact["mart"], fact["filter"])
        if fact["value_column"] == "rows":
            assert len(rows) == fact["value"], fact["fact_key"]
        else:
            assert [row[fact["value_column"]] for row in rows] == [pytest.approx(fact["value"])], fact["fact_key"]


def test_every_fact_names_an_indicator_and_a_mart(world: World) -> None:
    known = set(load_rules(jurisdiction="CN")["rule_indicators"]["key"].to_pylist())
    marts = {path.stem for path in (MODELS_DIR / "marts").glob("*.sql")}
    facts = world.rows("select indicator, mart from briefing_facts")
    assert {fact["indicator"] for fact in facts} <= known
    assert {fact["mart"] for fact in facts} <= marts


@pytest.mark.parametrize(
    ("fact_key", "text"),
    [
        ("aqi_yesterday", "昨日（11月19日）AQI 88，良，首要污染物 PM2.5；同口径比去年同日下降 6.4%。"),  # (88 − 94) / 94
        ("pm25_yesterday", "昨日（11月19日）PM2.5 日均浓度 53 μg/m³。"),
        ("aqi_day_before", "前日 AQI 80，昨日较前日上升 10.0%。"),  # (88 − 80) / 80
        ("forecast_2026-11-21", "11月21日预报 AQI 60～80（市监测中心，11月19日 17 时发布）。"),  # neither the older nor the later issue
        ("station_now_S2", "S2站：AQI 60，良，首要污染物 PM2.5。"),
        ("pm25_now", "今日 8 时晴川市 PM2.5 小时浓度 42 μg/m³（2 个站点平均）。"),  # 41.5 to even
        ("worst_station_now", "最近一小时指数最高的站点为S2站，实时 AQI 60。"),  # a micro station does not stand for the city
        ("late_stations", "1 个站点缺最近一小时数据：T1站。"),
        ("pm25_year", "今年以来 PM2.5 平均浓度 41 μg/m³，同比下降 6.4%。"),
        ("pm25_month", "本月 PM2.5 平均浓度 50 μg/m³，同比持平。"),
        ("good_days_year", "今年以来优良天数 8 天（有效 10 天），优良天数比例 80.0%，同口径比去年同期增加 1 天。"),
        ("composite_index_year", "今年以来环境空气质量综合指数 4.15，同口径同比下降 1.5%。"),
        ("rank_pm25", "2026年10月 PM2.5 浓度排名第 9（共 22 个），来源：省厅通报。"),
        ("gap_pm25", "今年以来 PM2.5 浓度高于目标 1 μg/m³，尚未达到目标。"),
        ("complaints_yesterday", "昨日收到信访举报 0 件。"),
        ("complaints_week", "近 7 天收到信访举报 2 件，其中重复件 2 件。"),  # five and six days ago
        ("alert", "重污染天气橙色预警生效中，自 11月19日 12 时起（晴重污办〔2026〕2号）。"),
        ("candidates", "拟查对象 4 家，其中建议入企检查 2 家，非现场核查 0 家；均为线索，非结论。"),
        ("positive_list", "监督执法正面清单内企业 2 家。"),
        ("visits_month", "本月现场检查 1 家次。"),
        ("off_site_share_year", "今年以来非现场执法占比 20.0%（非现场检查 1 家次，检查共 5 家次）。"),
    ],
)
def test_a_fact_reads_as_a_person_would_write_it(world: World, fact_key: str, text: str) -> None:
    assert texts(world)[fact_key] == text


def test_a_micro_station_is_no_fact_of_the_brief(world: World) -> None:
    assert {key for key in texts(world) if key.startswith("station_now_")} == {"station_now_S1", "station_now_S2"}


def test_the_competent_bodies_share_the_open_candidates_among_them(world: World) -> None:
    actions = world.rows("select sum(value) as n from briefing_facts where section = 'action'")
    assert actions == world.rows("select count(*) * 1.0 as n from patrol_candidates where not is_excluded and competent_body is not null")


def test_an_empty_feed_gives_no_fact_instead_of_a_zero() -> None:
    silent = briefed(**dict.fromkeys(("complaints", "complaint_enterprises", "raw_inspections", "raw_positive_list", "stg_alerts"), ()))
    gone = {"complaints_yesterday", "complaints_week", "visits_month", "off_site_share_year", "alert"}
    assert not gone & texts(silent).keys()


def test_a_leap_day_is_compared_with_nothing() -> None:
    rows = [row | {"observed_on": dt.date(2026, 11, 18)} if row["observed_on"].year == 2025 else row for row in air()["city_days"]]
    assert texts(briefed(city_days=rows))["aqi_yesterday"] == "昨日（11月19日）AQI 88，良，首要污染物 PM2.5。"


def test_a_complaint_feed_that_fell_silent_gives_no_fact_instead_of_a_zero(world: World) -> None:
    select = model_path("briefing_work_facts").read_text(encoding="utf-8").rstrip().rstrip(";")
    spoken = f"select count(*) as n from ({select}) where indicator = 'complaint_count'"
    world.con.execute("begin")
    try:
        assert world.rows(spoken)[0]["n"] == 2
        world.con.execute("update complaints set received_at = received_at - interval 60 day")
        assert world.rows(spoken)[0]["n"] == 0
    finally:
        world.con.execute("rollback")
