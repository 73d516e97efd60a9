"""Compare two builds table by table: exact but for doubles, which agree to a relative 1e-9."""

from __future__ import annotations

import math
from pathlib import Path

import duckdb

# what a build writes about itself differs by nature
ABOUT = {"build_info", "build_steps", "build_states", "source_files", "source_lines", "rejected_rows", "rejected_cells", "build_rules"}
RELATIVE = 1e-9


def tables(path: Path) -> set[str]:
    """The computed tables of a build."""
    with duckdb.connect(str(path), read_only=True) as con:
        return {str(row[0]) for row in con.execute("select table_name from duckdb_tables()").fetchall()} - ABOUT


def _kinds(con: duckdb.DuckDBPyConnection, side: str, table: str) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in con.execute(f'describe {side}.main."{table}"').fetchall()}


def _only_in(con: duckdb.DuckDBPyConnection, side: str, other: str, table: str, exact: list[str], doubles: list[str]) -> list[tuple]:
    """Rows that the other build does not hold to the last bit, in an order that pairs them with the other's."""
    chosen = ", ".join(f'"{name}"' for name in [*exact, *doubles])
    order = ", ".join([*(f'"{name}"' for name in exact), *(f'round("{name}", 4)' for name in doubles)])
    left, right = (f'select {chosen} from {name}.main."{table}"' for name in (side, other))
    return con.execute(f"select * from ({left} except all {right}) order by {order}").fetchall()


def _is_close(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=RELATIVE, abs_tol=1e-9) or (math.isnan(left) and math.isnan(right))


def differences(left: Path, right: Path) -> list[str]:
    """The first difference of each table in words; none when the builds agree."""
    shared = sorted(tables(left) & tables(right))
    with duckdb.connect() as con:
        con.execute(f"attach '{left}' as ours (read_only); attach '{right}' as theirs (read_only)")
        return [said for said in (_difference(con, table) for table in shared) if said]


def _difference(con: duckdb.DuckDBPyConnection, table: str) -> str | None:
    kinds, others = _kinds(con, "ours", table), _kinds(con, "theirs", table)
    if kinds.keys() != others.keys():
        return f"{table}: columns {sorted(kinds.keys() ^ others.keys())} are in one build only"
    wrong = [f"{name} {kind} / {others[name]}" for name, kind in kinds.items() if kind != others[name]]
    if wrong:
        return f"{table}: types differ: {wrong}"
    doubles = [name for name, kind in kinds.items() if kind == "DOUBLE"]
    exact = [name for name in kinds if name not in doubles]
    ours, theirs = (_only_in(con, *sides, table, exact, doubles) for sides in (("ours", "theirs"), ("theirs", "ours")))
    if len(ours) != len(theirs):
        return f"{table}: {len(ours)} rows of the one are not in the other, {len(theirs)} of the other not in the one"
    for one, two in zip(ours, theirs, strict=True):
        width = len(exact)
        if one[:width] != two[:width] or not all(_is_close(a, b) for a, b in zip(one[width:], two[width:], strict=True)):
            return f"{table}: {dict(zip([*exact, *doubles], one, strict=True))} / {dict(zip([*exact, *doubles], two, strict=True))}"
    return None
