"""排名与考核, 应急管控清单 and 口径 on the demo city and on builds that lack what they show."""

from pathlib import Path

import pytest

from dashboard.internal.changes import change
from dashboard.internal.reading import rules
from dashboard.internal.reading.listings import PLACES_ALLOWED, known, without_bulk_places
from dashboard.internal.reading.warehouse import Published, current
from dashboard.wording import TEXTS, Wording
from pipelines.city import load
from tests.dashboard.internal.opening import opened, said
from tests.dashboard.small_build import write_city

ZH = Wording()


@pytest.fixture(scope="module")
def demo(demo_city: Path) -> Published:
    return current(demo_city)


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize(("key", "text"), [("ranking", "ranking.no_air"), ("emergency", "app.fault"), ("rules", "rules.none")])
def test_a_build_without_the_tables_says_so(tmp_path: Path, key: str, text: str, language: str) -> None:
    page = opened(write_city(tmp_path / "city"), key, language=language)
    assert Wording(language)(text) in said(page)


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("key", ["ranking", "emergency", "rules"])
def test_the_demo_city_is_shown_in_both_languages(demo_city: Path, key: str, language: str) -> None:
    text = said(opened(demo_city, key, language=language))
    assert Wording(language)(f"page.{key}") in text
    assert Wording(language)("app.demo") in text


def test_each_ranking_counts_as_a_reader_would(demo_city: Path, demo: Published) -> None:
    """Ranks recomputed with pandas from the published values, ties sharing the smaller rank."""
    given = {"area_kind": "township", "period_kind": "year_to_date", "period": "2026", "standard_id": "HJ633-2026", "basis": "raw"}
    rows = known()["area_ranks"].rows(demo, **given)
    assert len(rows) == 18
    for rank, value, ascending in (
        ("composite_rank", "composite_index", True),
        ("pm25_rank", "pm25_mean_ugm3", True),
        ("good_days_rank", "good_days", False),
    ):
        assert rows[rank].tolist() == rows[value].rank(method="min", ascending=ascending).astype(int).tolist()


def test_a_text_not_in_force_is_said_to_be_a_recomputation(demo_city: Path) -> None:
    page = opened(demo_city, "ranking")
    assert ZH("ranking.recomputed") not in said(page)
    page.button_group[-1].set_value("HJ633-2012").run()
    assert ZH("ranking.recomputed") in said(page)


def test_micro_stations_are_not_ranked(demo: Published) -> None:
    ranked = demo.rows(
        "select distinct s.level from station_areas as a join stations as s using (station_id) where a.area_kind = 'township'"
    )
    assert ranked["level"].tolist() == ["township"]


def test_a_yield_has_its_numerator_and_denominator(demo: Published) -> None:
    (area,) = demo.rows("select distinct area from enforcement_statistics where area_kind = 'city'")["area"]
    rows = known()["channel_yields"].rows(demo, area_kind="city", area=area, period_kind="year", period="2026")
    counted = rows[rows["checks"] > 0]
    assert len(counted) >= 8
    assert (100 * counted["visits_with_problems"] / counted["checks"] - counted["problem_rate"]).abs().max() < 1e-9


def test_the_plan_of_the_level_in_force_is_shown_first(demo_city: Path, demo: Published) -> None:
    page = opened(demo_city, "emergency")
    (level,) = demo.rows("select level from alerts_in_force")["level"]
    lines = int(demo.rows("select count(*) as n from stg_emergency_plan where level = $level", {"level": level})["n"].iloc[0])
    assert ZH.label("alert", level) in said(page)
    assert len(page.dataframe[0].value) == lines > 0


def test_every_rule_row_in_force_has_clause_and_status(demo: Published) -> None:
    for listing in (rules.DEFINITIONS, *rules.TABLES.values()):
        rows = listing.rows(demo)
        assert rows["clause"].str.len().gt(0).all(), listing.key
        assert set(rows["status"]) <= {"official", "reported", "unconfirmed"}, listing.key


def test_a_rule_is_shown_on_the_days_it_holds(demo: Published) -> None:
    standards = rules.TABLES["aqi_standards"]
    assert standards.rows(demo, on="2026-02-28")["standard_id"].tolist() == ["HJ633-2012"]
    assert standards.rows(demo, on="2026-03-01")["standard_id"].tolist() == ["HJ633-2026"]


@pytest.mark.parametrize("key", sorted(known()))
def test_every_table_that_can_be_taken_along_has_a_name_and_no_private_column(key: str, demo: Published) -> None:
    rows = known()[key].rows(demo)
    private = {"content", "reporter_key", "liaison_name", "liaison_phone", "officer_licences", "contact", "licence"}
    assert not private & set(rows.columns)
    for language in TEXTS:
        assert Wording(language).has(f"listing.{key}")


@pytest.mark.parametrize(
    ("value", "is_lower_better", "expected"),
    [(3.0, True, "↑3.0% 恶化"), (3.0, False, "↑3.0% 改善"), (-3.0, True, "↓3.0% 改善"), (0.04, True, "持平"), (None, True, "无可比数据")],
)
def test_a_change_has_an_arrow_and_a_word(value: float | None, is_lower_better: bool, expected: str) -> None:
    assert change(value, unit="%", is_lower_better=is_lower_better, wording=ZH) == expected


def test_many_coordinates_leave_the_house_only_with_the_right(demo: Published, demo_city: Path) -> None:
    from dashboard.internal.access.person import Person, alone

    rows = demo.rows("select enterprise_id, lon, lat from enterprises")
    assert len(rows) > PLACES_ALLOWED
    leader = Person(name="a", roles=frozenset({"leader"}))
    assert list(without_bulk_places(rows, leader).columns) == ["enterprise_id"]
    assert list(without_bulk_places(rows, alone()).columns) == ["enterprise_id", "lon", "lat"]
    assert load(demo_city).is_demo
