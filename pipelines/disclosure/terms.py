"""What may be published, as the rule rows of the build say it on the build's day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from pipelines.errors import NoBuildError

RULES = """
select r.rule_id, r.value, r.words
from rule_disclosure_rules as r, run_moment as m
where m.as_of_on between r.valid_from and coalesce(r.valid_to, date '9999-12-31')
"""
ALLOWED = """
select c.table_name, c.column_name, c.type, c.title_zh, c.clause, c.status
from rule_disclosure_columns as c, run_moment as m
where m.as_of_on between c.valid_from and coalesce(c.valid_to, date '9999-12-31')
"""
NUMBERS = ("small_count", "settle_days", "complaint_months", "check_days", "air_days")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column that may be published, and the text that asks for it."""

    name: str
    type: str
    title_zh: str
    clause: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The settings of one publication.

    Attributes
    ----------
    small_count
        The smallest count that is published, apart from zero (k).
    allowed
        Columns by table, in the order in which they stand in the file.
    """

    small_count: int
    settle_days: int
    complaint_months: int
    check_days: int
    air_days: int
    station_levels: tuple[str, ...]
    allowed: Mapping[str, tuple[Column, ...]]


def read(con: duckdb.DuckDBPyConnection) -> Terms:
    """Read the terms from the open build; NoBuildError for a build that was made before there were any."""
    try:
        rules = {rule: (value, words) for rule, value, words in con.execute(RULES).fetchall()}
        listed = con.execute(ALLOWED).fetchall()
    except duckdb.CatalogException as fault:
        raise NoBuildError("this build was made before there were rules of disclosure; run `lanxun build` again") from fault
    missing = sorted({*NUMBERS, "station_levels"} - rules.keys())
    if missing:
        raise NoBuildError(
            f"no rule of disclosure {missing[0]!r} is in force on the build's day; add it to data/standards/disclosure_rules.csv"
        )
    allowed: dict[str, list[Column]] = {}
    for table, name, kind, title, clause, status in listed:
        allowed.setdefault(table, []).append(Column(name=name, type=kind, title_zh=title, clause=clause, status=status))
    numbers = {name: int(rules[name][0]) for name in NUMBERS}
    levels = tuple(level.strip() for level in str(rules["station_levels"][1]).split("；"))
    return Terms(station_levels=levels, allowed={table: tuple(columns) for table, columns in allowed.items()}, **numbers)
