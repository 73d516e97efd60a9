"""No withheld count can be worked out: checked by writing down every table that agrees with what is published."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.disclosure.grid import Grid, Table
from pipelines.disclosure.suppression import bounds, faults, protect

K = 3


def grid(districts: int, categories: int) -> Grid:
    return Grid(districts=tuple("东西南"[:districts]), categories=tuple(f"类{n}" for n in range(categories)))


def every_table(table: Table, *, most: int) -> np.ndarray:
    """All tables of counts up to `most` that a reader cannot tell from the true one; one row a table, one column a cell."""
    cells = list(table.grid.cells)
    choices = [range(1, most + 1) if table.values[cell] is None else (table.values[cell],) for cell in cells]
    tables = np.array(list(itertools.product(*choices)))
    for statistic, value in table.values.items():
        support = [cells.index(cell) for cell in table.grid.support(statistic)]
        sums = tables[:, support].sum(axis=1)
        tables = tables[sums == value] if value is not None else tables[sums >= 1]
    return tables


def worked_out(table: Table, *, most: int) -> list[str]:
    """Every withheld statistic that has one possible value only, or none as large as K."""
    cells = list(table.grid.cells)
    tables = every_table(table, most=most)
    assert len(tables) > 0
    found = []
    for statistic in table.hidden:
        sums = tables[:, [cells.index(cell) for cell in table.grid.support(statistic)]].sum(axis=1)
        if len(set(sums.tolist())) == 1 or sums.max() < K:
            found.append(str(statistic))
    return found


@st.composite
def counted(draw: st.DrawFn) -> tuple[Grid, dict[tuple[str, str], int]]:
    shape = draw(st.sampled_from([(1, 2), (1, 4), (2, 2), (2, 3), (3, 2)]))
    of = grid(*shape)
    return of, {cell: draw(st.integers(0, 6)) for cell in of.cells}


@settings(max_examples=60, deadline=None)
@given(counted())
def test_no_withheld_count_can_be_worked_out_by_trying_every_table(drawn: tuple[Grid, dict[tuple[str, str], int]]) -> None:
    of, counts = drawn
    table = protect(of, counts, small_count=K)
    totals = of.totals(counts)
    for statistic, value in table.values.items():
        assert value is None or value == totals[statistic], "what is published is true"
        assert value is None or value == 0 or value >= K
        assert value is not None or totals[statistic] > 0, "a zero is never withheld: a reader counts on it"
    assert worked_out(table, most=9) == []
    assert faults(table, small_count=K) == []


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([(1, 2), (1, 4), (2, 2)]), st.data())
def test_the_audit_finds_what_trying_every_table_finds(shape: tuple[int, int], data: st.DataObject) -> None:
    """The other way round: cells and totals withheld at random; the total of all is published, so that every table can be tried."""
    of = grid(*shape)
    totals = of.totals({cell: data.draw(st.integers(0, 2)) for cell in of.cells})
    values = {statistic: None if value > 0 and data.draw(st.booleans()) else value for statistic, value in totals.items()}
    values[None, None] = totals[None, None]
    table = Table(grid=of, values=values)
    by_audit = {str(statistic) for statistic, _ in faults(table, small_count=K)} & {str(statistic) for statistic in table.hidden}
    assert set(worked_out(table, most=8)) == by_audit


def test_a_single_small_count_takes_another_with_it() -> None:
    """3 and 10 add up to 13: with 10 or 13 published the 3 could be read off."""
    of = grid(1, 2)
    table = protect(of, {("东", "类0"): 3, ("东", "类1"): 10}, small_count=5)
    assert table.values["东", "类0"] is None
    assert table.values["东", "类1"] is None
    assert table.values[None, None] == 13
    assert bounds(table)["东", "类0"] == (1, 12)


def test_two_ones_are_not_left_alone_under_a_total() -> None:
    """1 + 1 + 5 = 7: whoever knows the 5 and the 7 knows both ones, since a withheld count is at least 1."""
    table = protect(grid(1, 3), {("东", "类0"): 1, ("东", "类1"): 1, ("东", "类2"): 5}, small_count=5)
    assert [table.values["东", f"类{n}"] for n in range(3)] == [None, None, None]


def test_large_counts_and_zeros_are_all_published() -> None:
    table = protect(grid(2, 2), dict.fromkeys(grid(2, 2).cells, 5) | {("东", "类0"): 0}, small_count=5)
    assert table.hidden == frozenset()


def test_a_month_with_one_complaint_tells_only_the_zeros() -> None:
    table = protect(grid(2, 2), {("东", "类0"): 1}, small_count=5)
    assert table.hidden == {("东", "类0"), ("东", None), (None, "类0"), (None, None)}


@pytest.mark.parametrize(("values", "what"), [((4, 6, 10), "少于 5 件"), ((None, 6, 10), "推出为 4 件"), ((5, 5, 11), "不相符")])
def test_the_audit_names_what_is_wrong(values: tuple[int | None, int, int], what: str) -> None:
    of = grid(1, 2)
    first, second, total = values
    said = {
        ("东", "类0"): first,
        ("东", "类1"): second,
        ("东", None): total,
        (None, "类0"): first,
        (None, "类1"): second,
        (None, None): total,
    }
    if what == "不相符":
        said["东", "类0"] = None
        said[None, "类0"] = 5
        said[None, None] = 12
    assert any(what in told for _, told in faults(Table(grid=of, values=said), small_count=5))


def test_a_city_of_sixteen_districts_and_ten_types_is_done_in_seconds() -> None:
    chance = np.random.default_rng(7)
    of = Grid(districts=tuple(f"区{n:02d}" for n in range(16)), categories=tuple(f"类{n}" for n in range(10)))
    counts = {cell: int(n) for cell, n in zip(of.cells, chance.poisson(4, 160), strict=True)}
    table = protect(of, counts, small_count=5)
    assert faults(table, small_count=5) == []
    assert table.values[None, None] == sum(counts.values())
    assert sum(1 for district in of.districts if table.values[district, None] is not None) >= 12
