"""A what-if is the very models on the published file with other rule rows, and it writes nothing."""

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from pipelines import warehouse
from pipelines.errors import ModelError, NoBuildError
from pipelines.what_if import Change, chain, what_if
from tests.supervision_town import town
from tests.supervision_world import World

RULES = "rule_positive_list_rules"
TABLES = ("candidate_facts", "positive_list_checks", "positive_list_standings", "patrol_candidates")
# GB grades as 环办大气函〔2020〕340号 orders them, written by hand
RANKS = {"A+": 6, "A": 5, "引领性": 5, "B": 4, "B-": 3, "C": 2, "D": 1, "非引领性": 1}


def of(rule_id: str, part: str, column: str, value: float | None) -> Change:
    return Change(table=RULES, key=(("rule_id", rule_id), ("part", part)), column=column, value=value)


def rows(path: Path, query: str) -> pd.DataFrame:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(query).df()


def ordered(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in table.column_names]).combine_chunks()


def written(world: World, path: Path) -> Path:
    world.con.execute(f"attach '{path}' as published")
    world.con.execute("copy from database memory to published")
    world.con.execute("detach published")
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(World(town()), tmp_path_factory.mktemp("build") / "20261208T003000-abc123.duckdb")


@pytest.fixture(scope="module")
def built(demo_city: Path) -> Path:
    return warehouse.current(demo_city / "warehouse").path


def unchanged(path: Path) -> list[Change]:
    """Every threshold and window of the list's rules and every reason's points, at the value they have."""
    said = rows(path, f"select rule_id, part, threshold, window_days from {RULES} where threshold is not null")
    changes = [of(row.rule_id, row.part, "threshold", row.threshold) for row in said.itertuples()]
    changes += [of(row.rule_id, row.part, "window_days", int(row.window_days)) for row in said.dropna().itertuples()]
    reasons = rows(path, "select reason_id, points from rule_patrol_points")
    return changes + [
        Change(table="rule_patrol_points", key=(("reason_id", row.reason_id),), column="points", value=row.points)
        for row in reasons.itertuples()
    ]


def is_the_same(path: Path) -> None:
    asked = what_if(path, unchanged(path), wanted=TABLES)
    with duckdb.connect(str(path), read_only=True) as con:
        for table in TABLES:
            published = con.execute(f"select * from {table}").to_arrow_table()
            assert published.num_rows
            assert ordered(asked[table]).equals(ordered(published.select(asked[table].column_names))), table


def test_with_the_values_in_force_the_answer_is_what_was_published_bit_for_bit(small: Path) -> None:
    is_the_same(small)


def test_with_the_values_in_force_the_demo_city_is_what_was_published_bit_for_bit(built: Path) -> None:
    is_the_same(built)


@pytest.mark.parametrize("level", [1.0, 3.0, 5.0, 6.0])
def test_another_grade_is_judged_as_an_independent_count_judges_it(built: Path, level: float) -> None:
    checks = what_if(built, [of("IN-6", "grade", "threshold", level)], wanted=("positive_list_checks",))["positive_list_checks"].to_pandas()
    asked = checks[checks["rule_id"] == "IN-6"].set_index("enterprise_id")
    grades = rows(built, "select enterprise_id, grade from enterprises").set_index("enterprise_id")["grade"].map(RANKS)
    expected = grades.reindex(asked.index)
    assert (asked["is_met"].isna() == expected.isna()).all()
    known = expected.dropna()
    assert (asked.loc[known.index, "is_met"].astype(bool) == (known >= level)).all()


@pytest.mark.parametrize("days", [90, 365])
def test_another_look_back_counts_the_penalties_of_that_time(built: Path, days: int) -> None:
    checks = what_if(built, [of("IN-3", "penalty", "window_days", days)], wanted=("positive_list_checks",))[
        "positive_list_checks"
    ].to_pandas()
    asked = checks[checks["rule_id"] == "IN-3"].set_index("enterprise_id")["observed"].astype(float)
    events = rows(built, "select enterprise_id, kind, occurred_on from enterprise_evidence")
    kinds = set(rows(built, "select event_kind from rule_fact_kinds where fact = 'penalty_count'")["event_kind"])
    as_of = rows(built, "select as_of_on from run_moment")["as_of_on"].iloc[0]
    happened = pd.to_datetime(events["occurred_on"])
    age = (pd.Timestamp(as_of) - happened).dt.days
    counted = events[events["kind"].isin(kinds) & (age >= 0) & (age <= days)].groupby("enterprise_id").size()
    assert (asked == counted.reindex(asked.index).fillna(0)).all()
    assert asked.sum() > 0


def test_what_a_rule_lets_go_shows_in_the_standings(small: Path) -> None:
    """E1 exceeded its limit; when a hundred exceedances were allowed, that condition would be met."""
    before = rows(small, "select failed from positive_list_standings where enterprise_id = 'E1'")["failed"].iloc[0]
    moved = what_if(small, [of("IN-8", "exceedance", "threshold", 100.0)], wanted=("positive_list_standings",))
    after = moved["positive_list_standings"].to_pandas().set_index("enterprise_id").loc["E1", "failed"]
    assert after == before - 1


def test_nothing_is_written(small: Path) -> None:
    before = (hashlib.sha256(small.read_bytes()).hexdigest(), small.stat().st_mtime_ns, sorted(small.parent.iterdir()))
    what_if(small, [of("IN-6", "grade", "threshold", 1.0), of("IN-3", "penalty", "window_days", 30)], wanted=TABLES)
    assert (hashlib.sha256(small.read_bytes()).hexdigest(), small.stat().st_mtime_ns, sorted(small.parent.iterdir())) == before


def test_a_build_that_others_are_reading_can_be_asked(small: Path) -> None:
    with duckdb.connect(str(small), read_only=True, config={"memory_limit": "1GB"}) as reader:
        assert what_if(small, [of("IN-6", "grade", "threshold", 1.0)], wanted=("positive_list_checks",))
        assert reader.execute("select count(*) from positive_list_checks").fetchone()[0] > 0


def test_only_what_the_change_can_reach_is_computed(small: Path) -> None:
    present = frozenset(rows(small, "select table_name from duckdb_tables()")["table_name"])

    def names(table: str, column: str, wanted: str) -> list[str]:
        return [model.name for model in chain({table: frozenset({column})}, wanted=(wanted,), present=present)]

    assert names(RULES, "threshold", "positive_list_standings") == ["positive_list_checks", "positive_list_standings"]
    reached = names(RULES, "window_days", "positive_list_checks")
    assert reached[-2:] == ["candidate_facts", "positive_list_checks"]
    assert {"event_facts", "monitoring_facts"} <= set(reached)
    assert names("rule_patrol_points", "points", "patrol_candidates")[-1] == "patrol_candidates"
    assert names(RULES, "title_en", "positive_list_standings") == []


def test_a_table_the_build_lacks_is_computed_for_the_answer_alone(tmp_path: Path) -> None:
    world = World(town())
    expected = ordered(world.con.execute("select * from positive_list_standings").to_arrow_table())
    world.con.execute("drop table positive_list_standings")
    path = written(world, tmp_path / "old.duckdb")
    assert ordered(what_if(path, (), wanted=("positive_list_standings",))["positive_list_standings"]).equals(expected)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change(table="enterprises", key=(("enterprise_id", "E1"),), column="name", value="x"), "no rule table"),
        (Change(table="rule_nothing", key=(("rule_id", "IN-6"),), column="threshold", value=1.0), "no rule table"),
        (of("IN-6", "grade", "no_such_column", 1.0), "no column"),
        (of("IN-99", "grade", "threshold", 1.0), "no rule"),
    ],
)
def test_only_a_rule_that_is_there_can_be_changed(small: Path, change: Change, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        what_if(small, [change], wanted=("positive_list_checks",))


def test_what_is_not_whole_sql_is_refused(small: Path) -> None:
    with pytest.raises(ModelError, match="no model"):
        what_if(small, (), wanted=("nothing",))
    with pytest.raises(ModelError, match="by months or beside the SQL"):
        what_if(small, (), wanted=("hot_spots",))


def test_a_missing_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError, match="lanxun build"):
        what_if(tmp_path / f"{date(2026, 12, 8)}.duckdb", (), wanted=("positive_list_checks",))
