"""What stands behind a figure: its definition, its standard, and the rows it was counted or read from."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pandas as pd

from dashboard.internal.reading.warehouse import Published
from pipelines.errors import NoBuildError

OPERATORS = frozenset({"=", "<>", "<", "<=", ">", ">="})
TYPES = {"text": "varchar", "date": "date", "datetime": "timestamp", "boolean": "boolean", "number": "double", "integer": "bigint"}
# never shown behind a figure, whoever asks
PRIVATE = frozenset({"content", "address", "reporter_key", "liaison_name", "liaison_phone", "officer_licences", "contact", "licence"})
INDICATOR = """
select key, title_zh, title_en, unit, definition_zh, definition_en, mart, decimals, clause, status
from rule_indicators
where key = $key
order by valid_from desc nulls last
limit 1
"""
STANDARD = """
select standard_id, title_zh, title_en, valid_from, valid_to, clause, status
from rule_aqi_standards where standard_id = $standard_id
limit 1
"""
COLUMNS = "select column_name from information_schema.columns where table_name = $mart order by ordinal_position"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a figure comes from: a mart and a typed filter, JSON of [column, operator, type, value] each."""

    mart: str
    filter: str = "[]"


def indicator(build: Published, key: str) -> pd.Series | None:
    """Give the definition of an indicator, None when the build's rules have none of this name."""
    found = build.rows(INDICATOR, {"key": key})
    return None if found.empty else found.iloc[0]


def standard(build: Published, standard_id: str) -> pd.Series | None:
    """Give the text a figure was computed by, None when the build does not name it."""
    found = build.rows(STANDARD, {"standard_id": standard_id})
    return None if found.empty else found.iloc[0]


def behind(build: Published, origin: Origin, *, limit: int) -> tuple[pd.DataFrame, int]:
    """Give the first rows behind a figure and how many there are in all; NoBuildError for a filter that fits no table."""
    columns = [name for name in build.rows(COLUMNS, {"mart": origin.mart})["column_name"] if name not in PRIVATE]
    terms, values = [], {}
    for number, (column, operator, kind, value) in enumerate(json.loads(origin.filter)):
        if column not in columns or operator not in OPERATORS or kind not in TYPES:
            raise NoBuildError(f"the origin of this figure ({origin.mart}: {column} {operator}) is unknown to this build; build again")
        terms.append(f'"{column}" {operator} cast($value_{number} as {TYPES[kind]})')
        values[f"value_{number}"] = value
    if not columns:
        raise NoBuildError(f"this build has no table {origin.mart}; build again")
    listed = ", ".join(f'"{name}"' for name in columns)
    where = f" where {' and '.join(terms)}" if terms else ""
    total = int(build.rows(f'select count(*) as rows from "{origin.mart}"{where}', values)["rows"].iloc[0])
    return build.rows(f'select {listed} from "{origin.mart}"{where} limit {int(limit)}', values), total
