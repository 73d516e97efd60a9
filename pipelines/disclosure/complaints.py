"""Count the build's complaints for publication, and read back what earlier publications said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.disclosure.grid import Grid, Statistic, Table
from pipelines.disclosure.revision import Month, revise
from pipelines.disclosure.suppression import named
from pipelines.disclosure.terms import Terms

UNKNOWN = "未标明"
OTHER = "其他"
SCOPES = {(True, True): "cell", (True, False): "district", (False, True): "category", (False, False): "all"}
# whole months only, and only those that late reports have had time to reach
COUNTED = """
select
    cast(c.month_id as bigint), coalesce(nullif(trim(c.district), ''), $unknown), coalesce(nullif(trim(c.category), ''), $unknown), count(*)
from complaints as c, run_moment as m
where c.received_at <= m.as_of_at
    and last_day(cast(c.received_at as date)) + cast($settle_days as integer) <= m.as_of_on
    and c.received_at >= date_trunc('month', m.as_of_on) - to_months(cast($complaint_months as integer))
group by 1, 2, 3
"""
PUBLISHED = "select month, district, category, reports from complaint_counts"
COUNTS = pa.schema(
    [
        ("month", pa.string()),
        ("scope", pa.string()),
        ("district", pa.string()),
        ("category", pa.string()),
        ("reports", pa.int64()),
        ("is_withheld", pa.bool_()),
    ]
)
MONTHS = pa.schema([("month", pa.string()), ("state", pa.string())])


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The true counts of every month that is due; they never leave this process."""

    grid: Grid
    months: Mapping[str, Mapping[tuple[str, str], int]]


def count(con: duckdb.DuckDBPyConnection, terms: Terms) -> Counted:
    """Count by month, district and type; a type with fewer than k reports in all is counted under 其他."""
    asked = {"unknown": UNKNOWN, "settle_days": terms.settle_days, "complaint_months": terms.complaint_months}
    rows = con.execute(COUNTED, asked).fetchall()
    of_category: dict[str, int] = {}
    for _, _, category, reports in rows:
        of_category[category] = of_category.get(category, 0) + reports
    kept = {category for category, reports in of_category.items() if reports >= terms.small_count}
    months: dict[str, dict[tuple[str, str], int]] = {}
    for month_id, district, said, reports in rows:
        cell = (district, said if said in kept else OTHER)
        counts = months.setdefault(f"{month_id // 100}-{month_id % 100:02d}", {})
        counts[cell] = counts.get(cell, 0) + reports
    cells = {cell for counts in months.values() for cell in counts}
    grid = Grid(districts=tuple(sorted({cell[0] for cell in cells})), categories=tuple(sorted({cell[1] for cell in cells})))
    return Counted(grid=grid, months=dict(sorted(months.items())))


def read(path: Path) -> dict[str, Table]:
    """The tables of one publication, by month."""
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(PUBLISHED).fetchall()
    months: dict[str, dict[Statistic, int | None]] = {}
    for month, district, category, reports in rows:
        months.setdefault(month, {})[district, category] = reports
    return {month: _table(values) for month, values in months.items()}


def _table(values: Mapping[Statistic, int | None]) -> Table:
    districts = tuple(sorted({district for district, _ in values if district is not None}))
    categories = tuple(sorted({category for _, category in values if category is not None}))
    return Table(grid=Grid(districts=districts, categories=categories), values=dict(values))


def before(earlier: Sequence[Path], months: Mapping[str, object]) -> dict[str, Table]:
    """How each month stood when it was published last: a reader may have kept any earlier file, not only the latest."""
    found: dict[str, Table] = {}
    for path in reversed(earlier):
        if found.keys() >= months.keys():
            break
        found = {**read(path), **found}
    return {month: table for month, table in found.items() if month in months}


def decide(counted: Counted, *, earlier: Mapping[str, Table], small_count: int) -> list[Month]:
    """How every month is published now."""
    return [
        revise(month, counted.grid, counts, before=earlier.get(month), small_count=small_count) for month, counts in counted.months.items()
    ]


def rows(months: Sequence[Month]) -> tuple[pa.Table, pa.Table]:
    """The tables `complaint_counts` and `complaint_months`."""
    counts = [
        {
            "month": month.month,
            "scope": SCOPES[statistic[0] is not None, statistic[1] is not None],
            "district": statistic[0],
            "category": statistic[1],
            "reports": value,
            "is_withheld": value is None,
        }
        for month in months
        if month.table is not None
        for statistic, value in sorted(month.table.values.items(), key=lambda one: named(one[0]))
    ]
    states = [{"month": month.month, "state": month.state} for month in months]
    return pa.Table.from_pylist(counts, schema=COUNTS), pa.Table.from_pylist(states, schema=MONTHS)
