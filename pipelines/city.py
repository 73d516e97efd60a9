"""Read a city: `city.toml` says where it is, `feeds.toml` what its files mean."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from pipelines.contract import contracts
from pipelines.errors import ConfigurationError

DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09", "unknown")
FORMATS = ("csv", "xlsx", "xls", "et", "parquet", "geojson", "gpkg", "shp", "zip", "sql")
LAYOUTS = ("long", "wide", "china_sites")
LEVELS = ("national", "provincial", "city", "township", "micro")


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One `[[feed]]`: which files fill which contract table, and how their headings read."""

    name: str
    table: str
    files: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    format: str | None = None
    layout: str = "wide"
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    datum: str | None = None
    time_format: str | None = None
    utc_offset: str | None = None
    publication_delay_h: float | None = None
    received_at: str | None = None
    source: str = ""
    url_env: str | None = None
    query: str | None = None
    non_data: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    generate: dict[str, tuple[str, ...]] = field(default_factory=dict)
    long: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse words and columns that no contract knows."""
        where = f"feeds.toml, feed {self.name!r}"
        known = contracts()
        if self.table not in known:
            raise ConfigurationError(f"{where}: table {self.table!r} is unknown; use one of {', '.join(known)}")
        if bool(self.files) == (self.query is not None):
            raise ConfigurationError(f"{where}: give either files or a query (with url_env), not both and not neither")
        for name, value, allowed in (
            ("format", self.format, FORMATS),
            ("layout", self.layout, LAYOUTS),
            ("datum", self.datum, DATUMS),
        ):
            if value is not None and value not in allowed:
                raise ConfigurationError(f"{where}: {name} {value!r} is unknown; use one of {', '.join(allowed)}")
        for name in (*self.columns, *self.constants, *self.units, *self.values, *self.generate):
            known[self.table].field(name)


@dataclass(frozen=True, kw_only=True)
class City:
    """Where a city is, how it measures and what its files mean."""

    folder: Path
    city_id: str
    name: str
    name_en: str
    jurisdiction: str
    crs: str
    utc_offset: str
    bbox_deg: tuple[float, float, float, float]
    is_demo: bool = False
    control_levels: tuple[str, ...] = ("national", "provincial")
    mean_level: str = "national"
    composite_profile: str | None = None
    map_approval_no: str | None = None
    feeds: tuple[Feed, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a box, an offset or a level that cannot be."""
        west, south, east, north = self.bbox_deg
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ConfigurationError(f"city.toml: bbox_deg {self.bbox_deg} must be west, south, east, north in degrees")
        offset(self.utc_offset)
        for level in (*self.control_levels, self.mean_level):
            if level not in LEVELS:
                raise ConfigurationError(f"city.toml: level {level!r} is unknown; use one of {', '.join(LEVELS)}")

    @property
    def raw_dir(self) -> Path:
        """Where the raw files lie unless `--raw` names another folder."""
        return self.folder / "raw"

    @property
    def work_dir(self) -> Path:
        """Where intake keeps its partitions; may be deleted at any time."""
        return self.folder / "work"

    @property
    def archive_dir(self) -> Path:
        """Where every raw file is kept by its SHA-256."""
        return self.folder / "archive"

    @property
    def warehouse_dir(self) -> Path:
        """Where published builds and the `current` pointer lie."""
        return self.folder / "warehouse"

    @property
    def public_dir(self) -> Path:
        """Where the public extracts lie: the only folder the public application opens."""
        return self.folder / "public"


def offset(text: str) -> timedelta:
    """The fixed offset from UTC, as `+08:00`; refuses anything else with ConfigurationError."""
    match = re.fullmatch(r"([+-])(\d{2}):(\d{2})", text)
    if match is None:
        raise ConfigurationError(f"utc_offset {text!r} must look like +08:00")
    sign = -1 if match[1] == "-" else 1
    return sign * timedelta(hours=int(match[2]), minutes=int(match[3]))


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ConfigurationError(f"{path} is missing; run `lanxun init` to write a first draft of it")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigurationError(f"{path} is not valid TOML: {fault}") from fault


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


def _feed(row: dict[str, Any]) -> Feed:
    known = {f.name for f in fields(Feed)}
    unknown = sorted(set(row) - known)
    if unknown:
        raise ConfigurationError(f"feeds.toml, feed {row.get('name')!r}: unknown key {unknown[0]!r}")
    missing = sorted({"name", "table"} - set(row))
    if missing:
        raise ConfigurationError(f"feeds.toml, feed {row.get('name', '?')!r}: key {missing[0]!r} is missing")
    return Feed(**{key: _frozen(value) for key, value in row.items()})  # type: ignore[arg-type]


def load(folder: Path) -> City:
    """Read `city.toml` and `feeds.toml`; refuses unknown keys, words and columns with ConfigurationError."""
    text = _read(folder / "city.toml")
    known = {f.name for f in fields(City)} - {"folder", "feeds"}
    unknown = sorted(set(text) - known)
    if unknown:
        raise ConfigurationError(f"{folder / 'city.toml'}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
    missing = sorted({"city_id", "name", "name_en", "jurisdiction", "crs", "utc_offset", "bbox_deg"} - set(text))
    if missing:
        raise ConfigurationError(f"{folder / 'city.toml'}: key {missing[0]!r} is missing")
    feeds = tuple(_feed(row) for row in _read(folder / "feeds.toml").get("feed", []))
    names = [feed.name for feed in feeds]
    for name in names:
        if names.count(name) > 1:
            raise ConfigurationError(f"feeds.toml: two feeds are named {name!r}; give each its own name")
    return City(folder=folder.resolve(), feeds=feeds, **{key: _frozen(value) for key, value in text.items()})  # type: ignore[arg-type]
