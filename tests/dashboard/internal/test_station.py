"""站点周边作战图 in every state its data can be in."""

from pathlib import Path

import pytest
import streamlit as st

import dashboard.internal.access.login as logins
from dashboard.internal.access.person import Person
from dashboard.wording import TEXTS, Wording
from tests.dashboard.internal.opening import opened, said
from tests.dashboard.small_build import write_city
from tests.dashboard.station_build import STATIONS, source, station_city, winds, zone

ZH = Wording()
TWO = source("E1") + source("E2", bearing_deg=95, listed=True)


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    """Every build of these tests has the same name, which is the key of what readers remember."""
    st.cache_data.clear()


def leader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "alone", lambda: Person(name="局长", roles=frozenset({"leader"})))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_build_without_the_tables_says_which(tmp_path: Path, language: str) -> None:
    text = said(opened(write_city(tmp_path / "city"), "station", language=language))
    assert Wording(language)("station.table.station_winds") in text


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_empty_tables_are_said_in_words(tmp_path: Path, language: str) -> None:
    assert Wording(language)("station.none") in said(opened(station_city(tmp_path / "city"), "station", language=language))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_station_alone_says_what_is_missing(tmp_path: Path, language: str) -> None:
    """One station, no reading, no wind, no source, no complaint, no plan: a sentence each."""
    city = station_city(tmp_path / "city", "insert into stations values ('S1', '市政府', 'national', 113.62, 34.75, 'ok', 0, 0);")
    text, wording = said(opened(city, "station", language=language)), Wording(language)
    for key in ("no_wind", "no_hours", "inventory_none", "complaints_none", "no_plan", "neighbours_none", "lines_none", "no_alert"):
        assert wording(f"station.{key}") in text
    assert wording("station.verdict_few_hours", windy=0) in text


def test_candidates_stand_with_both_sides(tmp_path: Path) -> None:
    text = said(opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4) + TWO), "station", id="S1"))
    assert text.count("data-candidate") == 2
    # 24 hours, 4 of them calm; both sources upwind in all others
    assert ZH("station.for_upwind", windy=20, hours=20, share="100%") in text
    assert ZH("station.against_calm", calm=4, hours=24) in text
    assert ZH("station.against_wind_distance", km="1.2") in text
    assert text.count(ZH("station.against_positive_list")) == 1
    assert text.count(ZH("station.against_no_data")) == 2
    assert text.count(ZH("station.against_direction", count="1")) == 2
    assert "重复件" in text


def test_one_candidate_alone_is_not_named(tmp_path: Path) -> None:
    text = said(opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4) + source("E1")), "station", id="S1"))
    assert ZH("station.verdict_too_few") in text
    assert "某某E1" not in text


def test_a_calm_night_names_nobody(tmp_path: Path) -> None:
    text = said(opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=13) + TWO), "station", id="S1"))
    assert ZH("station.verdict_calm", hours=24, calm=13, windy=11) in text
    assert "data-candidate" not in text
    assert "不足以判断" in text


def test_too_little_wind_names_nobody(tmp_path: Path) -> None:
    text = said(opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=0, hours=5) + TWO), "station", id="S1"))
    assert ZH("station.verdict_few_hours", windy=5) in text


def test_a_source_that_was_not_upwind_says_so(tmp_path: Path) -> None:
    own = "insert into enterprise_evidence values ('E3', 'treatment_off', '产污开治污停', '2026-12-07', '治污设施停运', 'x', 1);"
    rows = STATIONS + winds(calm_hours=4) + TWO + source("E3", share=0.1, bearing_deg=270) + own
    text = said(opened(station_city(tmp_path / "city", rows), "station", id="S1"))
    assert ZH("station.against_not_upwind", share="10%") in text


def test_a_leader_sees_kind_and_direction_but_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leader(monkeypatch)
    page = opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4) + TWO), "station", id="S1")
    tables = " ".join(table.value.to_csv() for table in page.dataframe)
    assert "data-candidate" in said(page)
    assert "某某" not in said(page) + tables
    assert ZH("station.map_help_no_names") in said(page)


def test_a_planner_sees_names(tmp_path: Path) -> None:
    assert "某某E1有限公司" in said(opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4) + TWO), "station", id="S1"))


def test_a_plan_that_would_disturb_the_monitor_stands_with_a_warning(tmp_path: Path) -> None:
    rows = STATIONS + winds(calm_hours=4) + zone("站点周边 500 米雾炮车全天作业；重污染时封闭站点门前道路")
    text = said(opened(station_city(tmp_path / "city", rows), "station", id="S1"))
    assert "雾炮车全天作业" in text
    assert text.count('class="disturbs"') == 1
    assert "“雾炮”" in text


def test_a_lawful_plan_stands_without_a_warning(tmp_path: Path) -> None:
    rows = STATIONS + winds(calm_hours=4) + zone("道路保洁加密；餐饮油烟巡查；严禁在采样口附近喷水")
    text = said(opened(station_city(tmp_path / "city", rows), "station", id="S1"))
    assert "道路保洁加密" in text
    assert 'class="disturbs"' not in text


def test_a_zone_without_a_plan_says_so(tmp_path: Path) -> None:
    rows = STATIONS + winds(calm_hours=4) + zone(None)
    assert ZH("station.zone_no_text") in said(opened(station_city(tmp_path / "city", rows), "station", id="S1"))


def test_an_unknown_address_shows_another_station_and_says_so(tmp_path: Path) -> None:
    page = opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4)), "station", id="../../etc")
    assert ZH("station.unknown") in said(page)
    assert page.selectbox[0].value in {"S1", "S2"}


def test_choosing_another_station_opens_it(tmp_path: Path) -> None:
    page = opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4)), "station", id="S1")
    page.selectbox[0].set_value("S2").run()
    assert not page.exception
    assert 'data-station="S2"' in said(page)


@pytest.mark.parametrize("pollutant", ["pm25", "co"])
@pytest.mark.parametrize("period", ["24h", "3d", "30d", "365d"])
def test_every_choice_draws_or_says_why_not(tmp_path: Path, pollutant: str, period: str) -> None:
    page = opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4)), "station", id="S1")
    buttons = {group.key: group for group in page.button_group}
    buttons["station-pollutant"].set_value(pollutant)
    buttons["station-period"].set_value(period).run()
    assert not page.exception
    text = said(page)
    # three days hold 68 hours of one wind, enough for the kernel; all of them lie in one place of the plot
    assert ZH("station.polar_not", fewest="6") in text or "不足以作图" in text


def test_micro_stations_are_for_reference_only(tmp_path: Path) -> None:
    page = opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4)), "station", id="S1")
    assert ZH("station.micro_note") in said(page)


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>`${alert(2)}`"
    rows = STATIONS + winds(calm_hours=4) + TWO + f"update enterprises set name = '{name}'; update stations set name = '{name}';"
    text = said(opened(station_city(tmp_path / "city", rows), "station", id="S1"))
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_a_large_surrounding_is_shown(tmp_path: Path) -> None:
    many = """
    insert into enterprises
    select 'X' || i, '企业' || i, 'industry', '', 113.6 + i / 1e6, 34.75, 'ok', '甲县', '乙镇', '正常生产', null, '颗粒物',
        false, false, false, false
    from range(20000) as r(i);
    insert into zone_members
    select 'ring', 'S1', 'S1', 'X' || i, [1, 3, 5][1 + i % 3], 1 + i % 5000, i % 360, true, (i % 10) / 10.0, 1234, 'ok'
    from range(20000) as r(i);
    """
    page = opened(station_city(tmp_path / "city", STATIONS + winds(calm_hours=4) + many), "station", id="S1")
    assert "20,000" in said(page)
