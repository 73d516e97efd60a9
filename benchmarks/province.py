"""Write the synthetic province of the distance benchmarks: clustered points on 400 x 400 km, in metres, rounded to 1 cm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SIDE_M = 400_000.0
CLUSTERS = 120
ORIGIN_M = (300_000.0, 3_400_000.0)


def points(count: int, *, uniform_share: float, seed: int, spread_m: tuple[float, float] = (2_000.0, 12_000.0)) -> np.ndarray:
    """Points around towns of Pareto-distributed weight, and some anywhere; all calls share the towns."""
    towns = np.random.default_rng(2026)
    centre_m = towns.uniform(0.0, SIDE_M, (CLUSTERS, 2))
    weight = towns.pareto(1.5, CLUSTERS) + 0.2
    width_m = towns.uniform(*spread_m, CLUSTERS)
    rng = np.random.default_rng(seed)
    anywhere = int(count * uniform_share)
    town = rng.choice(CLUSTERS, count - anywhere, p=weight / weight.sum())
    near = centre_m[town] + rng.normal(0.0, 1.0, (count - anywhere, 2)) * width_m[town, None]
    placed: np.ndarray = np.round(np.vstack([near, rng.uniform(0.0, SIDE_M, (anywhere, 2))]) + ORIGIN_M, 2)
    return placed


def write(folder: Path, *, enterprises: int, stations: int) -> None:
    """Write enterprises.parquet (eid, x_m, y_m) and stations.parquet (sid, x_m, y_m)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, key, count, share, seed in (("enterprises", "eid", enterprises, 0.20, 1), ("stations", "sid", stations, 0.25, 2)):
        placed = points(count, uniform_share=share, seed=seed)
        table = pa.table({key: np.arange(count, dtype=np.int64), "x_m": placed[:, 0], "y_m": placed[:, 1]})
        pq.write_table(table, folder / f"{name}.parquet")
