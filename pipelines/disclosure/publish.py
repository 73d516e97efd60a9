"""Publish the public extract of one build: write aside, audit, report, then point to it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines import city as cities
from pipelines import warehouse
from pipelines.city import City
from pipelines.disclosure import complaints, revision, scan, suppression, terms
from pipelines.disclosure.grid import Table
from pipelines.disclosure.report import Account, written
from pipelines.disclosure.scan import Check
from pipelines.disclosure.signoffs import Signoffs
from pipelines.engines.duckdb import STORAGE_VERSION, identifier, quoted
from pipelines.errors import CheckError, ConfigurationError, NoBuildError

TABLES_DIR = Path(__file__).resolve().parent / "tables"
BUILD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,79}")
FOLDER_MODE, POINTER_MODE = 0o755, 0o644  # another user reads them, whatever the publisher's umask is
REPORT_MODE = 0o640  # the report says which counts are small: the public application's user must not read it


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """Who publishes and where a company may ask for a correction."""

    bureau: str
    contact: str

    def __post_init__(self) -> None:
        """Refuse a publication without a right of reply."""
        for key, value in (("bureau", self.bureau), ("public_contact", self.contact)):
            if not value.strip():
                raise ConfigurationError(f"serve.toml, [bodies] {key} is missing; companies must know who publishes and where to reply")


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What was published."""

    path: Path
    report: Path
    rows: Mapping[str, int]
    withheld: int
    checks: Sequence[Check]


@dataclass(frozen=True, kw_only=True)
class _Extract:
    """A file written aside and what is known of it."""

    terms: terms.Terms
    counted: complaints.Counted
    months: list[revision.Month]
    earlier: Mapping[str, Table]
    private: set[str]
    data_at: datetime


def selects() -> dict[str, str]:
    """Every public table's SELECT by its name; the tables of complaints are counted, not selected."""
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(TABLES_DIR.glob("*.sql"))}


def publish(city: City, *, signoffs: Signoffs, publisher: Publisher, now: datetime, build_id: str | None = None) -> Publication:
    """Publish a city's public extract; `now` is the wall clock in UTC, for names and times only.

    Raises
    ------
    CheckError
        A check failed; nothing was published, the file before is what the public sees.
    BusyError, ConfigurationError, NoBuildError, PublishError
        It could not be made.
    """
    build = _build(city, build_id)
    folder = city.public_dir
    with warehouse.exclusive(folder):
        warehouse.sweep(folder)
        kept = {path.stem for path in folder.glob("*.duckdb")}
        for path in folder.glob("*.html"):
            if path.stem not in kept:
                path.unlink()
        publication_id = f"{now:%Y%m%dT%H%M%S}-{hashlib.sha256(f'{now.isoformat()}{os.getpid()}'.encode()).hexdigest()[:6]}"
        aside = folder / f"{publication_id}.duckdb{warehouse.ASIDE}"
        try:
            earlier = [one.path for one in warehouse.builds(folder)]
            published_at = now + cities.offset(city.utc_offset)
            extract = _write(aside, city=city, build=build, publisher=publisher, published_at=published_at, earlier=earlier)
            checks = _audit(aside, city=city, extract=extract)
            failed = [check for check in checks if check.found]
            if failed:
                told = "；".join(f"{check.name}（{'；'.join(check.found[:3])}）" for check in failed)
                raise CheckError(f"nothing was published, a check failed: {told}")
            return _finish(aside, city=city, build=build, extract=extract, checks=checks, signoffs=signoffs, published_at=published_at)
        finally:
            for left in (aside, aside.with_name(aside.name + ".wal")):
                left.unlink(missing_ok=True)


def _build(city: City, build_id: str | None) -> warehouse.Build:
    if build_id is None:
        return warehouse.current(city.warehouse_dir)
    path = city.warehouse_dir / f"{build_id}.duckdb"
    if not BUILD_ID.fullmatch(build_id) or not path.is_file():
        raise NoBuildError(f"{city.warehouse_dir} keeps no build {build_id!r}; leave --build out to publish from the current one")
    return warehouse.Build(build_id=build_id, path=path)


def _write(
    aside: Path, *, city: City, build: warehouse.Build, publisher: Publisher, published_at: datetime, earlier: Sequence[Path]
) -> _Extract:
    """Write the extract; the build is attached read-only, everything else stays in memory."""
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute("set threads = 2")
        con.execute(f"attach {quoted(build.path)} as build (read_only)")
        con.execute(f"attach {quoted(aside)} as extract (storage_version '{STORAGE_VERSION}')")
        con.execute("use build")
        found = terms.read(con)
        _ask(con, city=city, found=found, publisher=publisher, published_at=published_at, publication_id=aside.name.split(".")[0])
        for table, select in selects().items():
            con.execute(f"create table extract.main.{identifier(table)} as {select}")
        counted = complaints.count(con, found)
        before = complaints.before(earlier, counted.months)
        months = complaints.decide(counted, earlier=before, small_count=found.small_count)
        for table, rows in zip(("complaint_counts", "complaint_months"), complaints.rows(months), strict=True):
            con.register("incoming", rows)
            con.execute(f"create table extract.main.{table} as select * from incoming")
            con.unregister("incoming")
        private = scan.private_texts(con)
        moment = con.execute("select as_of_at from run_moment").fetchone()
        assert moment is not None
        con.execute("checkpoint extract")
        con.execute("detach extract")
    return _Extract(terms=found, counted=counted, months=months, earlier=before, private=private, data_at=moment[0])


def _ask(
    con: duckdb.DuckDBPyConnection, *, city: City, found: terms.Terms, publisher: Publisher, published_at: datetime, publication_id: str
) -> None:
    """Give the SELECTs what is neither in the build nor a rule."""
    con.execute(
        "create temp table asked as select ? as publication_id, ? as city_name_en, cast(? as boolean) as is_demo,"
        " cast(? as timestamp) as published_at, ? as bureau, ? as contact, cast(? as boolean) as has_map,"
        " cast(? as bigint) as check_days, cast(? as bigint) as air_days",
        [
            publication_id, city.name_en, city.is_demo, published_at.replace(microsecond=0), publisher.bureau, publisher.contact,
            city.map_approval_no is not None, found.check_days, found.air_days,
        ],
    )  # fmt: skip
    con.execute("create temp table asked_levels (level varchar, sort_no bigint)")
    con.executemany("insert into asked_levels values (?, ?)", [[level, number] for number, level in enumerate(found.station_levels)])


def _audit(aside: Path, *, city: City, extract: _Extract) -> list[Check]:
    """Look at the finished file as a stranger would, and at it together with those before."""
    k = extract.terms.small_count
    with duckdb.connect(str(aside), read_only=True) as con:
        checks = [scan.columns(con, extract.terms.allowed), scan.words(con), *scan.patterns(con)]
        checks.append(scan.places(con, bbox_deg=city.bbox_deg, has_map=city.map_approval_no is not None))
        checks += [scan.moments(con), scan.private_values(con, extract.private)]
    checks.append(scan.raw_bytes(aside, extract.private))
    tables = complaints.read(aside)
    small = [
        f"{month}：{suppression.named(statistic)} {what}"
        for month, table in tables.items()
        for statistic, what in suppression.faults(table, small_count=k)
    ]
    looked_at = f"{len(tables)} 个月、{sum(len(table.values) for table in tables.values()):,} 格，逐格求上下界"
    checks.append(Check(name=f"没有少于 {k} 件的数字，隐去的格推不出来", looked_at=looked_at, found=tuple(small)))
    told = revision.compared(extract.earlier, tables, small_count=k)
    checks.append(Check(name="与以前公布之差不泄露", looked_at=f"{len(extract.earlier)} 个公布过的月份", found=tuple(told)))
    return checks


def _finish(
    aside: Path,
    *,
    city: City,
    build: warehouse.Build,
    extract: _Extract,
    checks: Sequence[Check],
    signoffs: Signoffs,
    published_at: datetime,
) -> Publication:
    """Write the report, then publish; a report without its file is swept away the next time."""
    publication_id = aside.name.split(".")[0]
    with duckdb.connect(str(aside), read_only=True) as con:
        rows = {table: _rows(con, table) for table in extract.terms.allowed}
    account = Account(
        city=city.name, is_demo=city.is_demo, publication_id=publication_id, published_at=published_at, data_at=extract.data_at,
        build_id=build.build_id, build_sha256=_sha256(build.path), file_sha256=_sha256(aside), signoffs=signoffs.named(),
        terms=extract.terms, rows=rows, months=extract.months, checks=checks,
        true_totals={month: extract.counted.grid.totals(counts) for month, counts in extract.counted.months.items()},
    )  # fmt: skip
    report = city.public_dir / f"{publication_id}.html"
    report.write_text(written(account), encoding="utf-8")
    report.chmod(REPORT_MODE)
    city.public_dir.chmod(FOLDER_MODE)
    done = warehouse.publish(aside, warehouse_dir=city.public_dir, build_id=publication_id)
    (city.public_dir / warehouse.POINTER).chmod(POINTER_MODE)
    withheld = sum(len(month.table.hidden) for month in extract.months if month.table is not None)
    return Publication(path=done.path, report=report, rows=rows, withheld=withheld, checks=tuple(checks))


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"select count(*) from {identifier(table)}").fetchone()
    assert found is not None
    return int(found[0])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
