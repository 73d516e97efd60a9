"""Counts and shares of enforcement, each with its denominator."""

from __future__ import annotations

from typing import Any

import pytest

from tests.supervision_town import ago, enterprise, town, visit
from tests.supervision_world import World


def statistics(*, visits: list[dict[str, Any]], cases: list[dict[str, Any]] | None = None) -> World:
    tables = {
        "run_moment": town()["run_moment"],
        "enterprises": [enterprise("A", district="东区"), enterprise("B", district="西区")],
        "enterprise_links": [{"source_key": f"l:{name}", "enterprise_id": name} for name in "AB"],
        "stg_enterprises": [{"source_key": f"l:{name}", "enterprise_id": name} for name in "AB"],
    }
    return World(tables | {"raw_inspections": visits, "raw_cases": cases or []})


def value(world: World, measure: str, *, area: str = "晴川市", channel: str = "", period: str = "2026") -> tuple[float | None, ...]:
    where = f"measure = '{measure}' and area = '{area}' and channel = '{channel}' and period = '{period}'"
    (row,) = world.rows(f"select numerator, denominator, value from enforcement_statistics where {where}")
    return tuple(row.values())


def test_off_site_share_is_off_site_checks_of_all_checks_without_assistance() -> None:
    modes = ("off_site", "off_site", "on_site", "on_site", "on_site", "assistance")
    world = statistics(visits=[visit(f"V{n}", "A", n + 1, mode=mode) for n, mode in enumerate(modes)])
    assert value(world, "off_site_share") == (2, 5, 40)
    assert value(world, "assistance_count")[2] == 1


def test_a_share_of_nothing_is_null() -> None:
    world = statistics(visits=[visit("V1", "A", 1)])
    assert value(world, "random_problem_rate") == (0, 0, None)
    assert value(world, "joint_share") == (0, 0, None)  # the list does not say which visits were joint


def test_people_count_only_visits_that_say_who_went() -> None:
    licences = ("甲01；乙02", "甲01, 乙02、丙03", None)
    world = statistics(visits=[visit(f"V{n}", "A", n + 1, officer_licences=text) for n, text in enumerate(licences)])
    assert value(world, "people_count") == (5, 2, 5)
    assert value(world, "people_per_visit") == (5, 2, 2.5)


def test_the_random_draw_and_the_campaign_are_told_apart_by_their_yield() -> None:
    drawn = [visit(f"R{n}", "A", n + 1, is_random=True, problems_found=int(n < 9)) for n in range(46)]
    other = [visit(f"C{n}", "B", n + 1, is_random=False, channel="一号行动", problems_found=int(n < 7)) for n in range(200)]
    world = statistics(visits=drawn + other)
    assert value(world, "random_problem_rate") == (9, 46, pytest.approx(100 * 9 / 46))
    assert value(world, "problem_rate", channel="一号行动") == (7, 200, 3.5)
    assert value(world, "visit_count", area="西区")[2] == 200


def test_a_case_belongs_to_the_channel_of_the_last_check_before_it() -> None:
    visits = [visit("V1", "A", 30, channel="双随机"), visit("V2", "A", 20, channel="12369"), visit("V3", "A", 5, channel="专项")]
    cases = [{"case_id": "K", "enterprise_id": "A", "opened_on": ago(10), "decided_on": ago(4), "fine_cny": 53000.0, "kind": "大气"}]
    world = statistics(visits=visits, cases=cases)
    assert (value(world, "case_count", channel="12369")[2], value(world, "case_count", channel="专项")[2]) == (1, 0)
    assert value(world, "fine_per_decision") == (53000, 1, 53000)


def test_a_visit_of_an_unknown_enterprise_counts_for_the_city_and_no_district() -> None:
    world = statistics(visits=[visit("V1", "无此企业", 1), visit("V2", "A", 1)])
    assert value(world, "visit_count")[2] == 2
    areas = world.rows("select distinct area from enforcement_statistics order by area")
    assert [row["area"] for row in areas] == ["东区", "晴川市"]


def test_months_of_a_year_add_up_to_it() -> None:
    world = statistics(visits=[visit(f"V{n}", "A", 12 * n) for n in range(25)])
    where = "measure = 'visit_count' and channel = '' and area = '晴川市' and period like '2026-%'"
    months = world.rows(f"select sum(value) as v from enforcement_statistics where {where}")
    assert months[0]["v"] == value(world, "visit_count")[2]
