"""Turn a city's files into one audited, published, read-only warehouse."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines import __version__, accounting, checks, raw, rules, states, warehouse
from pipelines import city as cities
from pipelines.city import City
from pipelines.engines.duckdb import DuckEngine
from pipelines.engines.engine import Digest, Engine
from pipelines.engines.sessions import require
from pipelines.engines.spark import SparkEngine
from pipelines.errors import InputError, LanxunError, ModelError, PublishError
from pipelines.intake.load import Intake, load
from pipelines.model import read_models
from pipelines.raw import Moment
from pipelines.replay import replay
from pipelines.runner import Runner, Step

Progress = Callable[[str, int, int], None]
ENGINES = ("duckdb", "sail", "spark")


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to build: nothing here changes what a table means."""

    raw_dir: Path | None = None
    as_of_at: datetime | None = None
    known_at: datetime | None = None
    engine: str = "duckdb"
    memory_limit_gb: float = 3.0
    threads: int = 2
    is_full: bool = False
    # What people decided, exported from the ledger just before; None when the city has no ledger.
    ledger_export: Path | None = None

    def __post_init__(self) -> None:
        """Refuse an engine nobody wrote."""
        if self.engine not in ENGINES:
            raise ModelError(f"engine {self.engine!r} is unknown; use one of {', '.join(ENGINES)}")


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a build did."""

    build: warehouse.Build
    as_of_at: datetime
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    late_stations: tuple[str, ...]


def _arrow(row: Mapping[str, object], types: Mapping[str, pa.DataType]) -> pa.Table:
    return pa.table({name: pa.array([row[name]], kind) for name, kind in types.items()})


def run_tables(city: City, moment: Moment) -> dict[str, pa.Table]:
    """The one-row tables `run_moment` and `run_city`."""
    west, south, east, north = city.bbox_deg
    about = {
        "city_id": city.city_id,
        "name": city.name,
        "mean_level": city.mean_level,
        "crs": city.crs,
        "west_deg": float(west),
        "south_deg": float(south),
        "east_deg": float(east),
        "north_deg": float(north),
        "utc_offset_h": cities.offset(city.utc_offset).total_seconds() / 3600.0,
        "composite_profile": city.composite_profile,
    }
    kinds = {name: pa.float64() if isinstance(value, float) else pa.string() for name, value in about.items()}
    times = {"as_of_at": moment.as_of_at, "as_of_on": moment.as_of_at.date(), "known_at": moment.known_at}
    return {
        "run_city": _arrow(about, kinds),
        "run_moment": _arrow(times, {"as_of_at": pa.timestamp("us"), "as_of_on": pa.date32(), "known_at": pa.timestamp("us")}),
        "run_months": pa.table({"month_id": pa.array([], pa.int32())}),
    }


def _content(rows: pa.Table) -> Digest:
    sink = hashlib.sha256(json.dumps(rows.to_pylist(), default=str, ensure_ascii=False).encode())
    return Digest(rows=rows.num_rows, whole=sink.hexdigest()[:24], months={})


def told_tables(city: City, moment: Moment) -> dict[str, pa.Table]:
    """The small inputs that are published with a build, so that a what-if may run the same SQL: rules, city, moment."""
    return {**rules.load_rules(rules.STANDARDS_DIR, jurisdiction=city.jurisdiction), **run_tables(city, moment)}


def inputs(engine: Engine, city: City, *, intake: Intake, moment: Moment, files: Mapping[str, Path]) -> dict[str, Digest]:
    """Give the engine everything the models may read, and name its content."""
    digests = raw.show(engine, intake.partitions, moment=moment, files=files)
    for name, rows in told_tables(city, moment).items():
        engine.put(name, rows)
        digests[name] = _content(rows)
    for name, rows in accounting.tables(intake.partitions).items():
        engine.put(name, rows)
        digests[name] = Digest(rows=rows.num_rows, whole="\n".join(sorted(p.key for p in intake.partitions)), months={})
    return digests


def _moment(intake: Intake, options: Options, raw_dir: Path) -> Moment:
    as_of_at = options.as_of_at or raw.latest_observation(intake.partitions)
    if as_of_at is None:
        received = [partition.received_at for partition in intake.partitions]
        if not received:
            raise InputError(f"no file of feeds.toml was found below {raw_dir}; put the files there or name their folder with --raw")
        as_of_at = max(received)
    return Moment(as_of_at=as_of_at, known_at=options.known_at)


@contextmanager
def _sentences(aside: Path, *, trace: Path) -> Iterator[None]:
    """Turn any fault into a sentence; the published build is untouched, and who maintains the program finds the rest in a file."""
    try:
        yield
    except LanxunError:
        raise
    except Exception as fault:
        text = ", ".join([str(fault).splitlines()[0] if str(fault) else type(fault).__name__, *getattr(fault, "__notes__", ())])
        is_full = getattr(fault, "errno", None) == errno.ENOSPC or "No space left" in str(fault) or "could not write" in str(fault).lower()
        if is_full:
            what = f"the disk of {aside.parent} is full; free some space and build again"
            raise PublishError(f"{what}, the published build is untouched") from fault
        if isinstance(fault, duckdb.OutOfMemoryException):
            raise PublishError(f"the build needs more memory than it may use ({text}); raise --memory-limit-gb") from fault
        with suppress(OSError):
            trace.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
        raise ModelError(f"the build stopped: {text}; the published build is untouched, {trace} says more") from fault


def _engine(options: Options, *, city: City, aside: Path) -> DuckEngine | SparkEngine:
    spill = city.work_dir / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    duck = DuckEngine(aside, memory_limit_gb=options.memory_limit_gb, threads=options.threads, spill_dir=spill)
    if options.engine == "duckdb":
        return duck
    spark_dir = city.work_dir / "spark"
    return SparkEngine(options.engine, into=duck, work_dir=spark_dir, memory_limit_gb=options.memory_limit_gb, threads=options.threads)


def _start(aside: Path, *, city: City, options: Options) -> bool:
    """Begin with a copy of the current build where its tables may be kept; a day's increment then costs a day."""
    if options.is_full or options.engine != "duckdb":
        return False
    try:
        before = warehouse.current(city.warehouse_dir).path
    except LanxunError:
        return False
    if not states.is_reusable(before):
        return False
    shutil.copyfile(before, aside)
    aside.chmod(0o644)
    return True


def build(city: City, *, options: Options = Options(), now: datetime, progress: Progress | None = None) -> Result:
    """Build and publish a city's warehouse.

    Parameters
    ----------
    now
        The wall clock, only for names and times of the build itself.

    Raises
    ------
    BusyError, ConfigurationError, InputError, ModelError, CheckError, PublishError
        Nothing was published; the old build is what readers see.
    """
    if options.engine != "duckdb":
        require(options.engine)
    with warehouse.exclusive(city.warehouse_dir):
        warehouse.sweep(city.warehouse_dir)
        raw_dir = options.raw_dir or city.raw_dir
        build_id = f"{now:%Y%m%dT%H%M%S}-{hashlib.sha256(f'{now.isoformat()}{os.getpid()}'.encode()).hexdigest()[:6]}"
        aside = city.warehouse_dir / f"{build_id}.duckdb{warehouse.ASIDE}"
        try:
            with ThreadPoolExecutor(max_workers=2) as pool:  # neither waits for the files of today
                copying = pool.submit(_start, aside, city=city, options=options)
                pool.submit(read_models)
                intake = load(city, raw_dir=raw_dir, ledger_export=options.ledger_export, progress=progress)
            moment = _moment(intake, options, raw_dir)
            with _sentences(aside, trace=city.work_dir / "last_fault.txt"):
                is_copy = copying.result()
                return _build(
                    city, options=options, intake=intake, moment=moment, aside=aside, is_copy=is_copy, build_id=build_id, now=now,
                    progress=progress,
                )  # fmt: skip
        finally:
            for left in (aside, aside.with_name(aside.name + ".wal")):
                left.unlink(missing_ok=True)


def _build(
    city: City, *, options: Options, intake: Intake, moment: Moment, aside: Path, is_copy: bool, build_id: str, now: datetime,
    progress: Progress | None,
) -> Result:  # fmt: skip
    engine = _engine(options, city=city, aside=aside)
    duck = engine.into if isinstance(engine, SparkEngine) else engine
    try:
        kept = states.read(duck.con) if is_copy else {}
        is_audited = is_copy and states.checks_version(duck.con) == checks.version()
        old_rules = states.rule_versions(duck.con) if is_audited else {}
        states.forget(duck.con)
        files, unapplied = replay(intake.partitions, city=city, moment=moment)
        given = inputs(engine, city, intake=intake, moment=moment, files=files)
        runner = Runner(engine, city=city, inputs=given, kept=kept)
        steps = runner.run(progress=progress)
        engine.finish()
        accounting.write(duck.con, intake.partitions)
        for name, rows in told_tables(city, moment).items():
            duck.store(name, rows)
        about = _about(city, options=options, moment=moment, build_id=build_id, now=now)
        states.write(duck.con, about=about, steps=steps, states=runner.states, rules=given)
        unchanged: dict[str, tuple[int, ...]] = {name: () for name, version in old_rules.items() if given[name].whole == version}
        checks.audit(duck.con, changed_months=unchanged | runner.changed_months() if is_audited else {})
        late = checks.late_stations(duck.con)
        duck.finish()
    finally:
        engine.close()
    published = warehouse.publish(aside, warehouse_dir=city.warehouse_dir, build_id=build_id)
    warehouse.prune(city.warehouse_dir, now=now)
    return Result(build=published, as_of_at=moment.as_of_at, steps=tuple(steps), notes=(*intake.notes, *unapplied), late_stations=late)


def _about(city: City, *, options: Options, moment: Moment, build_id: str, now: datetime) -> dict[str, object]:
    return {
        "build_id": build_id,
        "city": city.name,
        "city_id": city.city_id,
        "is_demo": city.is_demo,
        "as_of_at": moment.as_of_at,
        "known_at": moment.known_at,
        "started_at": now,
        "version": __version__,
        "engine": options.engine,
        "checks": checks.version(),
    }
