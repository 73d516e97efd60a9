"""Write one sheet as a partition: loaded rows, rejected rows, faulty cells, and the count of every line."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.contract import Contract
from pipelines.errors import ConfigurationError, InputError
from pipelines.intake import layouts
from pipelines.intake.casting import identifier
from pipelines.intake.columns import Origin, columns, constant, expressions
from pipelines.intake.fields import Rule
from pipelines.intake.gathering import gathered
from pipelines.intake.layouts import Texts
from pipelines.intake.plaincsv import NotPlainError, Plan, pour_plain
from pipelines.intake.rowfile import Fixed, Written, empty, pour
from pipelines.intake.sheet import Sheet
from pipelines.intake.staging import LINES, Staged, decide, faults, fill, refuse

SOURCE = ("file", "sha256", "sheet", "line", "table_name")
REJECTS = {"rejected_rows": ("reasons", "columns", "raw_text"), "rejected_cells": ("column_name", "reason", "raw_text")}
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


def write(
    con: duckdb.DuckDBPyConnection, origin: Origin, contract: Contract, sheet: Sheet, rules: Mapping[str, Rule], *, folder: Path
) -> Partition:
    """Write the partition aside, then rename it into place: a kill leaves nothing half."""
    aside = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        partition = _written(con, origin, contract, sheet, rules, aside=aside, folder=folder)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return partition


def _written(
    con: duckdb.DuckDBPyConnection,
    origin: Origin,
    contract: Contract,
    sheet: Sheet,
    rules: Mapping[str, Rule],
    *,
    aside: Path,
    folder: Path,
) -> Partition:
    try:
        written, counts = _taken(con, origin, contract, sheet, rules, aside=aside)
    except InputError as fault:
        raise InputError(f"{origin.file} {sheet.name}: {fault}") from fault
    lines = dict(zip(DISPOSITIONS, counts, strict=True))
    if sum(counts) != sheet.line_count:
        raise InputError(
            f"{origin.file} {sheet.name}: {lines} do not add up to its {sheet.line_count} lines; "
            "this is a fault of the program, report it with the file"
        )
    partition = Partition(
        table=contract.name, feed=origin.feed.name, file=origin.file, sheet=sheet.name, sha256=origin.sha256,
        received_at=origin.received_at, key=origin.key, folder=folder, lines=lines, line_count=sheet.line_count,
        months=written.months, observed_to=written.observed_to,
    )  # fmt: skip
    (aside / "partition.json").write_text(to_json(partition), encoding="utf-8")
    return partition


def _taken(
    con: duckdb.DuckDBPyConnection, origin: Origin, contract: Contract, sheet: Sheet, rules: Mapping[str, Rule], *, aside: Path
) -> tuple[Written, tuple[int, ...]]:
    """Read a sheet and write its rows and rejects; how many of its lines were loaded, rejected, no data, written twice.

    The quick ways come first: a plain file in one pass, then a reader whose records must prove to be the lines.
    """
    texts = layouts.texts(origin.feed, contract, sheet, file=origin.file)
    _check_required(origin, contract, texts)
    plan = Plan(origin=origin, contract=contract, sheet=sheet, texts=texts, rules=rules)
    if plan.is_possible():
        try:
            written, twice = pour_plain(con, plan, aside / "rows.parquet")
        except NotPlainError:
            pass
        else:
            _no_rejects(aside)
            return written, (written.rows - twice, 0, sheet.non_data, twice)
    try:
        count = fill(con, sheet, texts, rules)
    except duckdb.Error:
        if sheet.fallback is None:
            raise
        count = -1
    if sheet.fallback is not None and count != sheet.line_count - sheet.non_data:
        return _taken(con, origin, contract, sheet.fallback(), rules, aside=aside)
    staged = decide(con, sheet, texts, rules)
    written, loaded = _rows(con, origin, contract, staged, rules, path=aside / "rows.parquet")
    rejected = _rejects(con, origin, contract, staged, rules, aside=aside)
    return written, (loaded, rejected, staged.non_data, staged.exact_duplicate)


def _no_rejects(aside: Path) -> None:
    for name, own in REJECTS.items():
        empty(aside / f"{name}.parquet", {column: "BIGINT" if column == "line" else "VARCHAR" for column in (*SOURCE, *own)})


def _rejects(
    con: duckdb.DuckDBPyConnection, origin: Origin, contract: Contract, staged: Staged, rules: Mapping[str, Rule], *, aside: Path
) -> int:
    """Write the rejected rows and the faulty cells; how many rows were rejected."""
    needed = [f.name for f in contract.fields if f.is_required]
    if staged.is_faultless and not staged.sheet.refused and _is_filled(staged, contract):
        _no_rejects(aside)
        return 0
    values = expressions(origin.feed, contract, staged.casting, rules)
    faults(con, staged, required={name: values[name] for name in needed})
    refuse(con, staged.sheet)
    told = dict(zip(SOURCE, (origin.file, origin.sha256, staged.sheet.name, "line", contract.name), strict=True))
    source: dict[str, str | Fixed] = {n: "line" if n == "line" else Fixed(value=text, kind="VARCHAR") for n, text in told.items()}
    counts = [
        pour(con, source | {c: c for c in own}, f"from {view} order by line, {own[0]}", aside / f"{name}.parquet", moment=None).rows
        for (name, own), view in zip(REJECTS.items(), ("bad_rows", "bad_cells"), strict=True)
    ]
    return counts[0]


def _rows(
    con: duckdb.DuckDBPyConnection, origin: Origin, contract: Contract, staged: Staged, rules: Mapping[str, Rule], *, path: Path
) -> tuple[Written, int]:
    """Write the loaded rows; how many physical lines they came from."""
    found = columns(origin, contract, staged.casting, rules, sheet=staged.sheet.name)
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


def _check_required(origin: Origin, contract: Contract, found: Texts) -> None:
    filled = {*found.fields, *origin.feed.constants, *origin.feed.generate}
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
