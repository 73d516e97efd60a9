"""Repeated complaints and hot spots."""

from __future__ import annotations

import datetime as dt
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.analyses import complaint_groups, hot_spot_links, hot_spot_reports, repeat_links
from pipelines.errors import ModelError
from tests.join_tables import CITY, join_tables

FIRST = dt.datetime(2026, 1, 1, 9)
Report = dict[str, Any]


def report(complaint_id: str, day: float = 0.0, x_m: float = 0.0, **more: Any) -> Report:
    """A report some days after the first, by a person of its own unless said otherwise."""
    usual = {"category": "油烟", "reporter_key": f"person of {complaint_id}", "content": f"words of {complaint_id}", "closed_on": None}
    at = FIRST + dt.timedelta(days=day)
    return {"complaint_id": complaint_id, "received_at": at, "month_id": 202601, "x_m": x_m, "y_m": 0.0, **usual, **more}


def inputs(reports: list[Report]) -> dict[str, pa.Table]:
    points = [{name: row[name] for name in ("complaint_id", "received_at", "month_id", "x_m", "y_m", "category")} for row in reports]
    told = [{name: value for name, value in row.items() if name not in ("x_m", "y_m")} for row in reports]
    return join_tables(complaint_points=points, stg_complaints=told)


def groups(*reports: Report) -> dict[str, Report]:
    links = repeat_links.run(inputs(list(reports)), city=CITY)
    return {row["complaint_id"]: row for row in complaint_groups.run({"repeat_links": links}, city=CITY).to_pylist()}


def hot(*reports: Report) -> dict[str, str]:
    links = hot_spot_links.run(inputs(list(reports)), city=CITY)
    rows = hot_spot_reports.run({"hot_spot_links": links}, city=CITY).to_pylist()
    return {row["complaint_id"]: row["hot_spot_id"] for row in rows}


def test_three_reports_of_two_persons_make_a_group_named_after_the_first() -> None:
    found = groups(report("B", 5), report("A"), report("C", 9, reporter_key="person of A"))
    assert {key: (row["repeat_group_id"], row["is_repeat"]) for key, row in found.items()} == {
        "A": ("A", False),
        "B": ("A", True),
        "C": ("A", True),
    }


@pytest.mark.parametrize(
    "odd_one_out",
    [
        {"x_m": 500.01},
        {"day": 30.01},
        {"category": "噪声"},
    ],
)
def test_another_place_time_or_category_is_another_matter(odd_one_out: Report) -> None:
    assert groups(report("A"), report("B"), report("C", **odd_one_out)) == {}


def test_the_limits_of_place_and_time_are_inclusive() -> None:
    assert set(groups(report("A"), report("B"), report("C", 30, 500.0))) == {"A", "B", "C"}


def test_one_person_alone_makes_no_group() -> None:
    assert groups(*(report(code, reporter_key="serial") for code in "ABCDE")) == {}


def test_a_report_after_closure_counts_double() -> None:
    assert groups(report("A"), report("B", 3)) == {}
    assert set(groups(report("A", closed_on=dt.date(2026, 1, 3)), report("B", 3))) == {"A", "B"}
    assert groups(report("A", closed_on=dt.date(2026, 1, 8)), report("B", 3)) == {}


def test_people_without_a_key_are_different_people_unless_they_use_the_same_words() -> None:
    assert set(groups(*(report(code, reporter_key=None) for code in "ABC"))) == {"A", "B", "C"}
    same = groups(*(report(code, day, reporter_key=None, content="臭") for day, code in enumerate("ABC")))
    assert {row["repeat_group_id"] for row in same.values()} == {None}


def test_the_same_words_under_a_new_code_repeat_the_first_report() -> None:
    caller = {"reporter_key": None}
    found = groups(
        report("A", content="冒烟", **caller), report("B", 1, content="冒烟", **caller), report("C", 2, content=" 冒烟 ", **caller)
    )
    assert {key: (row["is_repeat"], row["repeats_complaint_id"], row["repeat_group_id"]) for key, row in found.items()} == {
        "B": (True, "A", None),
        "C": (True, "A", None),
    }


def test_reports_without_words_are_not_copies_of_one_another() -> None:
    assert groups(report("A", content=None), report("B", content=None)) == {}


def test_four_different_reports_in_two_weeks_make_a_hot_spot_of_any_category() -> None:
    four = [report(code, day, category=code) for day, code in zip((0, 5, 9, 14), "ABCD", strict=True)]
    assert hot(*four) == dict.fromkeys("ABCD", "A")
    assert hot(*four[:3]) == {}
    assert hot(*four[:3], report("D", 14, content="words of A")) == {}
    assert hot(*four[:3], report("D", 14.01)) == {}


@pytest.mark.parametrize(("links", "before"), [(repeat_links, 2), (hot_spot_links, 1)])
def test_a_month_linked_alone_with_those_before_it_is_linked_as_among_all(links: ModuleType, before: int) -> None:
    rng = np.random.default_rng(3)
    places, days, words = rng.integers(0, 3, 300) * 300.0, rng.uniform(0, 180, 300), rng.integers(0, 40, 300)
    rows = zip(places.tolist(), days.tolist(), words.tolist(), strict=True)
    reports = [report(f"C{n:03d}", day, x_m, content=f"words {word}") for n, (x_m, day, word) in enumerate(rows)]
    for row in reports:
        row["month_id"] = row["received_at"].year * 100 + row["received_at"].month
    months = sorted({row["month_id"] for row in reports})
    every = links.run({**inputs(reports), "run_months": pa.table({"month_id": pa.array(months, pa.int32())})}, city=CITY).to_pylist()
    assert len(every) > 100
    for number, month in enumerate(months):
        near = [row for row in reports if row["month_id"] in months[max(0, number - before) : number + 1]]
        alone = links.run({**inputs(near), "run_months": pa.table({"month_id": pa.array([month], pa.int32())})}, city=CITY).to_pylist()
        assert sorted(map(str, alone)) == sorted(str(row) for row in every if row["month_id"] == month)


def test_a_rule_that_reaches_beyond_the_months_read_is_refused() -> None:
    given = inputs([report("A")])
    rules = given["rule_complaint_rules"].to_pylist()
    long = pa.Table.from_pylist([row | {"window_days": 57} for row in rules], schema=given["rule_complaint_rules"].schema)
    with pytest.raises(ModelError, match="raise LOOK_BACK"):
        repeat_links.run({**given, "rule_complaint_rules": long}, city=CITY)


def test_no_complaints_give_empty_tables() -> None:
    assert groups() == {}
    assert hot() == {}
