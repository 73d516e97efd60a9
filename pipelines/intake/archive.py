"""Keep every raw file under its SHA-256, read-only and for ever, with the moment it was first seen."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.errors import InputError
from pipelines.intake.hashes import Hashes, sha256_of
from pipelines.intake.limits import Limits


@dataclass(frozen=True, kw_only=True)
class Archived:
    """An archived file: its bytes lie at `path`, which is never a name that came from outside."""

    path: Path
    sha256: str
    received_at: datetime


def archive(source: Path, *, archive_dir: Path, name: str, feed: str, limits: Limits, clock: timedelta, hashes: Hashes) -> Archived:
    """Copy a file into the archive unless its bytes are there already; `clock` is the city's offset from UTC."""
    try:
        size = source.stat().st_size
        if size > limits.file_bytes:
            raise InputError(f"{name} has {size >> 20} MB, more than the limit of {limits.file_bytes >> 20} MB; split it")
        digest = hashes.sha256(source)
    except OSError as fault:
        raise InputError(
            f"{name} cannot be read ({fault.strerror}); give the program the right to read it or exclude it in feeds.toml"
        ) from fault
    target = archive_dir / digest[:2] / digest
    if not target.exists():
        _copy(source, target, digest=digest, name=name)
    return Archived(path=target, sha256=digest, received_at=_received(source, target, name=name, feed=feed, size=size, clock=clock))


def _copy(source: Path, target: Path, *, digest: str, name: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, aside)
        with aside.open("rb") as copy:
            os.fsync(copy.fileno())
        if sha256_of(aside) != digest:
            raise InputError(f"{name} changed while it was read; wait until its export has ended and run again")
        aside.chmod(0o444)
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)


def _received(source: Path, target: Path, *, name: str, feed: str, size: int, clock: timedelta) -> datetime:
    """The file's own time when it was first archived; the manifest that says so is written once and never again."""
    manifest = target.with_name(target.name + ".json")
    if not manifest.exists():
        seen = (datetime.fromtimestamp(source.stat().st_mtime, UTC) + clock).replace(tzinfo=None, microsecond=0)
        record = {"sha256": target.name, "name": name, "bytes": size, "received_at": seen.isoformat(), "feed": feed}
        aside = manifest.with_name(f".{manifest.name}.{os.getpid()}")
        aside.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        # A link fails where a rename would overwrite: of two builds the first one's record stays.
        with contextlib.suppress(FileExistsError):
            os.link(aside, manifest)
        aside.unlink(missing_ok=True)
    return datetime.fromisoformat(json.loads(manifest.read_text(encoding="utf-8"))["received_at"])
