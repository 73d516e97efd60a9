"""Load the dated rule tables of `data/standards/` as typed tables.

One row is one rule in one period, with the clause it comes from and how far it can be trusted. `schema.json` types every
column: a `valid_to` that is empty in every row would otherwise be read as text.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.errors import ConfigurationError

STANDARDS_DIR = Path(__file__).resolve().parent.parent / "data" / "standards"
EVERYWHERE = "*"
FAR = dt.date(9999, 12, 31)
TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
EXAMPLES = {"integer": "1", "number": "0.5", "boolean": "true or false", "date": "2026-03-01"}


@dataclass(frozen=True, kw_only=True)
class RuleSchema:
    """The columns of one rule table and the key that names one thing in it."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: Mapping[str, str]
    statuses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One typed row and where it stands."""

    path: Path
    line: int
    values: Mapping[str, Any]

    def fault(self, field: str, text: str) -> ConfigurationError:
        """An error that names file, line, field and value."""
        return ConfigurationError(f"{self.path}, line {self.line}, {field} {self.values.get(field)!r}: {text}")


def rule_schemas(folder: Path = STANDARDS_DIR) -> dict[str, RuleSchema]:
    """Every rule table by name, as `schema.json` declares it; common columns are the first and the last ones of the file."""
    path = folder / "schema.json"
    if not path.is_file():
        raise ConfigurationError(f"{path} is missing; restore it from the package")
    try:
        text = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise ConfigurationError(f"{path} is not valid JSON: {fault}") from fault
    common, statuses = text["common"], tuple(text["status"])
    schemas = {}
    for name, table in text["tables"].items():
        columns = {"jurisdiction": common["jurisdiction"], **table["columns"]}
        columns |= {column: kind for column, kind in common.items() if column not in columns}
        schemas[name] = RuleSchema(name=name, description=table["description"], key=tuple(table["key"]), columns=columns, statuses=statuses)
    return schemas


def load_rules(folder: Path = STANDARDS_DIR, *, jurisdiction: str) -> dict[str, pa.Table]:
    """Every rule table as `rule_<name>`, with the rows of the jurisdiction and those that hold everywhere (`*`).

    Raises ConfigurationError for an unknown table or column, a value of the wrong type, a row without clause or status,
    a period that ends before it begins, and two rows in force on one day for one thing.
    """
    schemas = rule_schemas(folder)
    known = {f"{name}.csv" for name in schemas}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            raise ConfigurationError(f"{path} is not declared in {folder / 'schema.json'}; describe its columns there or remove it")
    tables = {}
    for name, schema in schemas.items():
        rules = _read(folder / f"{name}.csv", schema)
        rules = [rule for rule in rules if rule.values["jurisdiction"] in (jurisdiction, EVERYWHERE)]
        _refuse_overlaps(rules, schema)
        tables[f"rule_{name}"] = _table(rules, schema)
    return tables


def _read(path: Path, schema: RuleSchema) -> list[Rule]:
    if not path.is_file():
        raise ConfigurationError(f"{path} is missing, but {path.parent / 'schema.json'} declares it; restore it or remove its entry")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, [])
            _refuse_header(path, header, schema)
            return [_rule(path, reader.line_num, header, cells, schema) for cells in reader if cells]
        except (csv.Error, UnicodeDecodeError) as fault:
            line = reader.line_num + 1
            raise ConfigurationError(f"{path}, line {line}: not readable as UTF-8 CSV ({fault}); save it as UTF-8") from fault


def _refuse_header(path: Path, header: list[str], schema: RuleSchema) -> None:
    for column in header:
        if column not in schema.columns:
            known = ", ".join(schema.columns)
            raise ConfigurationError(f"{path}, line 1: unknown column {column!r}; use one of {known}")
        if header.count(column) > 1:
            raise ConfigurationError(f"{path}, line 1: column {column!r} occurs twice; remove one")
    for column in schema.columns:
        if column not in header:
            raise ConfigurationError(f"{path}, line 1: column {column!r} is missing; add it")


def _rule(path: Path, line: int, header: list[str], cells: list[str], schema: RuleSchema) -> Rule:
    if len(cells) != len(header):
        raise ConfigurationError(f"{path}, line {line}: {len(cells)} cells for {len(header)} columns; quote a cell that holds a comma")
    raw = Rule(path=path, line=line, values=dict(zip(header, cells, strict=True)))
    values = {column: _value(raw, column, schema.columns[column]) for column in schema.columns}
    for column in ("jurisdiction", "clause", "status", "valid_from", *schema.key):
        if values[column] is None:
            raise raw.fault(column, "is empty; every rule row states it")
    if values["status"] not in schema.statuses:
        raise raw.fault("status", f"is unknown; use one of {', '.join(schema.statuses)}")
    if values["valid_to"] is not None and values["valid_to"] < values["valid_from"]:
        raise raw.fault("valid_to", f"is before valid_from {values['valid_from']}; correct one of them, or leave valid_to empty")
    return Rule(path=path, line=line, values=values)


def _value(rule: Rule, column: str, kind: str) -> Any:
    text = rule.values[column].strip()
    if text == "":
        return None
    try:
        return _cast(text, kind)
    except ValueError:
        raise rule.fault(column, f"is not {'an' if kind == 'integer' else 'a'} {kind}; write it like {EXAMPLES[kind]}") from None


def _cast(text: str, kind: str) -> Any:
    if kind == "integer":
        return int(text)
    if kind == "number":
        number = float(text)
        if number - number != 0:
            raise ValueError(text)
        return number
    if kind == "boolean":
        return {"true": True, "false": False}[text] if text in ("true", "false") else _refuse(text)
    if kind == "date":
        return dt.date.fromisoformat(text)
    return text


def _refuse(text: str) -> None:
    raise ValueError(text)


def _refuse_overlaps(rules: Iterable[Rule], schema: RuleSchema) -> None:
    """Refuse two rows in force on one day for one thing; days are inclusive at both ends."""
    groups: dict[tuple[Any, ...], list[Rule]] = defaultdict(list)
    for rule in rules:
        groups[tuple(rule.values[column] for column in schema.key)].append(rule)
    for group in groups.values():
        group.sort(key=lambda rule: (rule.values["valid_from"], rule.line))
        for before, after in itertools.pairwise(group):
            if (before.values["valid_to"] or FAR) >= after.values["valid_from"]:
                thing = ", ".join(f"{column} {after.values[column]}" for column in schema.key) or "the only row"
                raise after.fault(
                    "valid_from", f"the row of line {before.line} is in force on the same day for {thing}; end it the day before"
                )


def _table(rules: list[Rule], schema: RuleSchema) -> pa.Table:
    fields = pa.schema([pa.field(column, TYPES[kind]) for column, kind in schema.columns.items()])
    return pa.Table.from_pylist([dict(rule.values) for rule in rules], schema=fields)
