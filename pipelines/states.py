"""Remember in the build's own file what each table was computed from, so that the next build keeps what is still true."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.engines.engine import Digest
from pipelines.runner import State, Step

FORMAT = "2"  # raise it when files written before can no longer be the start of a build


def is_reusable(path: Path) -> bool:
    """Whether a published file may be the start of the next build."""
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            row = con.execute("select format, engine from build_info").fetchone()
    except duckdb.Error:
        return False
    return row == (FORMAT, "duckdb")


def read(con: duckdb.DuckDBPyConnection) -> dict[str, State]:
    """What each table of the copied file was computed from."""
    found = con.execute(
        "select table_name, text_hash, input_hash, month_hashes, row_count, content, month_contents from build.main.build_states"
    ).fetchall()
    return {
        name: State(
            text=text,
            inputs=inputs,
            months={int(key): value for key, value in json.loads(months).items()},
            digest=Digest(rows=rows, whole=content, months={int(key): value for key, value in json.loads(contents).items()}),
        )
        for name, text, inputs, months, rows, content, contents in found
    }


def checks_version(con: duckdb.DuckDBPyConnection) -> str | None:
    """Which promises the copied build was held to."""
    row = con.execute("select checks from build.main.build_info").fetchone()
    return None if row is None else str(row[0])


def rule_versions(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """By rule set: the content the copied build was made with."""
    return dict(con.execute("select rule_set, version from build.main.build_rules").fetchall())


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what only describes the copied build; a build that fails half-way never looks finished."""
    for table in (
        "build_info",
        "build_states",
        "build_steps",
        "build_rules",
        "source_files",
        "source_lines",
        "rejected_rows",
        "rejected_cells",
    ):
        con.execute(f"drop table if exists build.main.{table}")


def _create(con: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
    """Write rows as one Arrow table; a bound insert of each row would take longer than a day's increment."""
    names = [column.split()[0] for column in columns.split(",")]
    incoming = pa.table({name: pa.array([row[number] for row in rows]) for number, name in enumerate(names)})
    con.execute(f"create or replace table build.main.{table} ({columns})")
    con.register("incoming", incoming)
    con.execute(f"insert into build.main.{table} by name select * from incoming")
    con.unregister("incoming")


def _literal(value: object) -> object:
    return value if isinstance(value, bool | datetime | date) or value is None else str(value)


def write(
    con: duckdb.DuckDBPyConnection,
    *,
    about: Mapping[str, object],
    steps: Sequence[Step],
    states: Mapping[str, State],
    rules: Mapping[str, Digest],
) -> None:
    """Write `build_info` (one row), `build_steps`, `build_rules` and `build_states`."""
    kinds = {datetime: "TIMESTAMP", bool: "BOOLEAN"}
    known = {**about, "format": FORMAT, "finished_at": None}
    columns = ", ".join(
        f"{name} {kinds.get(type(value), 'TIMESTAMP' if name.endswith('_at') else 'VARCHAR')}" for name, value in known.items()
    )
    _create(con, "build_info", columns, [[_literal(value) for value in known.values()]])
    con.execute("update build.main.build_info set finished_at = started_at + to_microseconds(?)", [int(sum(s.wall_s for s in steps) * 1e6)])
    _create(
        con,
        "build_steps",
        "table_name VARCHAR, layer VARCHAR, reads VARCHAR, action VARCHAR, row_count BIGINT, wall_s DOUBLE",
        [[s.table, s.layer, " ".join(s.inputs), s.action, s.rows, s.wall_s] for s in steps],
    )
    _create(
        con,
        "build_rules",
        "rule_set VARCHAR, version VARCHAR, row_count BIGINT",
        [[name, digest.whole, digest.rows] for name, digest in sorted(rules.items()) if name.startswith("rule_")],
    )
    _create(
        con,
        "build_states",
        "table_name VARCHAR, text_hash VARCHAR, input_hash VARCHAR, month_hashes VARCHAR, "
        "row_count BIGINT, content VARCHAR, month_contents VARCHAR",
        [
            [name, s.text, s.inputs, json.dumps(s.months), s.digest.rows, s.digest.whole, json.dumps(s.digest.months)]
            for name, s in sorted(states.items())
        ],
    )
