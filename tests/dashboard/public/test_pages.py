"""The public page: before the first publication, and in every state of one."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.wording import TEXTS, Wording
from pipelines.city import City
from pipelines.disclosure.scan import RANKING_WORDS
from tests.dashboard.public.trial_page import opened, text
from tests.pipelines.disclosure.test_publish import published
from tests.pipelines.disclosure.trial_city import COUNTS, write

EMPTY = ";".join(
    f"delete from {table}"
    for table in ("stations", "station_hours", "stg_forecasts", "city_days", "positive_listings", "stg_inspections", "stg_corrections")
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    city = write(tmp_path_factory.mktemp("trial"), months={"2026-10": COUNTS, "2026-11": COUNTS})
    published(city)
    return city


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("is_demo", [True, False])
def test_before_the_first_publication_the_page_says_what_will_come_and_marks_demo_data(
    tmp_path: Path, language: str, is_demo: bool
) -> None:
    page = opened(replace(write(tmp_path), is_demo=is_demo), language=language)
    assert not page.exception
    wording = Wording(language)
    for part in ("air", "list_before", "complaints", "lead"):
        assert wording(f"public.{part}") in text(page)
    assert (wording("app.demo") in text(page)) is is_demo


def test_the_card_says_number_word_advice_groups_time_and_that_nothing_was_reviewed(city: City) -> None:
    said = text(opened(city))
    for part in (
        "<b>136</b>", "轻度污染", "儿童、老年人及心脏病、呼吸系统疾病患者应减少长时间、高强度的户外锻炼", "心血管和呼吸系统疾病患者",
        "首要污染物：PM2.5", "12-08 08:00", "实时数据，未经审核", "#FF7E00", "演示数据", "数据时间 2026-12-08 08:00",
    ):  # fmt: skip
        assert part in said


def test_one_s_own_station_is_chosen_from_the_list(city: City) -> None:
    page = opened(city)
    page.selectbox(key="station").select("S2")
    page.run()
    assert "公园　12-08 08:00" in text(page)
    assert "<b>145</b>" in text(page)


def test_today_and_tomorrow_are_those_of_the_imported_forecast(city: City) -> None:
    said = text(opened(city))
    assert "116–159" in said
    assert "轻度污染至中度污染" in said
    assert "监测中心，12-07 17:00 预报" in said


def test_a_company_is_found_by_a_part_of_its_name(city: City) -> None:
    page = opened(city)
    page.text_input(key="asked_checks").set_value("化工")
    page.run()
    assert "共 1 条，显示 1 条" in text(page)
    page.text_input(key="asked_list").set_value("没有这家")
    page.run()
    assert "共 0 条，显示 0 条" in text(page)


def test_the_right_of_reply_names_who_receives_it_and_shows_what_was_corrected(city: City) -> None:
    said = text(opened(city))
    assert "受理：县生态环境分局。联系方式：政务公开岗，0371-65551234。" in said
    assert "2026-11-25" in said
    assert "发现问题已责令改正" in said


def test_withheld_counts_are_said_to_be_withheld_and_totals_stand(city: City) -> None:
    said = text(opened(city))
    assert said.count(">不公布</span>") == 4
    assert ">31</td>" in said
    assert "可能认出个人的不公布" in said


def test_a_new_publication_is_read_without_a_restart(tmp_path: Path) -> None:
    city = write(tmp_path)
    assert "<b>136</b>" not in text(opened(city))
    published(city)
    assert "<b>136</b>" in text(opened(city))
    published(write(tmp_path, build_id="20261209T003000-abc124", changes="update station_hours set pm25_ngm3 = 50000"), minute=1)
    assert "<b>90</b>" in text(opened(city))


def test_empty_tables_are_said_in_words(tmp_path: Path) -> None:
    city = write(tmp_path, months={}, changes=EMPTY)
    published(city)
    page = opened(city)
    assert not page.exception
    for part in ("最近24小时没有读数", "暂无预报", "还没有可以公布的月份", "目前没有更正"):
        assert part in text(page)


def test_a_missing_index_reads_na_in_grey(tmp_path: Path) -> None:
    city = write(tmp_path, changes="update station_hours set aqi = null, level_code = null, pm10_ngm3 = null, pm25_ngm3 = 20000")
    published(city)
    page = opened(city)
    assert not page.exception
    assert '<p class="figure none" style=""><b>NA</b>' in text(page)


def test_a_file_that_cannot_be_read_leaves_the_one_before_it_standing(tmp_path: Path) -> None:
    city = write(tmp_path)
    done = published(city)
    broken = done.path.with_name("20990101T000000-broken.duckdb")
    broken.write_bytes(b"not a database")
    (done.path.parent / "current").write_text(broken.name, encoding="utf-8")
    page = opened(city)
    assert not page.exception
    assert "<b>136</b>" in text(page)


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_no_word_of_the_page_ranks_or_blames_anybody(city: City, language: str) -> None:
    """Neither in the wording nor on the page: no ranking, no worst, no culprit."""
    said = text(opened(city, language=language)) + "\n".join(value for key, value in TEXTS[language].items() if key.startswith("public."))
    words = re.sub(r"<[^>]+>", " ", said)
    assert RANKING_WORDS.findall(words) == []
    assert [word for word in ("元凶", "罪魁", "违法企业", "黑", "culprit", "offender", "blacklist", "exceedance of") if word in words] == []


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    hostile = '<img src=x onerror="window.wasRun=1">'
    changes = (
        f"update enterprises set name = '{hostile}'; update stations set name = '{hostile}'; update complaints set category = '{hostile}'"
    )
    city = write(tmp_path, changes=changes)
    published(city)
    said = text(opened(city))
    assert "<img" not in said
    assert "&lt;img" in said


def test_thousands_of_listings_are_shown_a_few_at_a_time(tmp_path: Path) -> None:
    more = (
        "insert into enterprises select 'X' || n, '企业' || n || '有限公司', null, null, null from range(5000) as t (n);"
        "insert into positive_listings select 'X' || n, 'C6', '第二批', date '2026-06-25', date '2027-06-24', true"
        " from range(5000) as t (n)"
    )
    city = write(tmp_path, changes=more)
    published(city)
    page = opened(city)
    assert "共 5001 条，显示 6 条" in text(page)
    page.button(key="more_count_list").click()
    page.run()
    assert "显示 46 条" in text(page)
    assert not page.exception


def test_the_english_page_says_the_same(city: City) -> None:
    said = text(opened(city, language="en"))
    for part in ("Trial County", "Lightly polluted", "not reviewed", "no problem found", "withheld", "Corrections"):
        assert part in said


def test_the_publication_time_is_that_of_the_city(city: City) -> None:
    """Published at 01:00 UTC, shown as 09:00 in the city."""
    assert dt.datetime(2026, 12, 8, 9, 0).strftime("本次公布：%Y-%m-%d %H:%M") in text(opened(city))


def test_with_an_approved_map_the_stations_stand_on_it_with_its_number(tmp_path: Path) -> None:
    write(tmp_path)
    toml = tmp_path / "city.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + 'map_approval_no = "试S（2026）001号"\n', encoding="utf-8")
    city = write(tmp_path)
    published(city)
    page = opened(city)
    assert not page.exception
    assert len(page.get("component_instance")) == 1
    assert len(opened(replace(city, map_approval_no=None)).get("component_instance")) == 0
