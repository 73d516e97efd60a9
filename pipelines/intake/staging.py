"""Stage one sheet as typed values and leftover texts, one row per record, and find what is no data or twice there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.intake.casting import Casting, has_plain, identifier, ladder, odd_columns, staged_query
from pipelines.intake.fields import Rule
from pipelines.intake.layouts import Texts
from pipelines.intake.sheet import Sheet

STAGED = "staged"
LINES = "staged_lines"
BATCH_LINES = 100_000
# Up to here the hashes of all lines are sorted in memory (8 bytes each), beyond it DuckDB groups them on disk.
SORTED_LINES = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A staged sheet: the view `staged_lines`, the tables `repeated` and `raw_lines`, and the lines already decided."""

    sheet: Sheet
    texts: Texts
    rules: Mapping[str, Rule]
    casting: Casting
    non_data: int
    exact_duplicate: int
    # No text was odd and no required cell is blank: there is nothing to reject. Whole: nothing is dropped or repeated either.
    is_faultless: bool = False
    is_whole: bool = False


def fill(con: duckdb.DuckDBPyConnection, sheet: Sheet, texts: Texts, rules: Mapping[str, Rule]) -> int:
    """Create the table `staged`; its row count, or -1 when the order of the lines would be lost."""
    used = {name: rules[name] for name in texts.fields}
    is_fast = sheet.first_line is not None
    head = {} if is_fast else {"line": "line", "row_hash": texts.row_hash}
    head["is_dropped"] = texts.dropped
    query = staged_query(texts.fields, used, relation=texts.relation, head=head, is_clean=sheet.is_clean, is_ascii=sheet.is_ascii)
    if not _in_order(con, STAGED, query, is_asked=is_fast):
        return -1
    # The reader keeps the file's order, so a row's position is its line.
    line = f"rowid + {sheet.first_line} as line" if is_fast else "line, row_hash"
    odd = odd_columns(used)
    columns = [line, "is_dropped", *(identifier("v_" + name) for name in used), "odd"]
    columns += [f"{text} as {identifier('o_' + name)}" if text.startswith("odd[") else text for name, text in odd.items()]
    con.execute(f"create or replace view {LINES} as select {', '.join(columns)} from {STAGED}")
    return _one(con, f"select count(*) from {STAGED}")


def _in_order(con: duckdb.DuckDBPyConnection, table: str, query: str, *, is_asked: bool) -> bool:
    """Create a table; when it is asked, only if the plan inserts its batches in the file's order.

    A join in the plan (even one the planner made of a list) would not.
    """
    statement = f"create or replace table {table} as {query}"
    if is_asked:
        plan = "".join(str(row[1]) for row in con.execute(f"explain {statement}").fetchall())
        is_batched = "BATCH_CREATE_TABLE_AS" in plan or _one(con, "select current_setting('threads')") == 1
        if "JOIN" in plan or not is_batched:
            return False
    con.execute(statement)
    return True


def decide(con: duckdb.DuckDBPyConnection, sheet: Sheet, texts: Texts, rules: Mapping[str, Rule]) -> Staged:
    """Count what is no data, find exact duplicates, and send odd texts through the ladder."""
    used = {name: rules[name] for name in texts.fields}
    required = [identifier("v_" + name) for name, rule in used.items() if rule.field.is_required]
    columns = [f"count({'distinct line' if texts.is_spread else '*'}) filter (is_dropped)"]
    columns += [f"count({name}) filter (not is_dropped)" for name in ("line", *required)]
    columns += [f"count({identifier('o_' + name)}) filter (not is_dropped)" for name in used]
    found = con.execute(f"select {', '.join(columns)} from {LINES}").fetchone()
    assert found is not None
    non_data, data, *counts = (int(count) for count in found)
    filled, odd = counts[: len(required)], dict(zip(used, counts[len(required) :], strict=True))
    repeated = _repeated(con, sheet, texts, used, has_odd=any(odd.values()))
    is_faultless = not any(odd.values()) and all(count == data for count in filled)
    return Staged(
        sheet=sheet,
        texts=texts,
        rules=used,
        non_data=non_data + sheet.non_data,
        exact_duplicate=repeated,
        casting=ladder(con, used, table=LINES, odd=[name for name, count in odd.items() if count]),
        is_faultless=is_faultless,
        is_whole=is_faultless and non_data + repeated == 0,
    )


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def _repeated(con: duckdb.DuckDBPyConnection, sheet: Sheet, texts: Texts, rules: Mapping[str, Rule], *, has_odd: bool) -> int:
    """Fill the table `repeated` with every line whose raw text equals that of an earlier data line."""
    con.execute("create or replace table repeated (line bigint)")
    found = _alike(con, sheet, texts, rules, has_odd=has_odd)
    # A hash may agree by chance, and quotes may differ where cells agree: only the raw text decides.
    seen: set[str] = set()
    repeated: list[int] = []
    for line, text in sheet.raw_text(found) if found else ():
        if text in seen:
            repeated.append(line)
        seen.add(text)
    if repeated:
        _insert(con, "repeated", pa.table({"line": pa.array(repeated, pa.int64())}))
    return len(repeated)


def _alike(con: duckdb.DuckDBPyConnection, sheet: Sheet, texts: Texts, rules: Mapping[str, Rule], *, has_odd: bool) -> list[int]:
    """The data lines that may be written twice: every line whose hash another line has too."""
    if sheet.first_line is None:
        return _sharing(con, f"select row_hash, line from {LINES} where not is_dropped")
    # Lines with the same text have the same values, so the values already cast tell nearly every line apart.
    cells = [identifier("v_" + name) for name in rules]
    cells += [text for text in odd_columns(rules).values() if not text.startswith("odd[")] + (["odd"] if has_odd else [])
    required = [identifier("v_" + name) for name, rule in rules.items() if rule.field.is_required and has_plain(rule)]
    select = "select hash({}) as row_hash, line from " + LINES + " where not is_dropped"
    if not all(_has_twice(con, select.format(", ".join(some))) for some in (required, cells) if some):
        return []
    found = _sharing(con, select.format(", ".join(cells)))
    if len(found) <= BATCH_LINES:
        return found
    # Many lines agree in the columns that are used: now all columns are looked at.
    if not _in_order(con, "raw_hashes", f"select {texts.row_hash} as row_hash from {texts.relation}", is_asked=True):
        return found
    joined = f"raw_hashes h join {STAGED} s on h.rowid = s.rowid where not is_dropped"
    return _sharing(con, f"select row_hash, h.rowid + {sheet.first_line} as line from {joined}")


def _has_twice(con: duckdb.DuckDBPyConnection, rows: str) -> bool:
    """Whether a hash stands twice among the rows; sorting plain numbers costs a third of grouping them."""
    if _one(con, f"select count(*) from {STAGED}") > SORTED_LINES:
        return True
    hashes = np.sort(np.asarray(con.execute(f"select row_hash from ({rows})").fetchnumpy()["row_hash"]))
    return bool((hashes[1:] == hashes[:-1]).any())


def _sharing(con: duckdb.DuckDBPyConnection, rows: str) -> list[int]:
    """The lines of the rows (row_hash, line) whose hash stands on several lines, in order."""
    twice = f"select row_hash from ({rows}) group by row_hash having min(line) <> max(line)"
    con.execute(f"create or replace table suspects as {twice}")
    if _one(con, "select count(*) from suspects") == 0:
        return []
    found = con.execute(f"select distinct line from ({rows}) semi join suspects using (row_hash) order by line").fetchall()
    return [row[0] for row in found]


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
