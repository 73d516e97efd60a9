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
from pipelines.intake.corrections import corrected, listed
from pipelines.intake.load import Partition
from pipelines.raw import Moment

REASONS = {
    "unknown_column": "没有这个字段",
    "wrong_key": "主键写法不对",
    "required_missing": "必填字段不能更正为空",
    "no_such_key": "没有这一行",
    "old_value_differs": "现值与所记原值不符",
}


def _visible(partitions: Sequence[Partition], moment: Moment) -> list[dict[str, Any]]:
    """The corrections known at a moment; one that was accepted after the latest observation corrects it all the same."""
    files = [p.folder / "rows.parquet" for p in partitions if p.table == "corrections" and p.lines["loaded"]]
    if not files:
        return []
    listed = ", ".join(quoted(file) for file in files)
    known_at = moment.known_at or datetime.max
    with duckdb.connect() as con:
        found = con.execute(
            f'select distinct * from read_parquet([{listed}]) where source_received_at <= ? order by "at", correction_id',
            [known_at],
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def replay(partitions: Sequence[Partition], *, city: City, moment: Moment) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Apply the corrections visible at a moment.

    Returns
    -------
    files
        By partition key: a copy of the partition's rows with the corrections applied, where any applies. The copy is named
        by the partition and its corrections, so an unchanged pair is never made twice.
    notes
        One sentence for each correction that changed nothing, with its reason.
    """
    rows = _visible(partitions, moment)
    files: dict[str, Path] = {}
    outcomes: dict[str, list[str]] = {str(row["correction_id"]): [] for row in rows if row["table"] in contracts()}
    for table in sorted({str(row["table"]) for row in rows} & contracts().keys()):
        own = [row for row in rows if row["table"] == table]
        text = json.dumps(own, default=str, sort_keys=True, ensure_ascii=False)
        for partition in partitions:
            if partition.table == table and partition.lines["loaded"]:
                name = hashlib.sha256(f"{partition.key}{text}".encode()).hexdigest()[:24]
                path = city.work_dir / "corrected" / f"{name}.parquet"
                told = _told(partition, path, corrections=own)
                for correction_id, reason in told.items():
                    outcomes[correction_id].append(reason)
                if "" in told.values():
                    files[partition.key] = path
    return files, tuple(
        f"更正 {correction_id} 未生效：{REASONS.get(reasons[0], reasons[0])}"
        for correction_id, reasons in sorted(outcomes.items())
        if reasons and "" not in reasons
    )


def _told(partition: Partition, path: Path, *, corrections: list[dict[str, Any]]) -> dict[str, str]:
    """By correction: why it changed nothing in this partition, or an empty text where it did; told once, then remembered."""
    memory = path.with_suffix(".json")
    if memory.is_file():
        return dict(json.loads(memory.read_text(encoding="utf-8")))
    path.parent.mkdir(parents=True, exist_ok=True)
    table = f"raw_{partition.table}"
    with duckdb.connect() as con:
        con.execute(f"create table {table} as select * from read_parquet({quoted(partition.folder / 'rows.parquet')})")
        done = corrected(con, table=partition.table, corrections=listed(corrections), contract=contracts()[partition.table])
        told = {outcome.correction_id: "" if outcome.rows else str(outcome.reason) for outcome in done}
        if "" in told.values():
            aside = path.with_suffix(".new")
            con.execute(f"copy {table} to {quoted(aside)} (format parquet, compression zstd)")
            aside.replace(path)
    memory.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return told
