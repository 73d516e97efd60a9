"""Sets of points that a map fetches by address: one SELECT each, in the order of the table beside the map."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from dashboard.internal import reading
from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.warehouse import Published
from dashboard.maps.points import Category, packed


@dataclass(frozen=True, kw_only=True)
class PointSet:
    """The points of one listing.

    Attributes
    ----------
    listing
        Gives a row a point with the columns `lon`, `lat` and `code`; its key is the set's name in addresses.
    categories
        How each code looks.
    """

    listing: Listing
    categories: tuple[Category, ...]

    def packed(self, build: Published, **given: str | None) -> bytes:
        """Pack the points for the browser; a row without a place keeps its number."""
        rows = self.listing.rows(build, **given)
        return packed(rows["lat"].to_numpy(float), rows["lon"].to_numpy(float), rows["code"].tolist(), categories=self.categories)


@cache
def known() -> Mapping[str, PointSet]:
    """Gather the sets of every reading room (each keeps a tuple POINT_SETS)."""
    found: dict[str, PointSet] = {}
    for room in sorted(module.name for module in pkgutil.iter_modules(reading.__path__)):
        for points in getattr(import_module(f"{reading.__name__}.{room}"), "POINT_SETS", ()):
            if points.listing.key in found:
                raise ValueError(f"two sets of points are called {points.listing.key!r}")
            found[points.listing.key] = points
    return found
