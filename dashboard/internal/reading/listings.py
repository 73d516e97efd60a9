"""Tables that pages show and hand out: one SELECT each, the same on the screen and in the file."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import pandas as pd

from dashboard.internal import reading
from dashboard.internal.access.person import Person
from dashboard.internal.reading.areas import checked
from dashboard.internal.reading.warehouse import Published

PLACE_COLUMNS = ("lon", "lat", "x_m", "y_m", "given_lon", "given_lat", "proposed_lon", "proposed_lat")
# more places than this leave the house only with the right `coordinates`
PLACES_ALLOWED = 200


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One table that can be shown and downloaded.

    Attributes
    ----------
    key
        Its name in addresses and file names.
    select
        One SELECT with named parameters (`$name`), each a text or NULL; a private column is not in it.
    right
        What a person must hold to see it.
    parameters
        The names of its parameters.
    """

    key: str
    select: str
    right: str
    parameters: tuple[str, ...] = ()

    def rows(self, build: Published, **given: str | None) -> pd.DataFrame:
        """Answer within what the build shows the person; a parameter that is not given is NULL, an area is one that can be used."""
        # beside `area_kind` an area is a district's name, by itself it is one that a person drew
        if given.get("area") and "area_kind" not in self.parameters:
            checked(str(given["area"]))
        return build.rows(self.select, {name: given.get(name) for name in self.parameters})


@cache
def known() -> Mapping[str, Listing]:
    """Gather the listings of every reading room (each keeps a tuple LISTINGS); once, since modules do not change."""
    known: dict[str, Listing] = {}
    for room in sorted(found.name for found in pkgutil.iter_modules(reading.__path__)):
        for listing in getattr(import_module(f"{reading.__name__}.{room}"), "LISTINGS", ()):
            if listing.key in known:
                raise ValueError(f"two listings are called {listing.key!r}")
            known[listing.key] = listing
    return known


def without_bulk_places(rows: pd.DataFrame, person: Person) -> pd.DataFrame:
    """Leave the coordinates out of a long table unless the person may take them along."""
    if len(rows) <= PLACES_ALLOWED or person.may("coordinates"):
        return rows
    return rows.drop(columns=[column for column in PLACE_COLUMNS if column in rows.columns])
