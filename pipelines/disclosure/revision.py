"""Compare with the publication before: two tables together must not tell what each of them withholds.

A month that was published stands as it is, unless every published number that changed did so by k or more and nothing that was
withheld appears.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.disclosure.grid import Counts, Grid, Statistic, Table
from pipelines.disclosure.suppression import faults, named, protect

STATES = {
    "first": "首次公布",
    "same": "与上次相同",
    "kept": "沿用上次（其后的变动少于下限，不单独反映）",
    "revised": "已修订",
    "withheld": "不公布",
}


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month of the publication and how it stands to the one before; no table when it is withheld."""

    month: str
    state: str
    table: Table | None


def together(one: Grid, other: Grid) -> Grid:
    """A grid with the districts and types of both."""
    return Grid(
        districts=tuple(dict.fromkeys((*one.districts, *other.districts))),
        categories=tuple(dict.fromkeys((*one.categories, *other.categories))),
    )


def _published(table: Table, statistic: Statistic) -> int | None:
    """The published value; a district or type that a table does not have counted nothing."""
    return table.values.get(statistic, 0)


def differences(before: Table, after: Table, *, small_count: int) -> list[str]:
    """What two publications of one month tell together that neither may tell; an empty list when nothing."""
    grid = together(before.grid, after.grid)
    told = []
    change: dict[Statistic, int] = {}
    for statistic in grid.statistics:
        old, new = _published(before, statistic), _published(after, statistic)
        if old is None and new is not None:
            told.append(f"{named(statistic)} 上次不公布、这次公布")
        elif old is not None and new is not None:
            change[statistic] = new - old
    told += [f"{named(one)} 两次相差 {abs(step)} 件" for one, step in change.items() if 0 < abs(step) < small_count]
    for total, whole in change.items():
        for parts in grid.parts(total):
            rest = whole - sum(change.get(part, 0) for part in parts)
            if 0 < abs(rest) < small_count:
                told.append(f"{named(total)} 两次之差的其余部分为 {abs(rest)} 件")
    return told


def revise(month: str, grid: Grid, counts: Counts, *, before: Table | None, small_count: int) -> Month:
    """Decide how a month is published now."""
    if before is None:
        return Month(month=month, state="first", table=protect(grid, counts, small_count=small_count))
    wide = together(before.grid, grid)
    totals = wide.totals(counts)
    if all(value is None or totals[statistic] == value for statistic, value in before.values.items()) and not any(
        totals[statistic] for statistic in wide.statistics if statistic not in before.values
    ):
        return _as_before(month, before, state="same", small_count=small_count)
    if all(totals[statistic] > 0 for statistic in before.hidden):
        table = protect(wide, counts, small_count=small_count, forced=before.hidden)
        if not differences(before, table, small_count=small_count):
            return Month(month=month, state="revised", table=table)
    return _as_before(month, before, state="kept", small_count=small_count)


def _as_before(month: str, before: Table, *, state: str, small_count: int) -> Month:
    """The table of the last publication, unless by today's rules it would not be safe."""
    if faults(before, small_count=small_count):
        return Month(month=month, state="withheld", table=None)
    return Month(month=month, state=state, table=before)


def compared(before: Mapping[str, Table], after: Mapping[str, Table], *, small_count: int) -> list[str]:
    """What two publications tell together, month by month."""
    return [
        f"{month}：{fault}"
        for month in sorted(before.keys() & after.keys())
        for fault in differences(before[month], after[month], small_count=small_count)
    ]
