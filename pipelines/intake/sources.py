"""Open the raw file of a feed by its format, one sheet at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import duckdb

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import ConfigurationError, InputError
from pipelines.intake import columnar, csvfile, features
from pipelines.intake.limits import Limits
from pipelines.intake.sheet import Sheet

FORMATS = {
    ".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".et": "et", ".parquet": "parquet",
    ".geojson": "geojson", ".json": "geojson", ".gpkg": "gpkg", ".shp": "shp", ".zip": "zip",
}  # fmt: skip


def matching(feed: Feed, raw_dir: Path) -> list[Path]:
    """The files of a feed below the raw folder, in a fixed order."""
    found: set[Path] = set()
    for pattern in (*feed.files, *feed.exclude):
        if pattern.startswith(("/", "~")) or ".." in PurePosixPath(pattern).parts or "\\" in pattern:
            raise ConfigurationError(
                f"feeds.toml, feed {feed.name!r}: {pattern!r} must be a pattern below the raw folder, with / and without .."
            )
    for pattern in feed.files:
        found |= {path for path in raw_dir.glob(pattern) if path.is_file()}
    for pattern in feed.exclude:
        found -= set(raw_dir.glob(pattern))
    return sorted(found)


def single_file(path: Path, *, scratch: Path) -> Path:
    """The one file that holds a delivery."""
    return path


def query_result(feed: Feed, *, root: Path) -> tuple[Path, str]:
    """The result of a feed's query as a Parquet file."""
    raise ConfigurationError(f"feed {feed.name!r}: queries are not read yet")


def format_of(feed: Feed, name: str) -> str:
    """The format a feed declares or the file's ending says."""
    found = feed.format or FORMATS.get(PurePosixPath(name).suffix.lower())
    if found is None:
        raise InputError(f"{name}: ending {PurePosixPath(name).suffix!r} is unknown; set format in feed {feed.name!r} of feeds.toml")
    return found


def sheets(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    feed: Feed,
    contract: Contract,
    *,
    scratch: Path,
    limits: Limits,
    notes: list[str],
    place: str,
) -> Iterator[tuple[str, Sheet]]:
    """Every sheet of a raw file with the member it comes from (empty for the file itself)."""
    kind = format_of(feed, name)
    if kind == "csv":
        yield "", csvfile.sheet(con, path, feed, contract, scratch=scratch, limits=limits, place=place)
    elif kind == "parquet":
        yield "", columnar.sheet(con, path, feed, contract, place=place)
    elif kind == "geojson":
        found = features.parsed(path, limits=limits, place=place)
        yield "", features.sheet(con, found, feed, contract, place=place, line_count=len(found))
