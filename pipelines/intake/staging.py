"""Stage one sheet as typed values and leftover texts, one row per record, and find what is no data or twice there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import duckdb
import pyarrow as pa

from pipelines.intake.casting import Casting, identifier, ladder, staged_columns
from pipelines.intake.fields import Rule
from pipelines.intake.layouts import Texts
from pipelines.intake.sheet import Sheet

STAGED = "staged"
LINES = "staged_lines"
BATCH_LINES = 100_000


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A staged sheet: the view `staged_lines`, the tables `repeated` and `raw_lines`, and the lines already decided."""

    sheet: Sheet
    texts: Texts
    rules: Mapping[str, Rule]
    casting: Casting
    row_count: int
    non_data: int
    exact_duplicate: int


def fill(con: duckdb.DuckDBPyConnection, sheet: Sheet, texts: Texts, rules: Mapping[str, Rule]) -> int:
    """Create the table `staged`; its row count, or -1 when the order of the lines would be lost."""
    used = {name: rules[name] for name in texts.fields}
    line = [] if sheet.first_line is not None else ["line"]
    columns = [
        *line,
        f"{texts.row_hash} as row_hash",
        f"({texts.dropped}) as is_dropped",
        *staged_columns(texts.fields, used, is_clean=sheet.is_clean),
    ]
    statement = f"create or replace table {STAGED} as select {', '.join(columns)} from {texts.relation}"
    if sheet.first_line is not None and not _keeps_order(con, statement):
        return -1
    con.execute(statement)
    # The reader keeps the file's order, so a row's position is its line.
    source = "*" if sheet.first_line is None else f"rowid + {sheet.first_line} as line, *"
    con.execute(f"create or replace view {LINES} as select {source} from {STAGED}")
    return _one(con, f"select count(*) from {STAGED}")


def _keeps_order(con: duckdb.DuckDBPyConnection, statement: str) -> bool:
    """Whether the plan inserts its batches in the file's order; a join in it (even one the planner made of a list) would not."""
    plan = "".join(str(row[1]) for row in con.execute(f"explain {statement}").fetchall())
    return "JOIN" not in plan and ("BATCH_CREATE_TABLE_AS" in plan or _one(con, "select current_setting('threads')") == 1)


def decide(con: duckdb.DuckDBPyConnection, sheet: Sheet, texts: Texts, rules: Mapping[str, Rule]) -> Staged:
    """Count what is no data, find exact duplicates, and send odd texts through the ladder."""
    lines = "count(distinct line)" if texts.is_spread else "count(*)"
    non_data = _one(con, f"select {lines} from {LINES} where is_dropped")
    duplicates = _repeated(con, sheet)
    used = {name: rules[name] for name in texts.fields}
    return Staged(
        sheet=sheet,
        texts=texts,
        rules=used,
        casting=ladder(con, used, table=STAGED),
        row_count=_one(con, f"select {lines} from {LINES}"),
        non_data=non_data + sheet.non_data,
        exact_duplicate=duplicates,
    )


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def _repeated(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> int:
    """Fill the table `repeated` with every line whose raw text equals that of an earlier data line."""
    con.execute("create or replace table repeated (line bigint)")
    con.execute(
        f"create or replace table suspects as select row_hash from {LINES} where not is_dropped "
        "group by row_hash having min(line) <> max(line)"
    )
    if _one(con, "select count(*) from suspects") == 0:
        return 0
    # A hash may agree by chance, and quotes may differ where cells agree: only the raw text decides.
    found = con.execute(
        f"select distinct line from {LINES} semi join suspects using (row_hash) where not is_dropped order by line"
    ).fetchall()
    seen: set[str] = set()
    repeated: list[int] = []
    for line, text in sheet.raw_text([row[0] for row in found]):
        if text in seen:
            repeated.append(line)
        seen.add(text)
    _insert(con, "repeated", pa.table({"line": pa.array(repeated, pa.int64())}))
    return len(repeated)


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.register("arriving", rows)
    con.execute(f"insert into {table} from arriving")
    con.unregister("arriving")


def faults(con: duckdb.DuckDBPyConnection, staged: Staged, *, required: Mapping[str, str]) -> None:
    """Fill `faults` (line, is_rejected, r_ and o_ of each field) for records with any fault; `required` has each needed field's value."""
    reasons: dict[str, str] = dict(staged.casting.reasons)
    for name, value in required.items():
        reasons[name] = f"case when {value} is null then coalesce({reasons.get(name, 'null')}, 'required_missing') end"
    rejected = " or ".join(f"{value} is null" for value in required.values()) or "false"
    columns = [f"{reason} as {identifier('r_' + name)}" for name, reason in reasons.items()]
    texts = [
        f"s.{identifier('o_' + name)}" if name in staged.rules else f"cast(null as varchar) as {identifier('o_' + name)}"
        for name in reasons
    ]
    test = " or ".join(f"({reason}) is not null" for reason in reasons.values()) or "false"
    con.execute(
        f"create or replace table faults as select {', '.join(['s.line', f'({rejected}) as is_rejected', *columns, *texts])} "
        f"from {LINES} s {staged.casting.joins} where not s.is_dropped and ({test}) and s.line not in (select line from repeated)"
    )
    _raw_lines(con, staged)
    _reasons(con, tuple(reasons))


def _raw_lines(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """The raw text of rejected lines, fetched in batches so that a wholly bad file does not fill the memory."""
    con.execute("create or replace table raw_lines (line bigint, raw_text varchar)")
    lines = [row[0] for row in con.execute("select distinct line from faults where is_rejected order by line").fetchall()]
    if not lines:
        return
    found: Iterator[tuple[int, str]] = staged.sheet.raw_text(lines)
    while batch := list(islice(found, BATCH_LINES)):
        rows = {"line": pa.array([row[0] for row in batch], pa.int64()), "raw_text": pa.array([row[1] for row in batch], pa.string())}
        _insert(con, "raw_lines", pa.table(rows))


def _reasons(con: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> None:
    """Two views: `bad_rows` (line, reasons, columns, raw_text) and `bad_cells` (line, column_name, reason, raw_text)."""
    con.execute("create or replace table refused (line bigint, reasons varchar, columns varchar, raw_text varchar)")
    reasons = ", ".join(identifier("r_" + name) for name in names) or "null"
    columns = ", ".join(f"case when {identifier('r_' + name)} is not null then '{name}' end" for name in names) or "null"
    con.execute(
        "create or replace view bad_rows as select * from refused union all "
        "select line, any_value(reasons), any_value(columns), any_value(raw_text) "
        f"from (select line, concat_ws(',', {reasons}) as reasons, concat_ws(',', {columns}) as columns, raw_text "
        "from faults left join raw_lines using (line) where is_rejected) group by line"
    )
    cells = [
        f"select line, '{name}' as column_name, {identifier('r_' + name)} as reason, {identifier('o_' + name)} as raw_text "
        f"from faults where not is_rejected and {identifier('r_' + name)} is not null"
        for name in names
    ]
    empty = "select null::bigint as line, null::varchar as column_name, null::varchar as reason, null::varchar as raw_text where false"
    con.execute(f"create or replace view bad_cells as {' union all '.join([empty, *cells])}")


def refuse(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Put the lines that could not be cut into cells among the rejected rows."""
    if sheet.refused:
        _insert(
            con,
            "refused",
            pa.table(
                {
                    "line": pa.array([item.line for item in sheet.refused], pa.int64()),
                    "reasons": pa.array([item.reason for item in sheet.refused], pa.string()),
                    "columns": pa.array(["" for _ in sheet.refused], pa.string()),
                    "raw_text": pa.array([item.raw_text for item in sheet.refused], pa.string()),
                }
            ),
        )
