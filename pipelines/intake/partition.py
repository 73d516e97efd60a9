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
from pipelines.intake.staging import LINES, Staged, faults, refuse

HOUR_ENDING = ("readings", "weather", "emissions", "power")
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


def select(origin: Origin, contract: Contract, staged: Staged, rules: Mapping[str, Rule]) -> str:
    """The query of the loaded rows."""
    feed, values = origin.feed, _values(origin, contract, staged, rules)
    moment, month = _moment(contract, values)
    received = f"timestamp {literal(f'{origin.received_at:%Y-%m-%d %H:%M:%S}')}"
    if feed.publication_delay_h is not None and contract.moment is not None:
        received = f"{moment} + interval ({round(feed.publication_delay_h * 3600)}) second"
    source = {
        "source_feed": literal(feed.name),
        "source_file": literal(origin.file),
        "source_sha256": literal(origin.sha256),
        "source_sheet": literal(staged.sheet.name),
        "source_line": "s.line",
        "source_received_at": f"cast({received} as timestamp)",
        "source_datum": f"{values['datum']}" if "datum" in values else "cast(null as varchar)",
        "month_id": month,
    }
    if feed.datum is not None:
        source["source_datum"] = f"coalesce({source['source_datum']}, {literal(feed.datum)})"
    columns = ", ".join(f"{text} as {identifier(name)}" for name, text in (values | source).items())
    # A join may shuffle the rows; without one they still lie in the file's order.
    order = " order by s.line" if staged.casting.joins else ""
    return f"select {columns} from {LINES} s {staged.casting.joins} where {_kept(staged, contract, values)}{order}"


def _kept(staged: Staged, contract: Contract, values: Mapping[str, str]) -> str:
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
    query = select(origin, contract, staged, rules)
    _check_required(origin, contract, staged)
    values = _values(origin, contract, staged, rules)
    required = {f.name: values[f.name] for f in contract.fields if f.is_required}
    faults(con, staged, required=required)
    refuse(con, staged.sheet)
    loaded = _rows(con, origin, contract, staged, query, path=aside / "rows.parquet")
    _copy(con, f"select {_source(origin, staged)}, line, {literal(contract.name)} as table_name, reasons, columns, raw_text "
          "from bad_rows order by line", aside / "rejected_rows.parquet")  # fmt: skip
    _copy(con, f"select {_source(origin, staged)}, line, {literal(contract.name)} as table_name, column_name, reason, raw_text "
          "from bad_cells order by line, column_name", aside / "rejected_cells.parquet")  # fmt: skip
    lines = dict(
        zip(DISPOSITIONS, (loaded, _one(con, "select count(*) from bad_rows"), staged.non_data, staged.exact_duplicate), strict=True)
    )
    if sum(lines.values()) != staged.sheet.line_count:
        raise InputError(
            f"{origin.file} {staged.sheet.name}: {lines} do not add up to its {staged.sheet.line_count} lines; "
            "this is a fault of the program, report it with the file"
        )
    months, observed_to = _span(con, aside / "rows.parquet", contract)
    partition = Partition(
        table=contract.name, feed=origin.feed.name, file=origin.file, sheet=staged.sheet.name, sha256=origin.sha256,
        received_at=origin.received_at, key=origin.key, folder=folder, lines=lines, line_count=staged.sheet.line_count,
        months=months, observed_to=observed_to,
    )  # fmt: skip
    (aside / "partition.json").write_text(to_json(partition), encoding="utf-8")
    return partition


def _rows(con: duckdb.DuckDBPyConnection, origin: Origin, contract: Contract, staged: Staged, query: str, *, path: Path) -> int:
    """Write the loaded rows; how many physical lines they came from."""
    if not staged.texts.is_gathered:
        return _copy(con, query, path)
    con.execute(f"create or replace table gathering as {query}")
    keys = {f.name for f in contract.fields if f.is_required}
    measured = tuple(name for name in staged.rules if name not in keys and name in _measured(origin, staged))
    _copy(con, gathered("from gathering", contract, measured), path)
    loaded = _one(con, f"select {'count(distinct source_line)' if staged.texts.is_spread else 'count(*)'} from gathering")
    con.execute("drop table gathering")
    return loaded


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


def _source(origin: Origin, staged: Staged) -> str:
    return f"{literal(origin.file)} as file, {literal(origin.sha256)} as sha256, {literal(staged.sheet.name)} as sheet"


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    return _one(con, f"copy ({query}) to {literal(str(path))} (format parquet, compression snappy)")


def _span(con: duckdb.DuckDBPyConnection, path: Path, contract: Contract) -> tuple[tuple[int, ...], datetime | None]:
    if contract.moment is None:
        return (), None
    rows = f"read_parquet({literal(str(path))})"
    months = con.execute(f"select distinct month_id from {rows} where month_id is not null order by month_id").fetchall()
    latest = con.execute(f"select max(cast({identifier(contract.moment)} as timestamp)) from {rows}").fetchone()
    return tuple(row[0] for row in months), None if latest is None else latest[0]


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
