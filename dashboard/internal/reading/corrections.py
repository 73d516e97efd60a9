"""Rows as they were delivered, for whoever proposes a correction of them, and what a build already contains."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from dashboard.internal.reading.warehouse import Published
from pipelines.contract import Field, contracts

ROWS_OF = """
select s.*
from enterprise_links as l
join stg_enterprises as s on s.source_key = l.source_key
where l.enterprise_id = $enterprise_id
order by l.feed_rank, s.source_key
"""
CONTAINED = "select correction_id from stg_corrections"


def rows_of(build: Published, enterprise_id: str) -> pd.DataFrame:
    """Give the delivered rows of an enterprise, the list whose code stands first; empty when there are none or the build cannot tell."""
    if not {"enterprise_links", "stg_enterprises"} <= build.tables():
        return pd.DataFrame()
    return build.rows(ROWS_OF, {"enterprise_id": enterprise_id})


def contained(build: Published) -> frozenset[str] | None:
    """Name the corrections that the build was made with; None when it cannot tell."""
    return frozenset(build.rows(CONTAINED)["correction_id"]) if "stg_corrections" in build.tables() else None


def editable(*, is_private_seen: bool) -> tuple[Field, ...]:
    """List the fields of an enterprise row that a correction may change: all but its key, private ones only for whoever sees them."""
    contract = contracts()["enterprises"]
    return tuple(field for field in contract.fields if field.name not in contract.key and (is_private_seen or not field.is_private))


def written(value: object) -> str | None:
    """Write a typed value as the contract does; None for an empty cell."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}" if not isinstance(value, datetime) or value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M}"
    return str(value)
