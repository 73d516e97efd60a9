"""Flat and jumping readings, and late feeds: each doubt by its rule, none without."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.model_harness import run_model

AS_OF_AT = dt.datetime(2026, 12, 8, 8)
MOMENT = [{"as_of_at": AS_OF_AT, "as_of_on": AS_OF_AT.date()}]
LONG_AGO = dt.date(2000, 1, 1)
RULE: dict[str, Any] = {
    "hours_at_least": None, "factor_at_least": None, "step_at_least": None, "unit": "μg/m³", "valid_from": LONG_AGO, "valid_to": None,
    "clause": "trial", "status": "unconfirmed",
}  # fmt: skip
FLAT = RULE | {"doubt": "flat", "item": "pm25", "hours_at_least": 4, "factor_at_least": 0.5, "step_at_least": 0.5}
JUMP = RULE | {"doubt": "jump", "item": "pm25", "hours_at_least": 1, "factor_at_least": 3.0, "step_at_least": 100.0}


def doubts(*amounts: float | None, rules: tuple[dict[str, Any], ...] = (FLAT, JUMP)) -> list[dict[str, Any]]:
    """Values of one station, the last at the build's moment; None is an hour that never came."""
    first_at = AS_OF_AT - dt.timedelta(hours=len(amounts) - 1)
    values = [
        {
            "kind": "station",
            "subject_id": "S",
            "item": "pm25",
            "observed_at": first_at + dt.timedelta(hours=n),
            "amount": amount,
            "step_s": 3600,
        }
        for n, amount in enumerate(amounts)
        if amount is not None
    ]
    # a rule that never holds gives the table its columns where a test leaves the rules out
    never = FLAT | {"item": "none", "valid_to": dt.date(2099, 12, 31)}
    return run_model("reading_doubts", {"recent_values": values, "run_moment": MOMENT, "rule_reading_doubt_rules": [*rules, never]})


@pytest.mark.parametrize(("same", "found"), [(3, 0), (4, 1), (9, 1)])
def test_a_value_that_stands_still_for_the_hours_of_the_rule_is_flat(same: int, found: int) -> None:
    assert len(doubts(10.0, *[20.0] * same)) == found


def test_a_flat_spell_says_since_when_and_whether_it_lasts() -> None:
    (over,) = doubts(*[20.0] * 5, 21.0, 22.0)
    assert (over["lasted_h"], over["amount"], over["is_current"]) == (5.0, 20.0, False)
    assert (over["first_at"], over["last_at"]) == (AS_OF_AT - dt.timedelta(hours=6), AS_OF_AT - dt.timedelta(hours=2))
    (lasting,) = doubts(21.0, *[20.0] * 5)
    assert lasting["is_current"] is True


def test_two_spells_of_one_value_are_two() -> None:
    assert [row["lasted_h"] for row in doubts(*[20.0] * 4, 21.0, *[20.0] * 5)] == [4.0, 5.0]


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ((40.0, 200.0, 50.0), 1),
        ((40.0, 119.0, 5.0), 0),
        ((60.0, 150.0, 5.0), 0),
        ((40.0, 200.0, 190.0), 0),
        ((190.0, 200.0, 40.0), 0),
        ((30.0, 40.0, 200.0), 1),
    ],
    ids=["both sides", "too few times", "not far enough above", "stays high", "was high", "the newest hour"],
)
def test_a_jump_is_far_above_both_its_neighbours(amounts: tuple[float, ...], found: int) -> None:
    assert [row["doubt"] for row in doubts(*amounts)] == ["jump"] * found


def test_the_first_hour_of_all_has_no_neighbour_and_is_no_jump() -> None:
    assert doubts(500.0, 10.0) == []


def test_a_rule_that_is_no_longer_in_force_accuses_nobody() -> None:
    assert doubts(*[20.0] * 9, rules=(FLAT | {"valid_to": dt.date(2026, 12, 7)},)) == []


def test_a_stopped_line_is_not_flat() -> None:
    """A meter's values below the running power are no values of it."""
    power = [
        {"meter_id": "M", "observed_at": AS_OF_AT - dt.timedelta(hours=n), "month_id": 202612, "power_w": w}
        for n, w in enumerate((5000, 200))
    ]
    months = [{"meter_id": "M", "month_id": 202612, "step_s": 900, "run_w": 1000}]
    nothing = dict.fromkeys(("pm25_ngm3", "pm10_ngm3", "so2_ngm3", "no2_ngm3", "o3_ngm3", "co_ugm3"), 0)
    readings = [{"station_id": "S", "observed_at": dt.datetime(2020, 1, 1), **nothing}]
    tables = {"stg_readings": readings, "stg_power": power, "meter_months": months, "run_moment": MOMENT}
    assert [(row["subject_id"], row["amount"], row["step_s"]) for row in run_model("recent_values", tables)] == [("M", 5.0, 900)]


def feeds(*newest: tuple[str, dt.datetime | None], table: str = "readings", basis: str = "moment") -> dict[str, str]:
    files = [{"table_name": table, "feed": feed, "received_at": AS_OF_AT - dt.timedelta(hours=5)} for feed, _ in newest]
    months = [{"table_name": table, "source_feed": feed, "newest_at": at, "row_count": 1} for feed, at in newest if at is not None]
    months.append({"table_name": "other", "source_feed": "-", "newest_at": AS_OF_AT, "row_count": 1})
    rules = [{"table_name": "readings", "basis": basis, "hours_allowed": 2, **{k: RULE[k] for k in ("valid_from", "clause", "status")}}]
    rules[0]["valid_to"] = None
    rules.append(rules[0] | {"table_name": "never", "valid_to": AS_OF_AT.date()})
    tables = {"source_files": files, "stg_feed_months": months, "rule_freshness_rules": rules, "run_moment": MOMENT}
    return {row["source_feed"]: row["state"] for row in run_model("feed_freshness", tables)}


def test_a_feed_is_late_when_its_newest_row_is_older_than_allowed() -> None:
    assert feeds(("a", AS_OF_AT - dt.timedelta(hours=2))) == {"a": "on_time"}
    assert feeds(("a", AS_OF_AT - dt.timedelta(hours=3))) == {"a": "late"}
    assert feeds(("a", AS_OF_AT - dt.timedelta(days=40))) == {"a": "late"}


def test_a_feed_that_another_replaced_is_not_late() -> None:
    assert feeds(("old", AS_OF_AT - dt.timedelta(days=40)), ("new", AS_OF_AT)) == {"old": "covered", "new": "on_time"}


def test_a_list_is_as_old_as_its_file_and_no_other_list_stands_in_for_it() -> None:
    assert feeds(("a", AS_OF_AT), ("b", AS_OF_AT), basis="received") == {"a": "late", "b": "late"}


def test_a_table_without_a_rule_is_never_late() -> None:
    assert feeds(("a", AS_OF_AT - dt.timedelta(days=400)), table="alerts") == {"a": "unruled"}
