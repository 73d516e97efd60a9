"""Tabulate the individual air quality index of every concentration the index tables know.

The index is a rational line between two breakpoints, always rounded up. Decimals and floats put 35 µg/m³ at 51 now and
then; fractions do not, and a table read by equality gives every engine the same number.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa

from pipelines.city import City
from pipelines.errors import ModelError

LAYER = "core"
INPUTS: tuple[str, ...] = ("rule_aqi_breakpoints", "rule_aqi_above_table", "rule_pollutants")
ROW_BOUND = 200_000
SCHEMA = pa.schema(
    [
        ("standard_id", pa.string()),
        ("pollutant", pa.string()),
        ("averaging", pa.string()),
        ("value", pa.int64()),
        ("iaqi", pa.int64()),
        ("is_above_table", pa.bool_()),
    ]
)
Point = tuple[Fraction, int]


def iaqi(value: Fraction, points: Sequence[Point]) -> int:
    """The index of one concentration by HJ 633: linear between breakpoints, rounded up; refuses one outside them."""
    for (low, index_low), (high, index_high) in itertools.pairwise(points):
        if low <= value <= high:
            exact = (index_high - index_low) * (value - low) / (high - low) + index_low
            return -((-exact.numerator) // exact.denominator)
    raise ModelError(f"concentration {value} lies outside the breakpoints {points[0][0]} to {points[-1][0]}")


def run(inputs: Mapping[str, pa.Table], *, city: City | None = None) -> pa.Table:
    """One row per standard, pollutant, averaging and value in display steps (1 µg/m³; CO 0.1 mg/m³).

    The last row of each column, `is_above_table`, stands for every higher value; its index is null where the text gives none.
    """
    del city
    steps = {row["pollutant"]: 10 ** row["decimals"] for row in inputs["rule_pollutants"].to_pylist()}
    above = {_column(row): row["iaqi"] for row in inputs["rule_aqi_above_table"].to_pylist()}
    columns: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for row in inputs["rule_aqi_breakpoints"].to_pylist():
        columns[_column(row)].append((Fraction(str(row["concentration"])), row["iaqi"]))
    rows = [row for column, points in sorted(columns.items()) for row in _rows(column, sorted(points), steps, above)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _column(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["standard_id"], row["pollutant"], row["averaging"]


def _rows(
    column: tuple[str, str, str], points: list[Point], steps: Mapping[str, int], above: Mapping[tuple[str, str, str], int | None]
) -> Iterator[dict[str, Any]]:
    standard_id, pollutant, averaging = column
    head = {"standard_id": standard_id, "pollutant": pollutant, "averaging": averaging}
    step = steps[pollutant]
    top = int(points[-1][0] * step)
    for value in range(top + 1):
        yield head | {"value": value, "iaqi": iaqi(Fraction(value, step), points), "is_above_table": False}
    yield head | {"value": top + 1, "iaqi": above[column], "is_above_table": True}
