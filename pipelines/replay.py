"""Replay accepted corrections on every build; the delivered files stay as they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.city import City
from pipelines.contract import contracts
from pipelines.engines.duckdb import quoted
from pipelines.intake.corrections import corrected
from pipelines.intake.load import Partition
from pipelines.raw import Moment


def _visible(partitions: Sequence[Partition], moment: Moment) -> list[dict[str, Any]]:
    files = [p.folder / "rows.parquet" for p in partitions if p.table == "corrections" and p.lines["loaded"]]
    if not files:
        return []
    listed = ", ".join(quoted(file) for file in files)
    known_at = moment.known_at or datetime.max
    with duckdb.connect() as con:
        found = con.execute(
            f'select distinct * from read_parquet([{listed}]) where "at" <= ? and source_received_at <= ? order by "at", correction_id',
            [moment.as_of_at, known_at],
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def corrected_files(partitions: Sequence[Partition], *, city: City, moment: Moment) -> dict[str, Path]:
    """By partition key: a copy of the partition's rows with the corrections applied, where any applies.

    The copy is named by the partition and its corrections, so an unchanged pair is never made twice.
    """
    rows = _visible(partitions, moment)
    files: dict[str, Path] = {}
    for table in sorted({row["table"] for row in rows} & contracts().keys()):
        own = [row for row in rows if row["table"] == table]
        text = json.dumps(own, default=str, sort_keys=True, ensure_ascii=False)
        for partition in partitions:
            if partition.table == table and partition.lines["loaded"]:
                name = hashlib.sha256(f"{partition.key}{text}".encode()).hexdigest()[:24]
                path = city.work_dir / "corrected" / f"{name}.parquet"
                if path.is_file() or _correct(partition, path, corrections=own):
                    files[partition.key] = path
    return files


def _correct(partition: Partition, path: Path, *, corrections: list[dict[str, Any]]) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = f"raw_{partition.table}"
    with duckdb.connect() as con:
        con.execute(f"create table {table} as select * from read_parquet({quoted(partition.folder / 'rows.parquet')})")
        done = corrected(con, table=partition.table, corrections=corrections, contract=contracts()[partition.table])
        if not done.applied:
            return False
        aside = path.with_suffix(".new")
        con.execute(f"copy {table} to {quoted(aside)} (format parquet, compression zstd)")
        aside.replace(path)
    return True
