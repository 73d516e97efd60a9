"""Facts, points, exclusions and positive-list checks of a town whose truth is written by hand (tests/supervision_town.py)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipelines.rules import load_rules
from tests.supervision_town import AS_OF, ago, complaint, enterprise, power, town, visit
from tests.supervision_world import CHAIN, World


@pytest.fixture(scope="module")
def world() -> World:
    return World(town())


def one(world: World, query: str) -> dict[str, Any]:
    (row,) = world.rows(query)
    return row


def shadowed(name: str, key: str, value: str, column: str, number: float) -> dict[str, pa.Table]:
    """The rule table with one number changed."""
    table = load_rules(jurisdiction="CN")[f"rule_{name}"]
    changed = pc.if_else(pc.equal(table[key], value), pa.scalar(number, table[column].type), table[column])
    return {f"rule_{name}": table.set_column(table.schema.get_field_index(column), column, changed)}


def test_a_city_without_supervision_feeds_gets_empty_tables() -> None:
    empty = World({"run_moment": town()["run_moment"], "enterprises": [enterprise("R1", source_type="catering")]})
    left = {name for name in CHAIN if empty.rows(f"select 1 from {name} limit 1")}
    assert left <= {"category_facts", "frequency_used", "candidate_facts", "complaint_radius"}


@pytest.mark.parametrize("name", CHAIN)
def test_a_model_uses_only_the_types_every_engine_has(name: str, world: World) -> None:
    types = {row[1] for row in world.con.execute(f"describe {name}").fetchall()}
    assert types <= {"BIGINT", "DOUBLE", "VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP", "INTEGER"}


def test_an_emission_at_its_limit_does_not_exceed_it(world: World) -> None:
    day = one(world, f"select * from outlet_days where day_on = '{ago(3)}'")
    assert (day["hours"], day["valid_hours"], day["exceedance_hours"], day["max_ugm3"]) == (4, 4, 2, 40_000)


def test_an_hour_marked_as_maintenance_is_never_judged(world: World) -> None:
    day = one(world, f"select * from outlet_days where day_on = '{ago(4)}'")
    assert (day["hours"], day["valid_hours"], day["running_hours"], day["exceedance_hours"]) == (3, 0, 3, 0)


def test_evidence_names_the_pollutant_and_not_the_code_a_monitor_sends() -> None:
    coded = town()
    coded["raw_outlets"] = [{"outlet_id": "DA1", "enterprise_id": "E1", "pollutant": "A24088", "limit_mgm3": 35.0}]
    coded["raw_emissions"] = [row | {"pollutant": "A24088"} for row in coded["raw_emissions"]]
    row = one(World(coded), "select source_key, evidence from monitoring_events where kind = 'cems_exceedance'")
    assert "的 非甲烷总烃 超标 2 小时" in row["evidence"]
    assert "24088" not in row["evidence"]
    assert row["source_key"].startswith("DA1/A24088/")


def test_production_that_runs_while_its_treatment_stands_is_counted_in_seconds(world: World) -> None:
    day = one(world, "select * from line_days")
    assert (day["producing_s"], day["compared_s"], day["treatment_off_s"]) == (4 * 3600, 4 * 3600, 2 * 3600)


def test_a_line_told_to_stop_and_running_is_counted_only_while_the_alert_holds() -> None:
    begins = dt.datetime.combine(ago(2), dt.time(9))
    tables = town() | {
        "stg_alerts": [{"level": "orange", "starts_at": begins, "ends_at": begins + dt.timedelta(hours=2)}],
        "raw_emergency_plan": [{"enterprise_id": "E1", "line": "一线", "level": "orange", "target_share": 0.0}],
    }
    day = one(World(tables), "select * from line_days")
    assert (day["stop_ordered_s"], day["stop_ignored_s"]) == (2 * 3600, 2 * 3600)


def test_a_later_file_corrects_a_power_reading() -> None:
    tables = town()
    corrected = [row | {"source_received_at": AS_OF} for row in power("T", ago(2), 12.0, range(10, 12))]
    day = one(World(tables | {"raw_power": [*tables["raw_power"], *corrected]}), "select * from line_days")
    assert day["treatment_off_s"] == 0


def test_a_complaint_on_the_edge_of_the_radius_belongs_to_the_enterprise(world: World) -> None:
    linked = world.rows("select enterprise_id from enterprise_events where source_key = 'C2' and kind = 'complaint_repeat'")
    assert [row["enterprise_id"] for row in linked] == ["E4"]  # 500.0 m is inside, E3 at 500.1 m is not


def test_only_a_complaint_that_names_the_enterprise_counts_as_verified_against_it(world: World) -> None:
    facts = world.rows("select enterprise_id, fact_key from candidate_facts where fact_key like '%complaint_count' and window_days = 365")
    assert {(row["enterprise_id"], row["fact_key"]) for row in facts} == {
        ("E4", "verified_complaint_count"),
        ("E2", "near_complaint_count"),
    }


def test_history_is_shrunk_towards_the_city_and_fades_by_half_in_its_half_life(world: World) -> None:
    # Six on-site visits, two with problems: p0 = 1/3. E5: one problem 730 days old counts 0.5: (0.5 + 3/3) / (1 + 3).
    rate = one(world, "select observed from candidate_facts where enterprise_id = 'E5' and fact_key = 'violation_rate'")
    assert rate["observed"] == pytest.approx(0.375, rel=1e-12)


def test_points_add_up_by_hand(world: World) -> None:
    # E1: own data 20; key unit 10; 400 days since the visit, full 5; history (0 + 1) / 4 = 0.25 of 0.30, 12.5 of 15.
    row = one(world, "select * from patrol_candidates where enterprise_id = 'E1'")
    parts = {name: row[f"points_{name}"] for name in ("upwind", "own_data", "complaint", "history", "unfixed", "hazard", "recency")}
    assert parts == {"upwind": 0, "own_data": 20, "complaint": 0, "history": 12.5, "unfixed": 0, "hazard": 10, "recency": 5}
    assert (row["total"], row["band"]) == (47.5, "中")


def test_of_one_group_only_the_best_reason_counts(world: World) -> None:
    rows = world.rows(
        "select reason_id, points, points_alone from candidate_points where enterprise_id = 'E4' and reason_group = 'complaint'"
    )
    assert sorted((r["reason_id"], r["points"], r["points_alone"]) for r in rows) == [
        ("repeat_complaint", 15, 15),
        ("single_complaint", 0, 6),
    ]


def test_never_visited_counts_the_full_recency(world: World) -> None:
    row = one(world, "select points, evidence from candidate_points where enterprise_id = 'E3' and reason_id = 'recency'")
    assert row == {"points": 5, "evidence": "无现场检查记录"}


def test_every_point_names_its_source_row(world: World) -> None:
    assert not world.rows("select 1 from candidate_points where source_table is null or source_key is null or evidence is null")
    row = one(world, "select * from candidate_points where enterprise_id = 'E4' and reason_id = 'unverified_fix'")
    assert (row["source_table"], row["source_key"], row["source_file"], row["source_line"]) == ("visits", "V3", "检查.csv", 7)


def test_the_positive_list_keeps_out_unless_recorded_evidence_speaks(world: World) -> None:
    rows = {row["enterprise_id"]: row for row in world.rows("select * from candidate_exclusions where rule_id = 'X-1'")}
    assert (rows["E1"]["is_standing"], rows["E1"]["override_rule_id"]) == (False, "O-3")
    assert (rows["E2"]["is_standing"], rows["E2"]["override_rule_id"]) == (True, None)


def test_a_visit_within_thirty_days_excludes_unless_something_new_came_after_it(world: World) -> None:
    assert one(world, "select * from candidate_exclusions where enterprise_id = 'E4' and rule_id = 'X-2'")["override_rule_id"] == "O-4"
    for days, found in ((30, 1), (31, 0)):
        tables = {"run_moment": town()["run_moment"], "enterprises": [enterprise("A")], "raw_inspections": [visit("V", "A", days)]}
        tables |= {
            "enterprise_links": [{"source_key": "l:A", "enterprise_id": "A"}],
            "stg_enterprises": [{"source_key": "l:A", "enterprise_id": "A"}],
        }
        assert len(World(tables).rows("select 1 from candidate_exclusions where is_standing and rule_id = 'X-2'")) == found


def test_everyone_left_out_is_listed_with_the_rule(world: World) -> None:
    rows = world.rows("select enterprise_id, exclusion_rule_id from patrol_candidates where is_excluded order by 1")
    assert [tuple(row.values()) for row in rows] == [("E2", "X-1"), ("E6", "X-4")]
    assert max(row["rank_no"] for row in world.rows("select rank_no from patrol_candidates where not is_excluded")) == 4


def test_each_candidate_has_one_action_and_only_own_matters_enter_visits(world: World) -> None:
    rows = {row["enterprise_id"]: row for row in world.rows("select * from patrol_candidates")}
    assert {key: row["action"] for key, row in rows.items()} == {
        "E1": "入企检查", "E2": "非现场核查", "E3": "属地巡查", "E4": "入企检查", "E5": "属地巡查", "E6": "属地巡查",
    }  # fmt: skip
    assert (rows["E5"]["competent_body"], rows["E5"]["is_basis_available"]) == ("城市管理部门", False)


def test_frequency_counts_this_year_and_leaves_out_case_inspections() -> None:
    tables = town()
    more = [visit("W1", "E4", 12, kind="个案"), visit("W2", "E4", 400, kind="日常"), visit("W3", "E4", 13, mode="off_site")]
    row = one(
        World(tables | {"raw_inspections": [*tables["raw_inspections"], *more]}), "select * from frequency_used where enterprise_id = 'E4'"
    )
    assert (row["used"], row["max_per_year"], row["left_this_year"]) == (2, 2, 0)


def test_a_what_if_is_the_same_sql_with_other_rule_rows() -> None:
    changed = World(town(), rules=shadowed("patrol_points", "reason_id", "own_exceedance", "points", 40.0))
    row = one(changed, "select * from patrol_candidates where enterprise_id = 'E1'")
    assert (row["points_own_data"], row["total"], row["band"]) == (40, 67.5, "高")


def test_a_rule_that_no_data_can_answer_is_left_to_a_person(world: World) -> None:
    row = one(world, "select * from positive_list_checks where enterprise_id = 'E1' and rule_id = 'EX-2'")
    assert (row["is_met"], row["evidence"]) == (None, "无数据，待人工核实")
    near = one(world, "select * from positive_list_checks where enterprise_id = 'E2' and rule_id = 'IN-9'")
    assert near["is_met"] is None
    assert "待人工核实" in near["evidence"]


@pytest.mark.parametrize(
    ("enterprise_id", "rule_id", "part", "is_met"),
    [
        ("E1", "IN-1", "category", True),
        ("E1", "IN-3", "penalty", True),  # the case register has rows, none of them hers
        ("E1", "IN-6", "grade", True),
        ("E1", "IN-8", "exceedance", False),
        ("E1", "OUT-4", "treatment", False),
        ("E1", "OUT-7", "grade", True),
        ("E2", "IN-2", "permit", True),
        ("E2", "IN-6", "grade", True),  # B is enough for admission
        ("E2", "IN-8", "exceedance", None),  # no CEMS, nothing measured
        ("E5", "IN-3", "penalty", False),
        ("E5", "RE-1", "general", True),  # 500 days of 365
        ("E5", "RE-1", "fraud", False),  # 500 days of 1095
    ],
)
def test_a_positive_list_rule_is_judged(world: World, enterprise_id: str, rule_id: str, part: str, is_met: bool | None) -> None:
    where = f"enterprise_id = '{enterprise_id}' and rule_id = '{rule_id}' and part = '{part}'"
    assert one(world, f"select is_met from positive_list_checks where {where}")["is_met"] is is_met


def test_a_fault_before_the_listing_does_not_remove() -> None:
    tables = town()
    old = {"case_id": "K0", "enterprise_id": "E2", "opened_on": ago(201), "kind": "大气"}
    row = one(
        World(tables | {"raw_cases": [*tables["raw_cases"], old]}),
        "select * from positive_list_checks where enterprise_id = 'E2' and rule_id = 'OUT-1'",
    )
    assert (row["is_met"], row["evidence"]) == (True, "纳入后无记录")


def test_a_grade_given_before_the_listing_still_holds() -> None:
    """A removal rule that counts faults begins with the listing; a grade does not fade because it is older."""
    tables = town()
    listed = [{**row, "category": "C6"} for row in tables["raw_positive_list"]]
    graded = [{**row, "graded_on": ago(700)} for row in tables["enterprises"]]
    world = World(tables | {"raw_positive_list": listed, "enterprises": graded})
    judged = world.rows("select enterprise_id, observed, is_met from positive_list_checks where rule_id = 'OUT-7' order by enterprise_id")
    assert [(row["enterprise_id"], row["observed"], row["is_met"]) for row in judged] == [("E1", 5.0, True), ("E2", 4.0, False)]


def test_a_member_that_fails_a_removal_rule_is_proposed_for_removal_and_a_condition_for_review(world: World) -> None:
    """E1 exceeded its limit and ran without treatment after its listing; E2 has a verified complaint that named it."""
    standing = {row["enterprise_id"]: row for row in world.rows("select * from positive_list_standings")}
    assert (standing["E1"]["is_listed"], standing["E1"]["standing"]) == (True, "remove")
    failed = world.rows("select enterprise_id from positive_list_checks where is_listed and not is_met and rule_group = 'admission'")
    assert standing["E1"]["failed"] == sum(row["enterprise_id"] == "E1" for row in failed)
    assert all(row["is_listed"] == (row["standing"] in {"remove", "below", "renew", "sound"}) for row in standing.values())


def test_whoever_is_spared_a_visit_is_our_own_and_says_why(world: World) -> None:
    spared = world.rows("select * from visits_spared order by enterprise_id")
    own = {row["enterprise_id"]: row for row in world.rows("select * from patrol_candidates where is_own_matter")}
    kinds = "('is_on_positive_list', 'frequency_left')"
    standing = world.rows(f"select distinct enterprise_id from candidate_exclusions where is_standing and fact_key in {kinds}")
    by_rule = {row["enterprise_id"] for row in standing} & own.keys()
    off_site = {name for name, row in own.items() if row["action"] == "非现场核查" and not row["is_excluded"]}
    assert {row["enterprise_id"] for row in spared} == by_rule | off_site
    assert all(row["basis"] for row in spared)


def test_a_code_that_two_enterprises_share_names_nobody() -> None:
    tables = town() | {
        "enterprise_links": [{"source_key": "a:X", "enterprise_id": "E1"}, {"source_key": "b:X", "enterprise_id": "E2"}],
        "stg_enterprises": [{"source_key": "a:X", "enterprise_id": "X"}, {"source_key": "b:X", "enterprise_id": "X", "uscc": "U2"}],
    }
    codes = World(tables, chain=("enterprise_codes",)).rows("select code, enterprise_id from enterprise_codes order by code")
    assert [tuple(row.values()) for row in codes] == [("E1", "E1"), ("E2", "E2"), ("U2", "E2"), ("a:X", "E1"), ("b:X", "E2")]


def test_the_order_of_the_rows_changes_nothing(world: World) -> None:
    mixed = World({name: rows if name == "raw_power" else rows[::-1] for name, rows in town().items()})
    for name in ("candidate_facts", "patrol_candidates", "positive_list_checks"):
        assert (
            mixed.con.execute(f"select * from {name} order by all").fetchall()
            == world.con.execute(f"select * from {name} order by all").fetchall()
        )


def test_a_complaint_older_than_its_window_earns_nothing() -> None:
    tables = town()
    tables["complaints"] = [complaint("C1", 31, is_repeat=True)]
    assert not World(tables).rows("select 1 from candidate_points where reason_id = 'repeat_complaint'")
