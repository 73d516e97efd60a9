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


def _rows(path: Path, table: str, exact: list[str], doubles: list[str]) -> list[tuple[object, ...]]:
    order = ", ".join([*(f'"{name}"' for name in exact), *(f'round("{name}", 4)' for name in doubles)])
    chosen = ", ".join(f'"{name}"' for name in [*exact, *doubles])
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(f'select {chosen} from "{table}" order by {order}').fetchall()


def _kinds(path: Path, table: str) -> dict[str, str]:
    with duckdb.connect(str(path), read_only=True) as con:
        return {str(row[0]): str(row[1]) for row in con.execute(f'describe "{table}"').fetchall()}


def _is_close(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=RELATIVE, abs_tol=1e-9) or (math.isnan(left) and math.isnan(right))


def difference(left: Path, right: Path, table: str) -> str | None:
    """The first difference of one table in words; null when there is none."""
    kinds, others = _kinds(left, table), _kinds(right, table)
    if kinds.keys() != others.keys():
        return f"{table}: columns {sorted(kinds.keys() ^ others.keys())} are in one build only"
    wrong = [f"{name} {kind} / {others[name]}" for name, kind in kinds.items() if kind != others[name]]
    if wrong:
        return f"{table}: types differ: {wrong}"
    doubles = [name for name, kind in kinds.items() if kind == "DOUBLE"]
    exact = [name for name in kinds if name not in doubles]
    ours, theirs = _rows(left, table, exact, doubles), _rows(right, table, exact, doubles)
    if len(ours) != len(theirs):
        return f"{table}: {len(ours)} rows / {len(theirs)} rows"
    for one, two in zip(ours, theirs, strict=True):
        width = len(exact)
        if one[:width] != two[:width] or not all(_is_close(a, b) for a, b in zip(one[width:], two[width:], strict=True)):
            return f"{table}: {dict(zip([*exact, *doubles], one, strict=True))} / {dict(zip([*exact, *doubles], two, strict=True))}"
    return None
