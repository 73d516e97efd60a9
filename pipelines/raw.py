"""Show the models a city's input tables as they were known at one moment.

`--as-of` hides facts later than an instant, `--known-at` hides what was received later. A later event of an earlier row
(a closing, a removal) is hidden together with the columns that only it made known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from pipelines.contract import Contract, Field, contracts
from pipelines.engines.engine import Digest, Engine
from pipelines.intake.load import Partition

ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "INTEGER": pa.int32(),
}
SOURCE_COLUMNS = {
    "source_feed": "VARCHAR",
    "source_file": "VARCHAR",
    "source_sha256": "VARCHAR",
    "source_sheet": "VARCHAR",
    "source_line": "BIGINT",
    "source_received_at": "TIMESTAMP",
    "source_datum": "VARCHAR",
    "month_id": "INTEGER",
}
OBSERVED_TABLES = ("readings", "weather", "readings_daily", "weather_daily", "emissions", "power")


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The two times of a build, in the city's local standard time."""

    as_of_at: datetime
    known_at: datetime | None


def _later(field: Field, as_of_at: datetime) -> str:
    """The condition under which a moment lies after as-of; a day that is observed ends at its midnight."""
    if field.kind == "datetime":
        return f"\"{field.name}\" > timestamp '{as_of_at:%Y-%m-%d %H:%M:%S}'"
    sign = ">=" if field.name == "observed_on" else ">"
    return f"\"{field.name}\" {sign} date '{as_of_at:%Y-%m-%d}'"


def columns(contract: Contract, moment: Moment) -> list[str]:
    """The select list of an input table: what only a later event made known is null."""
    hidden: dict[str, str] = {}
    for event, told in contract.events.items():
        later = _later(contract.field(event), moment.as_of_at)
        hidden |= dict.fromkeys((event, *told), later)
    names = [*(field.name for field in contract.fields), *SOURCE_COLUMNS]
    return [f'case when {hidden[name]} then null else "{name}" end as "{name}"' if name in hidden else f'"{name}"' for name in names]


def condition(contract: Contract, moment: Moment) -> str | None:
    """The rows visible at a moment, as portable SQL; null when all are."""
    parts = []
    if contract.moment is not None and not contract.is_recorded:
        parts.append(f"not ({_later(contract.field(contract.moment), moment.as_of_at)})")
    if moment.known_at is not None:
        parts.append(f"source_received_at <= timestamp '{moment.known_at:%Y-%m-%d %H:%M:%S}'")
    return " and ".join(parts) or None


def empty(contract: Contract) -> pa.Table:
    """An input table without rows, all its columns in place."""
    types = {field.name: field.sql_type for field in contract.fields} | SOURCE_COLUMNS
    return pa.table({name: pa.array([], ARROW_TYPES[kind]) for name, kind in types.items()})


def digest(partitions: Sequence[Partition], *, moment: Moment, files: Mapping[str, Path]) -> Digest:
    """Name what is visible of some partitions without reading them."""

    def key(partition: Partition) -> str:
        is_cut = partition.observed_to is not None and partition.observed_to > moment.as_of_at
        has_events = bool(contracts()[partition.table].events)
        as_of = moment.as_of_at if is_cut or has_events else ""
        return f"{partition.key}@{as_of}@{moment.known_at or ''}@{files.get(partition.key, '')}"

    def joined(keys: Sequence[str]) -> str:
        return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:24]

    months = sorted({month for partition in partitions for month in partition.months})
    return Digest(
        rows=sum(partition.lines["loaded"] for partition in partitions),
        whole=joined([key(partition) for partition in partitions]),
        months={month: joined([key(p) for p in partitions if month in p.months]) for month in months},
    )


def latest_observation(partitions: Sequence[Partition]) -> datetime | None:
    """The instant of the latest observed fact, or of the latest fact of any kind; null when no table has a moment."""

    def end(partition: Partition) -> datetime | None:
        is_day_long = contracts()[partition.table].moment == "observed_on"
        return partition.observed_to + timedelta(days=1) if partition.observed_to and is_day_long else partition.observed_to

    planned = {"forecasts", "calendar", "duty_roster"}
    recorded = {name for name, contract in contracts().items() if contract.is_recorded}
    found = [end(p) for p in partitions if p.table in OBSERVED_TABLES]
    others = [end(p) for p in partitions if p.table not in {*OBSERVED_TABLES, *planned, *recorded}]
    return max((at for at in found if at is not None), default=max((at for at in others if at is not None), default=None))


def show(engine: Engine, partitions: Sequence[Partition], *, moment: Moment, files: Mapping[str, Path]) -> dict[str, Digest]:
    """Make every `raw_<table>` visible, empty ones included.

    Parameters
    ----------
    files
        By partition key: the Parquet file to read instead of the partition's own, where corrections changed it.
    """
    digests: dict[str, Digest] = {}
    for table, contract in contracts().items():
        name = f"raw_{table}"
        own = [partition for partition in partitions if partition.table == table]
        known = [p for p in own if p.lines["loaded"]]
        if known:
            paths = [files.get(p.key, p.folder / "rows.parquet") for p in known]
            engine.put_files(name, paths, columns=columns(contract, moment), where=condition(contract, moment))
        else:
            engine.put(name, empty(contract))
        digests[name] = digest(known, moment=moment, files=files)
    return digests
