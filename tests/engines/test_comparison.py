"""The comparison of two builds finds what differs, in words."""

from pathlib import Path

import duckdb
import pytest

from tests.engines import comparison


def _file(path: Path, select: str) -> Path:
    with duckdb.connect(str(path)) as con:
        con.execute(f"create table t as {select}")
    return path


@pytest.mark.parametrize(
    ("one", "two", "word"),
    [
        ("select 1.0e0 as x", "select cast(1 as bigint) as x", "types differ"),
        ("select 1.0e0 as x", "select cast(1 as decimal(9, 3)) as x", "types differ"),
        ("select cast(1 as bigint) as x", "select cast(1 as integer) as x", "types differ"),
        ("select 1.0e0 as x", "select 1.0e0 as y", "in one build only"),
        ("select 1.0e0 as x", "select 1.0e0 + 1e-6 as x", "1.000001"),
        ("select 1.0e0 as x", "select cast(null as double) as x", "None"),
        ("select 'a' as k, 1.0e0 as x", "select 'b' as k, 1.0e0 as x", "'b'"),
        ("select 1.0e0 as x union all select 1.0e0", "select 1.0e0 as x", "1 rows of the one"),
    ],
)
def test_a_difference_is_said(tmp_path: Path, one: str, two: str, word: str) -> None:
    (said,) = comparison.differences(_file(tmp_path / "a.duckdb", one), _file(tmp_path / "b.duckdb", two))
    assert said.startswith("t: ")
    assert word in said


def test_sums_in_another_order_and_rows_in_another_order_are_no_difference(tmp_path: Path) -> None:
    one = _file(tmp_path / "a.duckdb", "select 'a' as k, 192276610.60020724e0 as x union all select 'b', cast('nan' as double)")
    two = _file(tmp_path / "b.duckdb", "select 'b' as k, cast('nan' as double) as x union all select 'a', 192276610.60019124e0")
    assert comparison.differences(one, two) == []
