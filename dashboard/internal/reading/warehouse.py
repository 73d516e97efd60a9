"""The published build that readers see now."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd
import streamlit as st

from pipelines import warehouse
from pipelines.errors import NoBuildError

MEMORY_LIMIT = "1GB"
BUILD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,79}")


@dataclass(frozen=True)
class Published:
    """One build, open for reading.

    The connection is shared by all threads and never used itself: each question gets its own cursor, since two threads on
    one connection may get each other's rows.
    """

    build_id: str
    path: Path
    connection: duckdb.DuckDBPyConnection = field(compare=False, repr=False)

    def rows(self, select: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> pd.DataFrame:
        """Answer a SELECT; NoBuildError when this build has no such table or column."""
        with contextlib.closing(self.connection.cursor()) as cursor:
            try:
                return cursor.execute(select, parameters).df()
            except (duckdb.CatalogException, duckdb.BinderException) as fault:
                sentence = str(fault).splitlines()[0]
                raise NoBuildError(f"{self.path.name} was written by another version ({sentence}); run `lanxun build` again") from fault

    def tables(self) -> frozenset[str]:
        """Name the tables of this build."""
        return frozenset(self.rows("select table_name from information_schema.tables")["table_name"])


def _close(published: Published) -> None:
    published.connection.close()


@st.cache_resource(max_entries=3, show_spinner=False, on_release=_close)
def _open(path: str) -> Published:
    """Open a build once; a new build has a new name, so it is opened anew and the oldest is closed."""
    file = Path(path)
    try:
        connection = duckdb.connect(path, read_only=True, config={"memory_limit": MEMORY_LIMIT})
    except duckdb.Error as fault:
        raise NoBuildError(f"{file.name} cannot be opened ({str(fault).splitlines()[0]}); run `lanxun build` again") from fault
    for setting in ("enable_external_access = false", "autoinstall_known_extensions = false", "lock_configuration = true"):
        connection.execute(f"set {setting}")
    return Published(build_id=file.stem, path=file, connection=connection)


def current(city_dir: Path) -> Published:
    """Open what `current` points to now; NoBuildError when there is nothing to open."""
    return _open(str(warehouse.current(city_dir / "warehouse").path))


def published(city_dir: Path, build_id: str) -> Published:
    """Open one kept build by its id; NoBuildError for an id that is none or no longer there."""
    path = city_dir / "warehouse" / f"{build_id}.duckdb"
    if not BUILD_ID.fullmatch(build_id) or not path.is_file():
        raise NoBuildError("there is no such build; reload the page")
    return _open(str(path))
