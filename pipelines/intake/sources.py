"""Open the raw file of a feed by its format, one sheet at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import ConfigurationError, InputError
from pipelines.intake import bundles, columnar, csvfile, excel, features
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


def single_file(feed: Feed, path: Path, *, scratch: Path) -> Path:
    """The one file that holds a delivery: itself, or the bundle of a Shapefile's parts."""
    return bundles.bundled(path, scratch=scratch) if format_of(feed, path.name) == "shp" else path


def format_of(feed: Feed, name: str) -> str:
    """The format a feed declares or the file's ending says."""
    found = feed.format or FORMATS.get(PurePosixPath(name).suffix.lower())
    if found is None:
        raise InputError(f"{name}: ending {PurePosixPath(name).suffix!r} is unknown; set format in feed {feed.name!r} of feeds.toml")
    return found


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What every format needs to open a file for a feed."""

    con: duckdb.DuckDBPyConnection
    feed: Feed
    contract: Contract
    scratch: Path
    limits: Limits
    notes: list[str]


def sheets(opening: Opening, path: Path, *, name: str, place: str) -> Iterator[tuple[str, Sheet]]:
    """Every sheet of a raw file with the member it comes from (empty for the file itself).

    Each sheet must be used before the next is asked for: they share one table of cells.
    """
    kind = "parquet" if opening.feed.query is not None else format_of(opening.feed, name)
    if kind != "zip" and PurePosixPath(name).suffix.lower() != ".zip":
        for sheet in _sheets(opening, path, kind=kind, place=place):
            yield "", sheet
        return
    found = bundles.members(path, scratch=opening.scratch, limits=opening.limits, notes=opening.notes, place=place)
    is_empty = True
    for member, unpacked in found:
        is_empty = False
        inner = kind if kind != "zip" else FORMATS.get(PurePosixPath(member).suffix.lower(), "")
        if inner in ("", "zip", "shp"):
            opening.notes.append(f"{place}/{member}: the ending is not one that is read from a zip; it was not read")
            continue
        for sheet in _sheets(opening, unpacked, kind=inner, place=f"{place}/{member}"):
            yield f"/{member}", sheet
    if is_empty:
        raise InputError(f"{place} holds no file; make the zip again or exclude it in feed {opening.feed.name!r} of feeds.toml")


def _sheets(opening: Opening, path: Path, *, kind: str, place: str) -> Iterator[Sheet]:
    con, feed, contract, scratch, limits = opening.con, opening.feed, opening.contract, opening.scratch, opening.limits
    if kind == "csv":
        yield csvfile.sheet(con, path, feed, contract, scratch=scratch, limits=limits, place=place)
    elif kind in ("xlsx", "xls", "et"):
        yield from excel.sheets(con, path, feed, contract, scratch=scratch, limits=limits, notes=opening.notes, place=place)
    elif kind in ("parquet", "sql"):
        yield columnar.sheet(con, path, feed, contract, place=place)
    elif kind == "geojson":
        found = features.parsed(path, limits=limits, place=place)
        yield features.sheet(con, found, feed, contract, place=place, line_count=len(found))
    else:
        from pipelines.intake import vectors  # noqa: PLC0415 (GDAL takes a third of a second to load; most cities bring tables)

        layer, count = vectors.features(path, kind, feed, scratch=scratch, limits=limits, place=place)
        yield features.sheet(con, layer, feed, contract, place=place, line_count=count)
