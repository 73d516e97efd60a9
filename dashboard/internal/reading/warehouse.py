"""The published build that readers see now."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from dashboard.internal.reading.memory import Memory
from pipelines import warehouse
from pipelines.errors import InputError, NoBuildError

# Given while opening, not set afterwards: a build that a page still holds open is opened again as the same database, settings locked.
SETTINGS = {
    "memory_limit": "1GB",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
}
BUILD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,79}")
WORD = re.compile(r"[a-z_][a-z0-9_]*")
# Which column tells whose row it is; stations and the air belong to everybody. A delivered area may be wrong, a key is not.
OWNERS = {
    "enterprise_id": "enterprises",
    "complaint_id": "complaints",
    "meter_id": "stg_meters",
    "outlet_id": "stg_outlets",
    "source_key": "enterprise_links",
}
SCOPED = """
with columns as (
    select table_name, column_name, column_name in ('district', 'township') as is_area
    from information_schema.columns
    where table_catalog = current_database() and table_schema = 'main'
        and column_name in ('district', 'township', 'enterprise_id', 'complaint_id', 'meter_id', 'outlet_id', 'source_key')
), tables as (
    select table_name,
        string_agg(column_name, ',') filter (is_area and not starts_with(table_name, 'stg_')) as areas,
        coalesce(
            min(column_name) filter (column_name = 'enterprise_id'),
            min(column_name) filter (ends_with(column_name, '_id')),
            min(column_name) filter (column_name = 'source_key')
        ) as key
    from columns
    group by table_name
)
select table_name, areas, key
from tables
where key is not null or (areas is not null and table_name not in ('stations', 'station_areas'))
"""


@dataclass(frozen=True)
class Published:
    """One build, open for reading.

    The connection is shared by all threads and never used itself: each question gets its own cursor, since two threads on
    one connection may get each other's rows.
    """

    build_id: str
    path: Path
    connection: duckdb.DuckDBPyConnection = field(compare=False, repr=False)
    districts: frozenset[str] | None = None
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    def rows(self, select: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> pd.DataFrame:
        """Answer a SELECT, within the districts of the person who asks; NoBuildError when there is no such table or column."""
        # a copy costs nothing until somebody writes into it
        return self.kept((select, repr(parameters)), lambda: self._asked(select, parameters)).copy(deep=False)

    def kept(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Give what was made of this build within these districts before, or make it now."""
        return self.memory.recall((self.districts, key), make)

    def _asked(self, select: str, parameters: Sequence[object] | Mapping[str, object]) -> pd.DataFrame:
        with contextlib.closing(self.connection.cursor()) as cursor:
            try:
                self._narrow(cursor, select)
                return cursor.execute(select, parameters).df()
            except (duckdb.CatalogException, duckdb.BinderException) as fault:
                sentence = str(fault).splitlines()[0]
                raise NoBuildError(f"{self.path.name} was written by another version ({sentence}); run `lanxun build` again") from fault
            except duckdb.ConversionException as fault:
                raise InputError(f"the address asks for what is no value ({str(fault).splitlines()[0]}); open the page again") from fault

    def within(self, districts: frozenset[str] | None) -> Published:
        """Give the same build as a person sees it who may see these districts only; None for the whole city."""
        return self if districts is None else replace(self, districts=districts)

    @cached_property
    def _scoped(self) -> Mapping[str, str]:
        """By table: the SELECT that leaves the rows of the person's districts or townships."""
        names = ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(self.districts or ())) or "null"
        with contextlib.closing(self.connection.cursor()) as cursor:
            whole = f'"{cursor.execute("select current_database()").fetchall()[0][0]}".main'
            tables = {table: (areas, key) for table, areas, key in cursor.execute(SCOPED).fetchall()}

        def inside(table: str) -> str:
            areas, key = tables[table]
            if areas or key is None:
                return " or ".join(f"{area} in ({names})" for area in (areas or "null").split(","))
            owner = OWNERS[key]
            return f"{key} in (select {key} from {whole}.{owner} where {inside(owner)})"

        return {table: f'select * from {whole}."{table}" where {inside(table)}' for table in tables}

    def _narrow(self, cursor: duckdb.DuckDBPyConnection, select: str) -> None:
        """Put views over the tables a SELECT names: it finds them before the tables themselves, so no page can forget the scope."""
        if self.districts is None:
            return
        for table in sorted(set(WORD.findall(select.lower())) & self._scoped.keys()):
            cursor.execute(f'create temp view "{table}" as {self._scoped[table]}')

    def tables(self) -> frozenset[str]:
        """Name the tables of this build; asked once, since a build never changes."""
        return self._tables

    @cached_property
    def _tables(self) -> frozenset[str]:
        return frozenset(self.rows("select table_name from information_schema.tables")["table_name"])


@st.cache_resource(max_entries=3, show_spinner=False)
def _open(path: str) -> Published:
    """Open a build once; a new build has a new name, so it is opened anew.

    The oldest is forgotten here and closes when the last page that shows it is gone: closing it now would end the questions
    that are just being asked of it, since a cursor dies with its connection.
    """
    file = Path(path)
    try:
        connection = duckdb.connect(path, read_only=True, config=dict(SETTINGS))
    except duckdb.Error as fault:
        raise NoBuildError(f"{file.name} cannot be opened ({str(fault).splitlines()[0]}); run `lanxun build` again") from fault
    return Published(build_id=file.stem, path=file, connection=connection)


def current(city_dir: Path) -> Published:
    """Open what `current` points to now; NoBuildError when there is nothing to open."""
    return _open(str(warehouse.current(city_dir / "warehouse").path))


def newest(city_dir: Path) -> str:
    """Name what `current` points to now, without opening it; NoBuildError when there is nothing."""
    return warehouse.current(city_dir / "warehouse").build_id


def published(city_dir: Path, build_id: str) -> Published:
    """Open one kept build by its id; NoBuildError for an id that is none or no longer there."""
    path = city_dir / "warehouse" / f"{build_id}.duckdb"
    if not BUILD_ID.fullmatch(build_id) or not path.is_file():
        raise NoBuildError("there is no such build; reload the page")
    return _open(str(path))
