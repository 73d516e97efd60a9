"""Read GeoJSON, GeoPackage and Shapefile: one feature is one line, its geometry is kept as GeoJSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import InputError
from pipelines.intake import headings
from pipelines.intake.limits import Limits
from pipelines.intake.sheet import CELLS, Record, Sheet, store, stored_text

GEOMETRY, LON, LAT = "geometry", "@lon", "@lat"
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')


def _check_nesting(data: bytes, *, limits: Limits, place: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(data):
        mark = data[token.start()]
        if mark in b"[{":
            depth += 1
            if depth > limits.nesting:
                raise InputError(f"{place} nests deeper than {limits.nesting} levels; it is no map layer, export it again")
        elif mark in b"]}":
            depth -= 1


def text_of(value: object) -> str | None:
    """A property as text: null stays null, whole numbers have no point, nested values are JSON."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _point(geometry: Mapping[str, Any] | None) -> tuple[str | None, str | None]:
    if not geometry or geometry.get("type") != "Point":
        return None, None
    place = geometry.get("coordinates") or [None, None]
    return (text_of(place[0]), text_of(place[1])) if isinstance(place, list) and len(place) >= 2 else (None, None)


def parsed(path: Path, *, limits: Limits, place: str) -> list[dict[str, Any]]:
    """The features of a GeoJSON file; refuses deep nesting and broken JSON with InputError."""
    data = path.read_bytes()
    _check_nesting(data, limits=limits, place=place)
    try:
        layer = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise InputError(f"{place} is not UTF-8 at byte {fault.start}, as GeoJSON must be; export it again") from fault
    except (json.JSONDecodeError, RecursionError) as fault:
        where = f"line {fault.lineno}" if isinstance(fault, json.JSONDecodeError) else "its nesting"
        raise InputError(f"{place} is broken JSON at {where}; export it again") from fault
    kind = layer.get("type") if isinstance(layer, dict) else None
    if kind == "Feature":
        return [layer]
    features = layer.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise InputError(f"{place} is JSON but no GeoJSON FeatureCollection; export the layer as GeoJSON")
    return features


def _columns(features: Sequence[Mapping[str, Any]]) -> list[str]:
    names: dict[str, None] = {}
    for feature in features:
        names |= dict.fromkeys((feature.get("properties") or {}).keys())
    return [*names, *(name for name in (GEOMETRY, LON, LAT) if name not in names)]


def _records(features: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Iterator[Record]:
    for line, feature in enumerate(features, start=1):
        geometry = feature.get("geometry")
        lon, lat = _point(geometry)
        cells = {name: text_of(value) for name, value in (feature.get("properties") or {}).items()}
        shape = None if geometry is None else json.dumps(geometry, ensure_ascii=False)
        cells |= {GEOMETRY: shape, LON: lon, LAT: lat}
        raw = json.dumps({"properties": feature.get("properties"), "geometry": geometry}, ensure_ascii=False)
        yield Record(line=line, cells=[cells.get(name) for name in names], raw_text=raw)


def sheet(
    con: duckdb.DuckDBPyConnection, features: Sequence[Mapping[str, Any]], feed: Feed, contract: Contract, *, place: str, line_count: int
) -> Sheet:
    """The one sheet of a layer."""
    names = _columns(features)
    needed = headings.wanted(feed, contract, names)
    if any(headings.position(name, names) is None for name in needed):
        raise headings.refusal(feed, contract, [names], place=place)
    store(con, _records(features, names), width=len(names))
    return Sheet(
        name="",
        relation=CELLS,
        headings=tuple(names),
        line_count=line_count,
        non_data=0,
        raw_text=lambda lines: stored_text(con, lines),
        is_hand_made=False,
    )
