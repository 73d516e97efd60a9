"""Count one month's complaints by district and type, with every total: what is published, and what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Statistic = tuple[str | None, str | None]  # district, type; None stands for all of them
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The districts and types of one month's table."""

    districts: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def cells(self) -> Iterator[tuple[str, str]]:
        """Every district with every type."""
        return ((district, category) for district in self.districts for category in self.categories)

    @property
    def statistics(self) -> Iterator[Statistic]:
        """Every cell, every total of a district, every total of a type, the total of all."""
        yield from self.cells
        yield from ((district, None) for district in self.districts)
        yield from ((None, category) for category in self.categories)
        yield (None, None)

    def support(self, statistic: Statistic) -> frozenset[tuple[str, str]]:
        """The cells that a statistic adds up."""
        district, category = statistic
        districts = self.districts if district is None else (district,)
        categories = self.categories if category is None else (category,)
        return frozenset((one, other) for one in districts for other in categories)

    def parts(self, statistic: Statistic) -> tuple[tuple[Statistic, ...], ...]:
        """The ways in which a total is the sum of other statistics; none for a cell."""
        district, category = statistic
        by_category = tuple((district, one) for one in self.categories)
        by_district = tuple((one, category) for one in self.districts)
        if district is None and category is None:
            return (by_district, by_category, tuple(self.cells))
        if category is None:
            return (by_category,)
        return (by_district,) if district is None else ()

    def totals(self, counts: Counts) -> dict[Statistic, int]:
        """The value of every statistic."""
        return {statistic: sum(counts.get(cell, 0) for cell in self.support(statistic)) for statistic in self.statistics}


@dataclass(frozen=True, kw_only=True)
class Table:
    """One month as it is published: a value, or None where it is withheld."""

    grid: Grid
    values: Mapping[Statistic, int | None]

    @property
    def hidden(self) -> frozenset[Statistic]:
        """What is withheld."""
        return frozenset(statistic for statistic, value in self.values.items() if value is None)
