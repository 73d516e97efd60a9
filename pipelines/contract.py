"""Read the contracts of the input tables.

A contract is a Frictionless Table Schema in `data/contracts/`. Beside the standard keys a field may carry `unit`,
`aliases` (headings seen in the field) and `private`; a table carries `lanxun.moment`, the field that
`--as-of` compares (unless `lanxun.recorded` says that it only tells when the row was written down), and `lanxun.events`: later
events of the same row, each with the columns that only it made known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pipelines.errors import ConfigurationError

Kind = Literal["string", "number", "integer", "boolean", "date", "datetime", "geojson"]
DUCKDB_TYPES: dict[Kind, str] = {
    "string": "VARCHAR",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "geojson": "VARCHAR",
}
CONTRACTS_DIR = Path(__file__).resolve().parent.parent / "data" / "contracts"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of an input table."""

    name: str
    kind: Kind
    title: str
    description: str = ""
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    is_private: bool = False
    is_required: bool = False
    words: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the typed column."""
        return DUCKDB_TYPES[self.kind]


@dataclass(frozen=True, kw_only=True)
class Contract:
    """One input table: what a row is and which columns it may have."""

    name: str
    grain: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    moment: str | None
    signature: tuple[str, ...]
    events: dict[str, tuple[str, ...]]
    # The moment says when the row was written down, not when something happened: only `--known-at` hides it.
    is_recorded: bool = False

    def field(self, name: str) -> Field:
        """The field of that name; refuses an unknown one with ConfigurationError."""
        for field in self.fields:
            if field.name == name:
                return field
        known = ", ".join(f.name for f in self.fields)
        raise ConfigurationError(f"table {self.name} has no column {name!r}; it has {known}")


def _field(row: dict[str, object]) -> Field:
    constraints = row.get("constraints") or {}
    assert isinstance(constraints, dict)
    return Field(
        name=str(row["name"]),
        kind=row["type"],  # type: ignore[arg-type]
        title=str(row.get("title", row["name"])),
        description=str(row.get("description", "")),
        unit=row.get("unit"),  # type: ignore[arg-type]
        aliases=tuple(row.get("aliases", ())),  # type: ignore[arg-type]
        is_private=bool(row.get("private", False)),
        is_required=bool(constraints.get("required", False)),
        words=tuple(constraints.get("enum", ())),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
    )


@cache
def contracts(folder: Path = CONTRACTS_DIR) -> dict[str, Contract]:
    """Every input table by name, in alphabetical order."""
    found: dict[str, Contract] = {}
    for path in sorted(folder.glob("*.json")):
        text = json.loads(path.read_text(encoding="utf-8"))
        found[text["name"]] = Contract(
            name=text["name"],
            grain=text["description"],
            fields=tuple(_field(row) for row in text["fields"]),
            key=tuple(text["primaryKey"]),
            moment=text["lanxun"]["moment"],
            signature=tuple(text["lanxun"]["signature"]),
            events={event: tuple(told) for event, told in text["lanxun"].get("events", {}).items()},
            is_recorded=bool(text["lanxun"].get("recorded", False)),
        )
    return found
