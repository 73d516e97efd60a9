"""Ask a published build what would follow from another rule, and write nothing.

The build is attached read-only to a database in memory; there the changed rule tables stand before the published ones, and
the very same models run on them in their own order. There is no second implementation of any rule.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.errors import ModelError, NoBuildError
from pipelines.model import Model, read_models

MEMORY_LIMIT = "1GB"
PUBLISHED = "published"
WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One cell of one rule that is to be thought of as different.

    Attributes
    ----------
    table
        A rule table of the build, such as `rule_positive_list_rules`.
    key
        Columns and their values that name the rule's rows.
    column, value
        What is changed; the value None stands for an empty cell.
    """

    table: str
    key: tuple[tuple[str, str], ...]
    column: str
    value: float | int | str | None


def chain(changed: Mapping[str, frozenset[str]], *, wanted: Sequence[str], present: frozenset[str]) -> list[Model]:
    """Name the models to run, in order: those the wanted tables need that depend on what changed or are not in the build.

    Parameters
    ----------
    changed
        By rule table the columns that differ. No model says `select *`, so one whose text does not name such a column does not
        depend on it.
    present
        The tables of the build.
    """
    models = read_models()
    for table in wanted:
        if table not in models:
            raise ModelError(f"no model is called {table}; name one of pipelines/models")
    moved: set[str] = set()
    for name, model in models.items():  # in their order: each comes after what it reads
        if _reads(model, changed) or model.inputs & moved:
            moved.add(name)
    asked: set[str] = set()
    pending = list(wanted)
    while pending:
        name = pending.pop()
        # what did not move and is in the build is taken as published, and so is all behind it
        if name in models and name not in asked and (name in moved or name not in present):
            asked.add(name)
            pending += models[name].inputs
    found = [model for name, model in models.items() if name in asked]
    for model in found:
        if model.is_analysis or model.is_monthly:
            raise ModelError(f"{model.name} is computed by months or beside the SQL; a what-if cannot ask for it")
    return found


def _reads(model: Model, changed: Mapping[str, frozenset[str]]) -> bool:
    return any(table in model.inputs and columns & set(WORD.findall(model.text)) for table, columns in changed.items())


@contextlib.contextmanager
def _beside(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "autoinstall_known_extensions": False}) as con:
        quoted = str(published).replace("'", "''")
        try:
            con.execute(f"attach '{quoted}' as {PUBLISHED} (read_only)")
        except duckdb.Error as fault:
            raise NoBuildError(f"{published.name} cannot be opened ({str(fault).splitlines()[0]}); run `lanxun build` again") from fault
        con.execute(f"set search_path = 'memory.main,{PUBLISHED}.main'")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        yield con


def _tables(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    rows = con.execute("select table_name from duckdb_tables() where database_name = ?", [PUBLISHED]).fetchall()
    return frozenset(str(name) for (name,) in rows)


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> frozenset[str]:
    found = con.execute("select column_name from duckdb_columns() where database_name = ? and table_name = ?", [PUBLISHED, table])
    return frozenset(str(name) for (name,) in found.fetchall())


def _shadow(con: duckdb.DuckDBPyConnection, table: str, changes: Sequence[Change]) -> None:
    """Put a copy of a rule table, changed, before the published one."""
    columns = _columns(con, table)
    if not table.startswith("rule_") or not columns:
        raise ModelError(f"{table} is no rule table of this build; a what-if changes rules only")
    con.execute(f'create table memory.main."{table}" as select * from {PUBLISHED}.main."{table}"')
    for change in changes:
        named = {change.column, *(column for column, _ in change.key)}
        if not named <= columns:
            raise ModelError(f"{table} has no column {', '.join(sorted(named - columns))}")
        where = " and ".join(f'"{column}" = ?' for column, _ in change.key)
        values = [change.value, *(value for _, value in change.key)]
        done = con.execute(f'update memory.main."{table}" set "{change.column}" = ? where {where}', values).fetchone()
        if done is None or not done[0]:
            raise ModelError(f"{table} has no rule {dict(change.key)}; reload the page, the rules may have changed")


def what_if(published: Path, changes: Sequence[Change], *, wanted: Sequence[str]) -> Mapping[str, pa.Table]:
    """Give tables as they would be with other rules.

    Parameters
    ----------
    published
        The file of a build; it is opened read-only.
    changes
        The cells that differ; none at all computes only what the build does not hold.
    wanted
        The tables to give back, each the name of an SQL model.

    Raises
    ------
    ModelError
        For a change of something that is no rule, and for a table that is not computed whole by SQL.
    NoBuildError
        When the file cannot be opened.
    """
    by_table: dict[str, list[Change]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    with _beside(published) as con:
        for table, given in by_table.items():
            _shadow(con, table, given)
        changed = {table: frozenset(change.column for change in given) for table, given in by_table.items()}
        for model in chain(changed, wanted=wanted, present=_tables(con)):
            kind = "temp view" if model.is_view else "table"
            con.execute(f'create {kind} "{model.name}" as {model.text}')
        return {table: con.execute(f'select * from "{table}"').to_arrow_table() for table in wanted}
