"""Withhold small counts, and as many others as it takes that no withheld one can be worked out.

The reader of a table knows that zeros are published: whatever is withheld is at least 1. With that and every published total he
can bound each withheld count. A table is safe when, for each of them, the bounds differ and the upper one is at least k: then it
can neither be derived nor shown to be small.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from scipy.optimize import linprog

from pipelines.disclosure.grid import Counts, Grid, Statistic, Table

MOST = 1_000_000  # no month has more complaints: it keeps every programme bounded
NEAR = 1e-6
OPTIMAL = 0


def named(statistic: Statistic) -> str:
    """Say which statistic is meant."""
    return " × ".join(part or "合计" for part in statistic)


def bounds(table: Table) -> dict[Statistic, tuple[int, int] | None]:
    """What a reader can work out of each withheld statistic: the smallest and the largest value; None when the table contradicts itself.

    The constraints are nested by district and nested by type, so the programmes have whole solutions.
    """
    grid = table.grid
    unknown = [cell for cell in grid.cells if table.values[cell] is None]
    place = {cell: number for number, cell in enumerate(unknown)}
    rows, rests, is_consistent = [], [], True
    for statistic in grid.statistics:
        value = table.values[statistic]
        support = grid.support(statistic)
        hidden = [place[cell] for cell in support if cell in place]
        if value is None or (len(support) == 1 and not hidden):
            continue
        rest = value - sum(table.values[cell] or 0 for cell in support)
        is_consistent &= bool(hidden) or rest == 0
        if hidden:
            row = np.zeros(len(unknown))
            row[hidden] = 1
            rows.append(row)
            rests.append(rest)
    found: dict[Statistic, tuple[int, int] | None] = {}
    for statistic in sorted(table.hidden, key=named):
        goal = np.zeros(len(unknown))
        known = 0
        for cell in grid.support(statistic):
            if cell in place:
                goal[place[cell]] = 1
            else:
                known += table.values[cell] or 0
        span = _span(goal, rows=rows, rests=rests) if is_consistent else None
        found[statistic] = None if span is None else (span[0] + known, span[1] + known)
    return found


def _span(goal: np.ndarray, *, rows: list[np.ndarray], rests: list[int]) -> tuple[int, int] | None:
    """The smallest and the largest whole value of a sum of unknown counts, each at least 1."""
    if not goal.any():
        return 0, 0
    equal = {"A_eq": np.array(rows), "b_eq": np.array(rests)} if rows else {}
    ends = [linprog(sign * goal, bounds=(1, MOST), method="highs", **equal) for sign in (1, -1)]
    if any(end.status != OPTIMAL for end in ends):
        return None
    return math.ceil(ends[0].fun - NEAR), math.floor(-ends[1].fun + NEAR)


def faults(table: Table, *, small_count: int) -> list[tuple[Statistic, str]]:
    """Every statistic that the table gives away, and how: an empty list when it is safe. Only what is published is looked at."""
    told = [
        (statistic, f"{value} 件，少于 {small_count} 件")
        for statistic, value in table.values.items()
        if value is not None and 0 < value < small_count
    ]
    if not table.hidden:
        return told
    for statistic, span in bounds(table).items():
        if span is None:
            told.append((statistic, "合计与分项不相符"))
        elif span[0] == span[1]:
            told.append((statistic, f"可由合计推出为 {span[0]} 件"))
        elif span[1] < small_count:
            told.append((statistic, f"可由合计推出不超过 {span[1]} 件"))
    return told


def protect(grid: Grid, counts: Counts, *, small_count: int, forced: frozenset[Statistic] = frozenset()) -> Table:
    """Withhold every count below `small_count`, what is forced, and then the smallest others until nothing can be worked out."""
    totals = grid.totals(counts)
    hidden = {statistic for statistic, value in totals.items() if 0 < value < small_count} | set(forced)
    while True:
        _hide_lonely(grid, totals, hidden, small_count=small_count)
        table = Table(grid=grid, values={statistic: None if statistic in hidden else value for statistic, value in totals.items()})
        given_away = [statistic for statistic, _ in faults(table, small_count=small_count)]
        if not given_away:
            return table
        hidden.add(_another(grid, totals, hidden, near=given_away[0]))


def _sums(grid: Grid) -> Iterator[tuple[Statistic, tuple[Statistic, ...]]]:
    for statistic in grid.statistics:
        for parts in grid.parts(statistic):
            yield statistic, parts


def _hide_lonely(grid: Grid, totals: dict[Statistic, int], hidden: set[Statistic], *, small_count: int) -> None:
    """Leave no published total under which one count alone, or a small rest, is withheld."""
    is_changed = True
    while is_changed:
        is_changed = False
        for total, parts in _sums(grid):
            gone = [part for part in parts if part in hidden]
            if total in hidden or not gone:
                continue
            if len(gone) == 1 or sum(totals[part] for part in gone) < small_count:
                shown = [part for part in parts if part not in hidden and totals[part] > 0]
                hidden.add(min(shown, key=lambda part: (totals[part], named(part))) if shown else total)
                is_changed = True


def _another(grid: Grid, totals: dict[Statistic, int], hidden: set[Statistic], *, near: Statistic) -> Statistic:
    """The next statistic to withhold: the smallest published one that shares cells or a total with the one given away."""
    district, category = near

    def order(statistic: Statistic) -> tuple[bool, bool, int, str]:
        is_apart = district not in (None, statistic[0]) and category not in (None, statistic[1]) and statistic != (None, None)
        return (is_apart, None in statistic, totals[statistic], named(statistic))

    return min((one for one in grid.statistics if one not in hidden and totals[one] > 0), key=order)
