"""The index table equals the texts HJ 633—2012 and HJ 633—2026."""

from __future__ import annotations

import csv
import itertools
from fractions import Fraction
from pathlib import Path

import pytest

from pipelines.analyses import iaqi_values
from pipelines.errors import ModelError
from pipelines.rules import load_rules

VECTORS = list(csv.DictReader((Path(__file__).parent.parent / "standards" / "iaqi_vectors.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def table() -> dict[tuple[str, str, str, int], int | None]:
    """Every index by standard, pollutant, averaging and value in display steps."""
    rows = iaqi_values.run(load_rules(jurisdiction="CN")).to_pylist()
    found = {(r["standard_id"], r["pollutant"], r["averaging"], r["value"]): r["iaqi"] for r in rows}
    assert len(found) == len(rows) < iaqi_values.ROW_BOUND
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['pollutant']}-{v['averaging']}-{v['concentration']}")
@pytest.mark.parametrize(("standard_id", "column"), [("HJ633-2012", "hj633_2012"), ("HJ633-2026", "hj633_2026")])
def test_the_vectors_of_both_texts_hold(table, vector: dict[str, str], standard_id: str, column: str) -> None:
    value = Fraction(vector["concentration"]) * (10 if vector["pollutant"] == "co" else 1)
    expected = int(vector[column]) if vector[column] else None
    assert table[standard_id, vector["pollutant"], vector["averaging"], int(value)] == expected


def test_every_breakpoint_has_exactly_its_index(table) -> None:
    for row in load_rules(jurisdiction="CN")["rule_aqi_breakpoints"].to_pylist():
        step = 10 if row["pollutant"] == "co" else 1
        key = (row["standard_id"], row["pollutant"], row["averaging"], round(row["concentration"] * step))
        assert table[key] == row["iaqi"]


def test_the_index_never_falls_when_the_concentration_rises(table) -> None:
    keys = sorted(table)
    for before, after in itertools.pairwise(keys):
        if before[:3] == after[:3] and table[after] is not None:
            assert after[3] == before[3] + 1
            assert table[before] <= table[after]


def test_35_micrograms_are_50_and_not_51() -> None:
    points = [(Fraction(0), 0), (Fraction(35), 50), (Fraction(60), 100)]
    assert iaqi_values.iaqi(Fraction(35), points) == 50
    assert iaqi_values.iaqi(Fraction(3501, 100), points) == 51


def test_a_concentration_outside_the_table_is_refused() -> None:
    with pytest.raises(ModelError, match=r"concentration 61 lies outside the breakpoints 0 to 60"):
        iaqi_values.iaqi(Fraction(61), [(Fraction(0), 0), (Fraction(60), 100)])


def test_a_jurisdiction_without_an_index_gets_an_empty_table() -> None:
    empty = iaqi_values.run(load_rules(jurisdiction="US"))
    assert empty.num_rows == 0
    assert empty.schema == iaqi_values.SCHEMA
