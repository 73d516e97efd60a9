"""Write one staged sheet as a partition: loaded rows, rejected rows, faulty cells, and the count of every line."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import ConfigurationError, InputError
from pipelines.intake.casting import identifier, literal
from pipelines.intake.fields import Rule, Value, read
from pipelines.intake.rowfile import Fixed, Written, empty, pour
from pipelines.intake.staging import LINES, Staged, faults, refuse

HOUR_ENDING = ("readings", "weather", "emissions", "power")
SOURCE = ("file", "sha256", "sheet", "line", "table_name")
REJECTED_ROWS, REJECTED_CELLS = ("reasons", "columns", "raw_text"), ("column_name", "reason", "raw_text")
DISPOSITIONS = ("loaded", "rejected", "non_data", "exact_duplicate")


@dataclass(frozen=True, kw_only=True)
class Partition:
    """One (file, sheet, feed) after casting; `folder` holds its rows and rejects as Parquet."""

    table: str
    feed: str
    file: str
    sheet: str
    sha256: str
    received_at: datetime
    key: str
    folder: Path
    lines: Mapping[str, int]
    line_count: int
    months: tuple[int, ...]
    observed_to: datetime | None


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a sheet came from."""

    feed: Feed
    file: str
    sha256: str
    received_at: datetime
    key: str


def constant(value: Value, kind: str) -> str:
    """A typed value as SQL."""
    if value is None:
        return f"cast(null as {kind})"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"cast({value!r} as {kind})"
    return f"cast({literal(str(value))} as {kind})"


def _constants(feed: Feed, rules: Mapping[str, Rule]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, given in feed.constants.items():
        reading = read(str(given).lower() if isinstance(given, bool) else str(given), rules[name])
        if reading.reason is not None:
            raise ConfigurationError(
                f"feeds.toml, feed {feed.name!r}: constant {given!r} of {name} is refused ({reading.reason}); correct it"
            )
        found[name] = constant(reading.value, rules[name].field.sql_type)
    return found


def _values(origin: Origin, contract: Contract, staged: Staged, rules: Mapping[str, Rule]) -> dict[str, str]:
    """The expression of every contract column, in contract order."""
    feed = origin.feed
    values = dict(staged.casting.values) | _constants(feed, rules)
    for name, parts in feed.generate.items():
        unknown = [part for part in parts if part not in values]
        if unknown:
            raise ConfigurationError(
                f"feeds.toml, feed {feed.name!r}: generate.{name} uses {unknown[0]!r}, which the feed does not fill; map it first"
            )
        texts = [f"cast({values[part]} as varchar)" for part in parts]
        joined = " || '|' || ".join(f"coalesce({text}, '')" for text in texts)
        values[name] = (
            f"case when coalesce({', '.join(texts)}) is not null then {literal(feed.name + '-')} || left(sha256({joined}), 12) end"
        )
    return {f.name: f"cast({values.get(f.name, 'null')} as {f.sql_type})" for f in contract.fields}


def _moment(contract: Contract, values: Mapping[str, str]) -> tuple[str, str]:
    """Two expressions: the moment of a row as a timestamp, and its month."""
    if contract.moment is None:
        return "cast(null as timestamp)", "cast(null as integer)"
    moment = f"cast({values[contract.moment]} as timestamp)"
    begun = moment
    if contract.name in HOUR_ENDING and contract.field(contract.moment).kind == "datetime":
        begun = f"({moment} - interval 1 hour)"
    return moment, f"cast(year({begun}) * 100 + month({begun}) as integer)"


def columns(origin: Origin, contract: Contract, staged: Staged, rules: Mapping[str, Rule]) -> dict[str, str | Fixed]:
    """Every column of the loaded rows in order: an expression over the staged lines, or the one value of all rows."""
    feed, values = origin.feed, _values(origin, contract, staged, rules)
    filled = {*staged.casting.values, *feed.constants, *feed.generate}
    found: dict[str, str | Fixed] = {
        f.name: values[f.name] if f.name in filled else Fixed(value=None, kind=f.sql_type) for f in contract.fields
    }
    moment, month = _moment(contract, values)
    for name, told in {"feed": feed.name, "file": origin.file, "sha256": origin.sha256, "sheet": staged.sheet.name}.items():
        found[f"source_{name}"] = Fixed(value=told, kind="VARCHAR")
    found["source_line"] = "s.line"
    found["source_received_at"] = Fixed(value=origin.received_at, kind="TIMESTAMP")
    if feed.publication_delay_h is not None and contract.moment is not None:
        found["source_received_at"] = f"{moment} + interval ({round(feed.publication_delay_h * 3600)}) second"
    found["source_datum"] = Fixed(value=feed.datum, kind="VARCHAR")
    if "datum" in filled:
        found["source_datum"] = values["datum"] if feed.datum is None else f"coalesce({values['datum']}, {literal(feed.datum)})"
    found["month_id"] = Fixed(value=None, kind="INTEGER") if contract.moment is None else month
    return found


def _lines(staged: Staged, contract: Contract, values: Mapping[str, str | Fixed]) -> str:
    """Where the loaded rows are read from."""
    if staged.is_whole and _is_filled(staged, contract):
        return f"from {LINES} s"
    # A join may shuffle the rows; without one they still lie in the file's order.
    order = " order by s.line" if staged.casting.joins else ""
    return f"from {LINES} s {staged.casting.joins} where {_kept(staged, contract, values)}{order}"


def _is_filled(staged: Staged, contract: Contract) -> bool:
    """Whether the sheet itself gives every required column, not a constant or a generated code."""
    return {f.name for f in contract.fields if f.is_required} <= set(staged.rules)


def _kept(staged: Staged, contract: Contract, values: Mapping[str, str | Fixed]) -> str:
    tests = ["not s.is_dropped"]
    if staged.exact_duplicate:
        tests.append("s.line not in (select line from repeated)")
    tests += [f"{values[f.name]} is not null" for f in contract.fields if f.is_required]
    return " and ".join(tests)


def gathered(query: str, contract: Contract, measured: tuple[str, ...]) -> str:
    """One row per key from rows that each hold one variable; a variable given twice makes a second version, so none is lost."""
    keys = [f.name for f in contract.fields if f.name not in measured]
    given = ", ".join(f"{identifier(name)} is not null" for name in measured)
    group = ", ".join(identifier(name) for name in keys)
    order = ", ".join([group, given, "source_line"])
    constant_names = ("source_feed", "source_file", "source_sha256", "source_sheet", "source_received_at", "source_datum", "month_id")
    contract_columns = [
        f"max({identifier(f.name)}) as {identifier(f.name)}" if f.name in measured else identifier(f.name) for f in contract.fields
    ]
    columns = [*contract_columns, *(f"any_value({n}) as {n}" for n in constant_names[:4]), "min(source_line) as source_line"]
    columns += [f"any_value({n}) as {n}" for n in constant_names[4:]]
    return (
        f"select {', '.join(columns)} from (select *, row_number() over (partition by {group}, {given} order by source_line) as version_no "
        f"from ({query})) group by {group}, version_no order by {order.split(',', maxsplit=1)[0]}, source_line"
    )


def write(
    con: duckdb.DuckDBPyConnection, origin: Origin, contract: Contract, staged: Staged, rules: Mapping[str, Rule], *, folder: Path
) -> Partition:
    """Write the partition aside, then rename it into place: a kill leaves nothing half."""
    aside = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        partition = _written(con, origin, contract, staged, rules, aside=aside, folder=folder)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return partition


def _written(
    con: duckdb.DuckDBPyConnection,
    origin: Origin,
    contract: Contract,
    staged: Staged,
    rules: Mapping[str, Rule],
    *,
    aside: Path,
    folder: Path,
) -> Partition:
    _check_required(origin, contract, staged)
    written, loaded = _rows(con, origin, contract, staged, rules, path=aside / "rows.parquet")
    rejected = _rejects(con, origin, contract, staged, rules, aside=aside)
    lines = dict(zip(DISPOSITIONS, (loaded, rejected, staged.non_data, staged.exact_duplicate), strict=True))
    if sum(lines.values()) != staged.sheet.line_count:
        raise InputError(
            f"{origin.file} {staged.sheet.name}: {lines} do not add up to its {staged.sheet.line_count} lines; "
            "this is a fault of the program, report it with the file"
        )
    partition = Partition(
        table=contract.name, feed=origin.feed.name, file=origin.file, sheet=staged.sheet.name, sha256=origin.sha256,
        received_at=origin.received_at, key=origin.key, folder=folder, lines=lines, line_count=staged.sheet.line_count,
        months=written.months, observed_to=written.observed_to,
    )  # fmt: skip
    (aside / "partition.json").write_text(to_json(partition), encoding="utf-8")
    return partition


def _rejects(
    con: duckdb.DuckDBPyConnection, origin: Origin, contract: Contract, staged: Staged, rules: Mapping[str, Rule], *, aside: Path
) -> int:
    """Write the rejected rows and the faulty cells; how many rows were rejected."""
    files = {"rejected_rows": REJECTED_ROWS, "rejected_cells": REJECTED_CELLS}
    needed = [f.name for f in contract.fields if f.is_required]
    if staged.is_faultless and not staged.sheet.refused and _is_filled(staged, contract):
        for name, own in files.items():
            empty(aside / f"{name}.parquet", {column: "BIGINT" if column == "line" else "VARCHAR" for column in (*SOURCE, *own)})
        return 0
    values = _values(origin, contract, staged, rules)
    faults(con, staged, required={name: values[name] for name in needed})
    refuse(con, staged.sheet)
    told = dict(zip(SOURCE, (origin.file, origin.sha256, staged.sheet.name, "line", contract.name), strict=True))
    source: dict[str, str | Fixed] = {n: "line" if n == "line" else Fixed(value=text, kind="VARCHAR") for n, text in told.items()}
    counts = [
        pour(con, source | {c: c for c in own}, f"from {view} order by line, {own[0]}", aside / f"{name}.parquet", moment=None).rows
        for (name, own), view in zip(files.items(), ("bad_rows", "bad_cells"), strict=True)
    ]
    return counts[0]


def _rows(
    con: duckdb.DuckDBPyConnection, origin: Origin, contract: Contract, staged: Staged, rules: Mapping[str, Rule], *, path: Path
) -> tuple[Written, int]:
    """Write the loaded rows; how many physical lines they came from."""
    found = columns(origin, contract, staged, rules)
    lines = _lines(staged, contract, found)
    if not staged.texts.is_gathered:
        written = pour(con, found, lines, path, moment=contract.moment)
        return written, written.rows
    texts = {name: column if isinstance(column, str) else constant(column.value, column.kind) for name, column in found.items()}
    con.execute(f"create or replace table gathering as select {', '.join(f'{c} as {identifier(n)}' for n, c in texts.items())} {lines}")
    keys = {f.name for f in contract.fields if f.is_required}
    measured = tuple(name for name in staged.rules if name not in keys and name in _measured(origin, staged))
    query = gathered("from gathering", contract, measured)
    written = pour(con, {name: identifier(name) for name in found}, f"from ({query})", path, moment=contract.moment)
    loaded = _one(con, f"select {'count(distinct source_line)' if staged.texts.is_spread else 'count(*)'} from gathering")
    con.execute("drop table gathering")
    return written, loaded


def _measured(origin: Origin, staged: Staged) -> set[str]:
    return {name for name in staged.rules if name not in origin.feed.columns}


def _check_required(origin: Origin, contract: Contract, staged: Staged) -> None:
    filled = {*staged.rules, *origin.feed.constants, *origin.feed.generate}
    lacking = [f.name for f in contract.fields if f.is_required and f.name not in filled]
    if lacking:
        raise ConfigurationError(
            f"feeds.toml, feed {origin.feed.name!r}: nothing fills {lacking[0]}, which every row of {contract.name} needs; "
            "map a heading, a constant or generate it"
        )


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def to_json(partition: Partition) -> str:
    """The partition as text, without its folder."""
    record = {name: value for name, value in vars(partition).items() if name != "folder"}
    return json.dumps(record, ensure_ascii=False, indent=1, default=str)


def from_json(text: str, folder: Path) -> Partition:
    """The partition a folder holds."""
    record = json.loads(text)
    observed = record["observed_to"]
    return Partition(
        **record
        | {
            "received_at": datetime.fromisoformat(record["received_at"]),
            "observed_to": None if observed is None else datetime.fromisoformat(observed),
            "months": tuple(record["months"]),
            "folder": folder,
        }
    )
