"""Turn a city's raw files into archived, typed, accounted partitions; what is unchanged is not read again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.city import City, Feed, offset
from pipelines.contract import Contract, contracts
from pipelines.errors import ConfigurationError
from pipelines.intake import layouts, ledger, sources
from pipelines.intake.archive import Archived, archive
from pipelines.intake.columns import Origin
from pipelines.intake.delivery import Delivery
from pipelines.intake.hashes import Hashes
from pipelines.intake.limits import Limits
from pipelines.intake.moments import UnreadableError, instant
from pipelines.intake.partition import Partition, from_json, write

VERSION = 2
DEFAULT_LIMITS = Limits()
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Every partition of a city, and what a person should know (a feed without a file, a skipped sheet)."""

    partitions: tuple[Partition, ...]
    notes: tuple[str, ...]


def load(
    city: City,
    *,
    raw_dir: Path,
    ledger_export: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Intake:
    """Read every feed; refuses an unusable file with InputError and an unusable feed with ConfigurationError."""
    root = city.work_dir / "intake"
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    found, notes = deliveries(city, raw_dir, root=root)
    found += [] if ledger_export is None else ledger.deliveries(city, ledger_export)
    partitions: list[Partition] = []
    hashes = Hashes(root / "hashes.json")
    con = _connect(root, limits)
    try:
        for done, delivery in enumerate(found):
            if progress is not None:
                progress(delivery.name, done, len(found))
            with tempfile.TemporaryDirectory(dir=root, prefix=".scratch-") as scratch:
                taken, told = _take(con, city, delivery, root=root, scratch=Path(scratch), limits=limits, hashes=hashes)
            partitions += taken
            notes += told
        if progress is not None:
            progress("", len(found), len(found))
    finally:
        con.close()
    hashes.save()
    return Intake(partitions=tuple(partitions), notes=tuple(notes))


def _connect(root: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        "temp_directory": str(root / ".scratch-duckdb"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if limits.threads is not None:
        settings["threads"] = limits.threads
    con = duckdb.connect(":memory:", config=settings)
    con.execute("set enable_progress_bar = false")
    return con


def _sweep(root: Path) -> None:
    """Remove what a killed run left aside; a live one's folders carry its process id and stay."""
    for path in root.glob(".*"):
        owner = path.name.rsplit(".", 1)[-1]
        if path.is_dir() and owner.isdigit() and owner != str(os.getpid()) and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(path, ignore_errors=True)


def deliveries(city: City, raw_dir: Path, *, root: Path) -> tuple[list[Delivery], list[str]]:
    """The raw files of every feed in the order of feeds.toml; notes for the feeds that have none."""
    found: list[Delivery] = []
    notes: list[str] = []
    for feed in city.feeds:
        if feed.query is not None:
            from pipelines.intake.database import fetch  # noqa: PLC0415 (a city without a database does not wait for its drivers)

            found.append(Delivery(feed=feed, path=fetch(feed, folder=root), name=f"query:{feed.name}"))
            continue
        paths = sources.matching(feed, raw_dir)
        if not paths:
            notes.append(f"feed {feed.name!r}: no file matches {', '.join(feed.files)} below {raw_dir}")
        found += [Delivery(feed=feed, path=path, name=path.relative_to(raw_dir).as_posix()) for path in paths]
    return found, notes


def _take(
    con: duckdb.DuckDBPyConnection, city: City, delivery: Delivery, *, root: Path, scratch: Path, limits: Limits, hashes: Hashes
) -> tuple[list[Partition], list[str]]:
    """The partitions of one raw file: those of an earlier run when nothing changed."""
    feed, contract = delivery.feed, contracts()[delivery.feed.table]
    path = delivery.path if feed.query is not None else sources.single_file(feed, delivery.path, scratch=scratch)
    clock = offset(city.utc_offset)
    kept = archive(
        path, archive_dir=city.archive_dir, name=delivery.name, feed=feed.name, limits=limits, clock=clock,
        hashes=hashes if path == delivery.path and feed.query is None else Hashes(scratch / "hashes.json"),
    )  # fmt: skip
    received_at = kept.received_at if feed.received_at is None else _declared(feed)
    key = _key(kept, delivery, contract, city, received_at)
    index = root / f"{key}.json"
    reused = _reused(index, root)
    if reused is not None:
        return reused
    origin = Origin(feed=feed, file=delivery.name, sha256=kept.sha256, received_at=received_at, key=key)
    notes: list[str] = []
    taken: list[Partition] = []
    opening = sources.Opening(con=con, feed=feed, contract=contract, scratch=scratch, limits=limits, notes=notes)
    for member, sheet in sources.sheets(opening, kept.path, name=delivery.path.name, place=delivery.name):
        part = hashlib.sha256(f"{key}|{member}|{sheet.name}".encode()).hexdigest()[:24]
        given = replace(origin, key=part, file=delivery.name + member)
        taken.append(write(con, given, contract, sheet, layouts.rules(feed, contract, city), folder=root / part))
    aside = index.with_name(f".{index.name}.{os.getpid()}")
    aside.write_text(json.dumps({"partitions": [p.key for p in taken], "notes": notes}, ensure_ascii=False), encoding="utf-8")
    aside.rename(index)
    return taken, notes


def _declared(feed: Feed) -> datetime:
    try:
        return instant(str(feed.received_at), time_format=None, clock=offset("+00:00"))
    except UnreadableError as refusal:
        raise ConfigurationError(f"feeds.toml, feed {feed.name!r}: received_at {feed.received_at!r} is no moment ({refusal})") from refusal


def _key(kept: Archived, delivery: Delivery, contract: Contract, city: City, received_at: datetime) -> str:
    parts = [VERSION, kept.sha256, delivery.name, asdict(delivery.feed), asdict(contract), city.utc_offset, received_at.isoformat()]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:24]


def _reused(index: Path, root: Path) -> tuple[list[Partition], list[str]] | None:
    if not index.is_file():
        return None
    record = json.loads(index.read_text(encoding="utf-8"))
    folders = [root / key for key in record["partitions"]]
    if not all((folder / "partition.json").is_file() for folder in folders):
        return None
    return [from_json((folder / "partition.json").read_text(encoding="utf-8"), folder) for folder in folders], list(record["notes"])


__all__ = ["Intake", "Partition", "load"]
