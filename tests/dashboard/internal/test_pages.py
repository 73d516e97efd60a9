"""The internal page in every state its data can be in."""

from pathlib import Path

import pytest

from dashboard.wording import TEXTS, Wording
from tests.dashboard.internal.opening import opened, said
from tests.dashboard.small_build import many_rows, one_row, write_city, write_settings

STATIONS = [("市政府", "national", 113.62, 34.75), ("微站 07", "micro", 113.6, 34.66)]


def opened_data(city: Path, *, language: str = "zh", part: str = ""):
    return opened(city, "data", language=language, **({"part": part} if part else {}))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_without_a_build_the_page_says_what_to_do(tmp_path: Path, language: str) -> None:
    text = said(opened_data(write_settings(tmp_path / "city"), language=language))
    assert Wording(language)("app.no_build") in text
    assert "lanxun build" in text


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("late", ("data.late_none", "data.feeds_unknown")),
        ("readings", ("data.doubts_unknown",)),
        ("sites", ("map.nothing", "data.suspected_none", "data.places_unknown")),
        ("identities", ("data.links_unknown",)),
        ("rejects", ("data.reasons_none", "data.examples_none")),
        ("proposals", ("data.proposals_none",)),
        ("files", ("data.files_none", "data.rules_none")),
    ],
)
def test_empty_tables_are_said_in_words(tmp_path: Path, part: str, keys: tuple[str, ...], language: str) -> None:
    page = opened_data(write_city(tmp_path / "city"), language=language, part=part)
    text, wording = said(page), Wording(language)
    assert [key for key in keys if wording(key) not in text] == []
    assert not page.dataframe


def test_one_row_is_shown_with_its_file_and_line(tmp_path: Path) -> None:
    page = opened_data(write_city(tmp_path / "city", rows=one_row()), part="rejects")
    text = said(page)
    assert "读入 2 行，退回 1 行（50.00%），1 个站点迟报" in text
    examples = page.dataframe[1].value
    assert examples[["file", "line", "raw_text"]].iloc[0].tolist() == ["企业.xlsx", 3, "东经一百一十三度"]


def test_the_time_of_the_build_is_the_citys_own(tmp_path: Path) -> None:
    """The build was finished at 00:30 universal time; the city is eight hours ahead."""
    assert "完成于 2026-12-08 08:30" in said(opened_data(write_city(tmp_path / "city", rows=one_row())))


def test_a_doubtful_datum_is_said_and_a_cleared_one_is_not(tmp_path: Path) -> None:
    text = said(opened_data(write_city(tmp_path / "city", rows=one_row()), part="sites"))
    assert "<b>存疑</b>　「plants」" in text
    assert "<b>不足以判断</b>　「stations」" in text
    assert "「lists」" not in text


def test_demo_data_say_so(tmp_path: Path) -> None:
    assert "演示数据" in said(opened_data(write_city(tmp_path / "city", rows=one_row())))


def test_a_build_without_freshness_does_not_claim_that_all_is_well(tmp_path: Path) -> None:
    text = said(opened_data(write_city(tmp_path / "city", rows=one_row() + "drop table station_freshness;")))
    assert "不足以判断" in text
    assert Wording()("data.late_none") not in text


def test_a_large_build_is_shown(tmp_path: Path) -> None:
    """400 rejected rows and 150 cells; the files' own counts say 3 × (0 + 1 + … + 17) = 459 rejected lines."""
    page = opened_data(write_city(tmp_path / "city", rows=many_rows(enterprises=100_000, stations=STATIONS)), part="sites")
    assert "退回 459 行" in said(page)
    assert '<div class="figure-value">150<small>个</small></div>' in said(page)


def test_a_damaged_build_is_a_sentence_not_a_trace(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city", tables="create table t (i int);", about="")
    assert "another version" in said(opened_data(city))
