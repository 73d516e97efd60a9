"""Carry what is emitted to where it is measured: a steady-state Gaussian plume with Briggs' open-country curves.

Wind is cut into sectors and speed classes, so that the kernel of every source at every station is computed once for each state of
the air and not for each hour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SECTORS = 60
SPEEDS_MS = np.array([0.75, 1.3, 2.3, 4.8])
CALM_MS = 0.5
CALM_REACH_M = 1500.0


@dataclass(frozen=True, kw_only=True)
class Air:
    """The state of the air over one met station in each hour: sector, speed class, night-time stability, mixing height."""

    sector: np.ndarray
    speed: np.ndarray
    is_stable: np.ndarray
    is_calm: np.ndarray
    mixing_m: np.ndarray


def states(wind_from_deg: np.ndarray, wind_ms: np.ndarray, is_stable: np.ndarray, mixing_m: np.ndarray) -> Air:
    """The class of every hour."""
    edges = (SPEEDS_MS[1:] + SPEEDS_MS[:-1]) / 2
    return Air(
        sector=(np.round(wind_from_deg / (360 / SECTORS)).astype(np.int64)) % SECTORS,
        speed=np.searchsorted(edges, wind_ms),
        is_stable=is_stable.astype(np.int64),
        is_calm=wind_ms < CALM_MS,
        mixing_m=mixing_m,
    )


def _spreads(along_m: np.ndarray, is_stable: bool) -> tuple[np.ndarray, np.ndarray]:  # noqa: FBT001 - a class of the air, not an option
    """Horizontal and vertical spread; the horizontal one is widened, because the wind veers within an hour."""
    if is_stable:
        side = 0.06 * along_m / np.sqrt(1 + 0.0001 * along_m)
        return 1.7 * side, 0.03 * along_m / (1 + 0.0003 * along_m)
    side = 0.08 * along_m / np.sqrt(1 + 0.0001 * along_m)
    return 1.5 * side, 0.06 * along_m / np.sqrt(1 + 0.0015 * along_m)


def kernel(
    dx_m: np.ndarray, dy_m: np.ndarray, stack_m: np.ndarray, *, wind_from_deg: np.ndarray, wind_ms: np.ndarray | float, is_stable: bool
) -> np.ndarray:
    """Micrograms per cubic metre at the ground for one gram a second; dx, dy lead from source to receptor (east, north)."""
    angle = np.radians(wind_from_deg)
    along = -(dx_m * np.sin(angle) + dy_m * np.cos(angle))
    across = dx_m * np.cos(angle) - dy_m * np.sin(angle)
    side, height = _spreads(np.maximum(along, 1.0), is_stable)
    side, height = np.hypot(side, 45.0), np.minimum(np.hypot(height, 12.0), 320.0)
    rise = stack_m * (1 + 0.8 / wind_ms)
    value = np.exp(-0.5 * (across / side) ** 2 - 0.5 * (rise / height) ** 2) / (np.pi * side * height * wind_ms)
    return np.asarray(np.where(along > 20, 1e6 * value, 0.0))


def calm_kernel(dx_m: np.ndarray, dy_m: np.ndarray, stack_m: np.ndarray) -> np.ndarray:
    """The same without wind: what is emitted stays near, in a shallow pool."""
    away = np.hypot(dx_m, dy_m)
    pool = 2 * np.pi * CALM_REACH_M**2 * (55.0 + stack_m)
    return np.asarray(1e6 * 900.0 * np.exp(-away / CALM_REACH_M) / pool)


def _turned(dx_m: np.ndarray, dy_m: np.ndarray, stack_m: np.ndarray, *, is_stable: bool) -> np.ndarray:
    """The kernel for every speed class, sector and source; only the few sources that lie upwind are computed."""
    angle = (np.arange(SECTORS) * 2 * np.pi / SECTORS)[:, None]
    along = -(dx_m * np.sin(angle) + dy_m * np.cos(angle))
    across = dx_m * np.cos(angle) - dy_m * np.sin(angle)
    # Beyond this wedge the plume is below a ten-thousandth of its middle.
    near = (along > 20) & (np.abs(across) < 200 + 0.6 * along)
    sector, source = np.nonzero(near)
    turns, found = sector * 360.0 / SECTORS, np.zeros((len(SPEEDS_MS), *near.shape))
    for s, wind_ms in enumerate(SPEEDS_MS):
        found[s, sector, source] = kernel(
            dx_m[source], dy_m[source], stack_m[source], wind_from_deg=turns, wind_ms=wind_ms, is_stable=is_stable
        )
    return found


def state_table(
    sources_m: np.ndarray, stack_m: np.ndarray, rates_gs: np.ndarray, groups: np.ndarray, receptors_m: np.ndarray, *, group_count: int
) -> np.ndarray:
    """What each group of sources adds at full rate: stability × speed × sector (the last one is calm) × group × receptor × pollutant."""
    near = np.zeros((2, len(SPEEDS_MS), SECTORS + 1, group_count, len(receptors_m), rates_gs.shape[1]))
    members = [np.flatnonzero(groups == group) for group in range(group_count)]
    for r, (x_m, y_m) in enumerate(receptors_m):
        dx_m, dy_m = x_m - sources_m[:, 0], y_m - sources_m[:, 1]
        turned = np.stack([_turned(dx_m, dy_m, stack_m, is_stable=flag) for flag in (False, True)])
        calm = calm_kernel(dx_m, dy_m, stack_m)
        for group, own in enumerate(members):
            near[:, :, :SECTORS, group, r] = turned[..., own] @ rates_gs[own]
            near[:, :, SECTORS, group, r] = calm[own] @ rates_gs[own]
    return near


def carried(table: np.ndarray, air: Air, activity: np.ndarray, receptor: int) -> np.ndarray:
    """Hour × pollutant at one receptor, from the state table and each group's activity (group × hour)."""
    sector = np.where(air.is_calm, SECTORS, air.sector)
    total = np.zeros((len(sector), table.shape[-1]))
    for group, share in enumerate(activity):
        total += table[air.is_stable, air.speed, sector, group, receptor] * share[:, None]
    return total


def carried_exactly(
    dx_m: float, dy_m: float, stack_m: float, *, wind_from_deg: np.ndarray, wind_ms: np.ndarray, is_stable: np.ndarray
) -> np.ndarray:
    """The kernel of one source at one receptor in each of the given hours, without classes."""
    x, y, stack = np.array([dx_m]), np.array([dy_m]), np.array([stack_m])
    speed = np.maximum(wind_ms, CALM_MS)
    moved = [kernel(x, y, stack, wind_from_deg=wind_from_deg, wind_ms=speed, is_stable=flag) for flag in (False, True)]
    return np.where(wind_ms < CALM_MS, calm_kernel(x, y, stack), np.where(is_stable, moved[1], moved[0]))
