"""A made-up GeoPackage of a few layers, as a bureau's own would be."""

from pathlib import Path

import geopandas
import numpy as np
from shapely.geometry import LineString, box

BOX = (113.4, 34.5, 113.9, 35.0)


def write_layers(folder: Path, *, bounds: tuple[float, float, float, float] = BOX, crs: str | None = "EPSG:4490", roads: int = 300) -> Path:
    """Write districts, a river, a lake and a net of roads."""
    west, south, east, north = bounds
    chance = np.random.default_rng(7)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "本市.gpkg"
    middle = (west + east) / 2
    halves = [box(west, south, middle, north), box(middle, south, east, north)]
    districts = geopandas.GeoDataFrame({"name": ["甲区", "乙区"]}, geometry=halves)
    bends = np.linspace(west, east, 60)
    river = LineString(np.column_stack([bends, south + (north - south) * (0.4 + 0.08 * np.sin(30 * (bends - west)))]))
    lake = halves[1].centroid.buffer(0.02)
    water = geopandas.GeoDataFrame(geometry=[river.buffer((east - west) / 180), lake])
    at = chance.uniform(0.05, 0.95, size=(roads, 2))
    along = chance.uniform(-0.06, 0.06, size=roads)
    lines = []
    for i, ((x, y), length) in enumerate(zip(at, along, strict=True)):
        start = (west + x * (east - west), south + y * (north - south))
        lines.append(LineString([start, (start[0] + (length if i % 2 else 0), start[1] + (0 if i % 2 else length))]))
    lines.append(LineString([(west, south), (east, north)]))
    classes = ["residential"] * roads + ["primary"]
    streets = geopandas.GeoDataFrame({"fclass": classes, "name": ["<img src=x onerror=window.top.wasRun=1>"] * (roads + 1)}, geometry=lines)
    for name, rows in (("行政区划", districts), ("water", water), ("roads", streets), ("notes", districts)):
        (rows if crs is None else rows.set_crs(crs)).to_file(path, layer=name, driver="GPKG", engine="pyogrio")
    return path
