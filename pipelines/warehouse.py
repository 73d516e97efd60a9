"""Find, publish and open builds of the warehouse.

A build is a new file; `current` is a text file holding that file's name and is replaced last, in one step. Nothing ever
writes to a published file.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from pipelines.errors import BusyError, NoBuildError, PublishError

POINTER = "current"
ASIDE = ".building"
KEEP_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Build:
    """One published build."""

    build_id: str
    path: Path


def current(warehouse_dir: Path) -> Build:
    """The build readers see; refuses with NoBuildError when there is none."""
    pointer = warehouse_dir / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoBuildError(f"{warehouse_dir} has no published build; run `lanxun build {warehouse_dir.parent}` first") from None
    path = warehouse_dir / name
    if Path(name).name != name or not path.is_file():
        raise NoBuildError(f"{pointer} names {name!r}, which is not there; run `lanxun build {warehouse_dir.parent}` again")
    return Build(build_id=path.stem, path=path)


def connect(warehouse_dir: Path, *, memory_limit_gb: float = 1.0) -> duckdb.DuckDBPyConnection:
    """Open the current build read-only: no other file, no extension, no change of settings."""
    build = current(warehouse_dir)
    try:
        con = duckdb.connect(str(build.path), read_only=True, config={"memory_limit": f"{memory_limit_gb:.1f}GB"})
    except duckdb.Error as fault:
        raise NoBuildError(f"{build.path} cannot be opened ({str(fault).splitlines()[0]}); run `lanxun build` again") from fault
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


@contextlib.contextmanager
def exclusive(warehouse_dir: Path) -> Iterator[None]:
    """Hold the city's build lock; a second build is refused with BusyError. The lock dies with its process."""
    warehouse_dir.mkdir(parents=True, exist_ok=True)
    with (warehouse_dir / ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            if fault.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise BusyError(
                f"another build of {warehouse_dir.parent} is running (process {holder}); wait for it, nothing was changed"
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def sweep(warehouse_dir: Path) -> list[str]:
    """Remove what a killed build left behind; call it with the lock held."""
    gone = []
    for path in sorted(warehouse_dir.iterdir()):
        if path.name.endswith((ASIDE, f"{ASIDE}.wal", ".wal", f"{POINTER}.new")):
            path.unlink()
            gone.append(path.name)
    return gone


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(aside: Path, *, warehouse_dir: Path, build_id: str) -> Build:
    """Give a finished file its name and point `current` at it; until the last step readers see the old build."""
    if aside.with_name(aside.name + ".wal").exists():
        raise PublishError(f"{aside} still has a write-ahead log; nothing was published, run the build again")
    target = warehouse_dir / f"{build_id}.duckdb"
    if target.exists():
        raise PublishError(f"{target} exists already; nothing was published, run the build again")
    _sync(aside)
    aside.rename(target)
    target.chmod(0o444)
    pointer = warehouse_dir / f"{POINTER}.new"
    pointer.write_text(target.name + "\n", encoding="utf-8")
    _sync(pointer)
    _sync(warehouse_dir)
    pointer.replace(warehouse_dir / POINTER)
    _sync(warehouse_dir)
    return Build(build_id=build_id, path=target)


def builds(warehouse_dir: Path) -> list[Build]:
    """Every published build still kept, oldest first (a build id begins with its time)."""
    return [Build(build_id=path.stem, path=path) for path in sorted(warehouse_dir.glob("*.duckdb"))]


def prune(warehouse_dir: Path, *, now: datetime, cited: Sequence[str] = (), keep_days: int = KEEP_DAYS) -> list[str]:
    """Remove builds older than `keep_days`, but never the current one, a month's last one or one that is cited."""
    found = builds(warehouse_dir)
    last_of_month = {build.build_id[:6]: build.build_id for build in found}
    kept = {current(warehouse_dir).build_id, *last_of_month.values(), *cited}
    oldest = f"{now - timedelta(days=keep_days):%Y%m%dT%H%M%S}"
    gone = [build for build in found if build.build_id not in kept and build.build_id < oldest]
    for build in gone:
        build.path.unlink()
    return [build.build_id for build in gone]
