"""拟查对象建议清单 and 正面清单 on the demo city and in every state their tables can be in."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from dashboard.internal.reading import candidates, positive_list
from dashboard.internal.reading.warehouse import SETTINGS, Published
from dashboard.wording import TEXTS, Wording
from pipelines import warehouse
from pipelines.errors import NoBuildError
from tests.dashboard.internal.opening import opened, said
from tests.dashboard.small_build import write_city, write_settings

ZH = Wording()
PAGES = ("candidates", "positive_list")
TABLES = [
    "build_info",
    "build_rules",
    "run_moment",
    "stations",
    "station_freshness",
    "stg_districts",
    "zone_members",
    "enterprises",
    "patrol_candidates",
    "candidate_points",
    "candidate_exclusions",
    "candidate_verdicts",
    "complaint_enterprises",
    "enterprise_evidence",
    "visits_spared",
    "positive_listings",
    "positive_list_checks",
    "positive_list_standings",
    "rule_positive_list_rules",
    "rule_positive_list_categories",
    "rule_indicators",
    "rule_aqi_standards",
]
KEPT_WHOLE = ("build_info", "run_moment", "stations", "station_freshness", "stg_districts")


@pytest.fixture(scope="module")
def demo(demo_city: Path) -> Iterator[Published]:
    """The demo city, open for this module: pages open and close builds of their own meanwhile."""
    build = warehouse.current(demo_city / "warehouse")
    with duckdb.connect(str(build.path), read_only=True, config=dict(SETTINGS)) as con:
        yield Published(build_id=build.build_id, path=build.path, connection=con)


def part(demo: Published, folder: Path, *, which: str, more: str = "") -> Path:
    """Write a city whose build holds the demo city's rows of these enterprises; `more` is run on it afterwards."""
    write_settings(folder)
    (folder / "warehouse").mkdir()
    path = folder / "warehouse" / "20261208T003000-abc123.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(f"attach '{demo.path}' as demo (read_only)")
        for table in TABLES:
            columns = {row[0] for row in con.execute(f"describe demo.{table}").fetchall()}
            is_of_one = "enterprise_id" in columns and table not in KEPT_WHOLE
            con.execute(f"create table {table} as select * from demo.{table} {f'where {which}' if is_of_one else ''}")
        con.execute("detach demo")
        con.execute(more)
    (folder / "warehouse" / "current").write_text(path.name, encoding="utf-8")
    return folder


def rows_said(text: str) -> int:
    return int(re.search(r'data-rows="(\d+)"', text)[1])


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize(("key", "text"), [("candidates", "candidates.missing"), ("positive_list", "list.missing")])
def test_a_build_without_the_tables_says_so(tmp_path: Path, key: str, text: str, language: str) -> None:
    page = opened(write_city(tmp_path / "city"), key, language=language)
    assert Wording(language)(text, tables="X").partition("X")[0] in said(page)


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize(("key", "text"), [("candidates", "candidates.none"), ("positive_list", "list.no_feed")])
def test_empty_tables_are_said_in_words(demo: Published, tmp_path: Path, key: str, text: str, language: str) -> None:
    page = opened(part(demo, tmp_path / "city", which="false"), key, language=language)
    assert Wording(language)(text) in said(page)
    assert not page.dataframe


@pytest.mark.parametrize("key", PAGES)
def test_one_row_is_shown(demo: Published, tmp_path: Path, key: str) -> None:
    failing = "select enterprise_id, name from positive_list_standings join enterprises using (enterprise_id) where standing = 'remove'"
    enterprise_id, name = demo.rows(failing).iloc[0]
    city = part(
        demo, tmp_path / "city", which=f"enterprise_id = '{enterprise_id}'", more="update patrol_candidates set is_excluded = false"
    )
    text = said(opened(city, key))
    assert rows_said(text) == 1
    assert name in text
    assert f'data-card="{enterprise_id}"' in text


@pytest.mark.parametrize("key", PAGES)
def test_a_huge_build_is_shown_a_screenful_at_a_time(demo: Published, tmp_path: Path, key: str) -> None:
    grown = "".join(
        f"insert into {table} select x.* replace (x.enterprise_id || '-' || i as enterprise_id) from {table} x, range(30) as r(i);"
        for table in ("enterprises", "patrol_candidates", "positive_list_standings")
    )
    city = part(demo, tmp_path / "city", which="true", more=grown)
    page = opened(city, key)
    assert rows_said(said(page)) > 9_000
    assert len(page.dataframe[0].value) == 18


@pytest.mark.parametrize("name", ["</script><img src=x onerror=alert(1)>", "${alert(1)}`\\", "'; drop table x; --"])
@pytest.mark.parametrize("key", PAGES)
def test_a_hostile_name_is_only_a_name(demo: Published, tmp_path: Path, key: str, name: str) -> None:
    quoted = name.replace("'", "''")
    more = f"update enterprises set name = '{quoted}'; update patrol_candidates set name = '{quoted}', is_excluded = false;"
    which = "enterprise_id = (select min(enterprise_id) from demo.positive_list_standings where is_listed)"
    text = said(opened(part(demo, tmp_path / "city", which=which, more=more), key))
    assert "<img src=x" not in text
    assert rows_said(text) == 1


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("key", PAGES)
def test_the_demo_city_is_shown_in_both_languages(demo_city: Path, key: str, language: str) -> None:
    text = said(opened(demo_city, key, language=language))
    assert Wording(language)("app.demo") in text
    assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.S)


def test_the_figures_are_what_a_reader_counts(demo_city: Path, demo: Published) -> None:
    whole = demo.rows("select * from patrol_candidates")
    left_out = demo.rows("select distinct enterprise_id from candidate_exclusions where is_standing")
    proposed = whole[~whole["enterprise_id"].isin(left_out["enterprise_id"])]
    text = said(opened(demo_city, "candidates"))
    shown = dict(re.findall(r'data-figure="(\w+)">.*?figure-value">([\d,]+)', text, flags=re.S))
    assert {key: int(value.replace(",", "")) for key, value in shown.items() if key != "spared"} == {
        "proposed": len(proposed),
        "visits": int((proposed["action"] == "入企检查").sum()),
        "off_site": int((proposed["action"] == "非现场核查").sum()),
        "excluded": len(left_out),
    }
    assert rows_said(text) == len(proposed)


def test_filters_narrow_the_list_as_pandas_does(demo_city: Path, demo: Published) -> None:
    page = opened(demo_city, "candidates")
    page.multiselect(key="candidates-types").set_value(["industry"])
    page.multiselect(key="candidates-evidence").set_value(["own_data", "complaint"]).run()
    whole = demo.rows("select * from patrol_candidates where not is_excluded and source_type = 'industry'")
    expected = whole[(whole["points_own_data"] > 0) | (whole["points_complaint"] > 0)].sort_values("rank_no")
    assert rows_said(said(page)) == len(expected)
    assert page.dataframe[0].value["rank_no"].tolist() == expected["rank_no"].head(18).tolist()


def test_a_zone_holds_who_lies_within_its_radius(demo: Published) -> None:
    inside = candidates.CANDIDATES.rows(demo, zone="5190A", within_km="1")
    placed = demo.rows("select enterprise_id, x_m, y_m from enterprises where x_m is not null")
    (at,) = demo.rows("select x_m, y_m from stations where station_id = '5190A'").itertuples(index=False)
    near = placed[np.hypot(placed["x_m"] - at.x_m, placed["y_m"] - at.y_m) <= 1000]["enterprise_id"]
    proposed = demo.rows("select enterprise_id from patrol_candidates where not is_excluded")["enterprise_id"]
    assert set(inside["enterprise_id"]) == set(near) & set(proposed)


def test_everyone_left_out_stands_with_the_rule(demo_city: Path, demo: Published) -> None:
    page = opened(demo_city, "candidates")
    page.button_group(key="candidates-state").set_value("excluded").run()
    left_out = demo.rows("select distinct enterprise_id from candidate_exclusions where is_standing")
    assert rows_said(said(page)) == len(left_out)
    assert page.dataframe[0].value["exclusion"].str.match(r"X-\d ").all()


@pytest.mark.parametrize("asked", [{}, {"state": "excluded"}, {"types": "catering,boiler", "bands": "中,低"}, {"zone": "GK01"}])
def test_the_map_draws_the_rows_of_the_list_in_their_order(demo: Published, asked: dict[str, str]) -> None:
    rows = candidates.CANDIDATES.rows(demo, **asked)
    drawn = np.frombuffer(candidates.POINTS.packed(demo, **asked), dtype="<f4").reshape(-1, 3)
    places = demo.rows("select enterprise_id, lon, lat from enterprises").set_index("enterprise_id").loc[rows["enterprise_id"]]
    assert len(drawn) == len(rows)
    np.testing.assert_array_equal(drawn[:, 0], places["lat"].to_numpy("<f4"))
    np.testing.assert_array_equal(drawn[:, 1], places["lon"].to_numpy("<f4"))


def test_the_address_chooses_the_one_it_names(demo_city: Path, demo: Published) -> None:
    asked = demo.rows("select enterprise_id from patrol_candidates where not is_excluded and rank_no = 40")["enterprise_id"].iloc[0]
    page = opened(demo_city, "candidates", id=asked)
    assert f'data-card="{asked}"' in said(page)
    assert 40 in page.dataframe[0].value["rank_no"].tolist()


def test_moving_nothing_changes_nobody(demo: Published) -> None:
    assert positive_list.moved(demo, ()).empty


def test_the_sandbox_says_who_leaves_and_back_again(demo_city: Path, demo: Published) -> None:
    """With grade A asked of everybody, who leaves are the sound members that have another grade."""
    page = opened(demo_city, "positive_list")
    page.button_group(key="list-view").set_value("policy").run()
    assert ZH("list.policy_help") in said(page)
    page.number_input(key="policy-IN-6-grade-threshold").set_value(5.0).run()
    assert not page.exception
    sound = demo.rows("select e.grade from positive_list_standings s join enterprises e using (enterprise_id) where standing = 'sound'")
    leaving = int(sound["grade"].isin(["B", "B-", "C", "D", "非引领性"]).sum())
    assert f'data-moved="0,{leaving},0,' in said(page)
    assert leaving > 0
    page.button(key="reset-policy").click().run()
    assert 'data-moved="none"' in said(page)
    assert page.number_input(key="policy-IN-6-grade-threshold").value == 4.0


def test_a_threshold_of_nought_is_a_move_like_any_other(demo_city: Path) -> None:
    page = opened(demo_city, "positive_list")
    page.button_group(key="list-view").set_value("policy").run()
    page.number_input(key="policy-IN-7-kinds-threshold").set_value(0.0).run()
    assert 'data-moved="none"' not in said(page)
    assert ZH("list.moved") in said(page)


def test_a_person_of_a_township_is_told_of_that_township(demo: Published) -> None:
    town = demo.within(frozenset({"霁桥镇"}))
    assert set(candidates.CANDIDATES.rows(town)["township"]) == {"霁桥镇"}
    moved = positive_list.moved(town, (("IN-6", "grade", "threshold", 6.0),))
    assert set(moved["township"]) == {"霁桥镇"}
    assert len(moved) < len(positive_list.moved(demo, (("IN-6", "grade", "threshold", 6.0),)))


def test_a_build_that_went_away_is_a_sentence(demo: Published, tmp_path: Path) -> None:
    gone = Published(build_id="gone", path=tmp_path / "gone.duckdb", connection=demo.connection)
    with pytest.raises(NoBuildError, match="lanxun build"):
        positive_list.moved(gone, (("IN-6", "grade", "threshold", 6.0),))
