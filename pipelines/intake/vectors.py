"""Read GeoPackage and Shapefile layers through GDAL into the same features a GeoJSON has."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.errors
import pyproj
import shapely

from pipelines.city import Feed
from pipelines.errors import InputError
from pipelines.intake.bundles import check_zip
from pipelines.intake.limits import Limits

ENCODINGS = ("utf-8", "gb18030")


def _unbundled(path: Path, *, scratch: Path, limits: Limits, place: str) -> Path:
    """The parts of a Shapefile, back from its bundle."""
    with zipfile.ZipFile(path) as archive:
        check_zip(archive, limits=limits, place=place)
        for info in archive.infolist():
            (scratch / f"layer{Path(info.filename).suffix}").write_bytes(archive.read(info))
    if not (scratch / "layer.dbf").is_file() or not (scratch / "layer.shx").is_file():
        raise InputError(f"{place} came without its .dbf or .shx; deliver all parts of the Shapefile together")
    return scratch / "layer.shp"


def _encoding(layer: Path, feed: Feed, *, place: str) -> str | None:
    """How a Shapefile's names are written: as declared, as its .cpg says, else strict UTF-8, else strict GB18030."""
    table = layer.with_suffix(".dbf")
    if feed.encoding is not None or not table.is_file():
        return feed.encoding
    if layer.with_suffix(".cpg").is_file():
        return None
    data = table.read_bytes()
    for encoding in ENCODINGS:
        try:
            data[32:].decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    # A cut name at the end of a fixed-width cell breaks strict decoding of the whole; Chinese systems without .cpg write GBK.
    if b"\x00" * 4 in data[:32]:
        return "gb18030"
    raise InputError(f"{place}: the encoding of its names is unknown; set encoding in feed {feed.name!r} of feeds.toml")


def _to_degrees(crs: str | None) -> Callable[[np.ndarray], np.ndarray] | None:
    """What turns the layer's coordinates into degrees of its own datum; None when they are degrees already or nothing is declared."""
    if not crs:
        return None
    declared = pyproj.CRS.from_user_input(crs)
    if not declared.is_projected or declared.geodetic_crs is None:
        return None
    transformer = pyproj.Transformer.from_crs(declared, declared.geodetic_crs, always_xy=True)

    def turned(points: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return turned


def features(path: Path, kind: str, feed: Feed, *, scratch: Path, limits: Limits, place: str) -> tuple[list[dict[str, Any]], int]:
    """The features of the layer (`feed.sheet` names it when there are several) and how many the file says it has."""
    layer = _unbundled(path, scratch=scratch, limits=limits, place=place) if kind == "shp" else path
    encoding = _encoding(layer, feed, place=place) if kind == "shp" else None
    try:
        names = [str(name) for name in pyogrio.list_layers(layer)[:, 0]]
        if kind == "gpkg" and feed.sheet is None and len(names) != 1:
            raise InputError(f"{place} has the layers {', '.join(names)}; name one as sheet in feed {feed.name!r} of feeds.toml")
        if kind == "gpkg" and feed.sheet is not None and feed.sheet not in names:
            raise InputError(f"{place} has no layer {feed.sheet!r}; it has {', '.join(names)}")
        chosen = feed.sheet if kind == "gpkg" else None
        declared = pyogrio.read_info(layer, layer=chosen, force_feature_count=True, encoding=encoding)
        meta, table = pyogrio.read_arrow(layer, layer=chosen, encoding=encoding)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError, RuntimeError) as fault:
        raise InputError(f"{place} is no readable {kind} layer ({str(fault)[:150]}); export it again") from fault
    column = meta["geometry_name"] or "wkb_geometry"
    shapes = (
        shapely.from_wkb(table[column].to_numpy(zero_copy_only=False))
        if column in table.column_names
        else np.array([None] * table.num_rows)
    )
    turn = _to_degrees(meta["crs"])
    if turn is not None:
        shapes = shapely.transform(shapes, turn)
    rows = table.drop_columns([column]).to_pylist() if column in table.column_names else table.to_pylist()
    texts = shapely.to_geojson(shapely.force_2d(shapes))
    found = [
        {"properties": {name: _plain(value) for name, value in row.items()}, "geometry": json.loads(text) if text else None}
        for row, text in zip(rows, texts, strict=True)
    ]
    return found, int(declared["features"])


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
