"""Name the days on which the county's air was out of the ordinary."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from pipelines.demo.holidays import new_years_eves
from pipelines.demo.span import Span


@dataclass(frozen=True, kw_only=True)
class Episode:
    """One spell: winter stagnation, spring dust, summer ozone or fireworks; strength 1 is a common one."""

    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    strength: float


def _spell(kind: str, start: str, hours: int, strength: float) -> Episode:
    starts_at = dt.datetime.fromisoformat(start)
    return Episode(kind=kind, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=hours), strength=strength)


def episodes() -> tuple[Episode, ...]:
    """Every spell of the two years; the last one is under way when the city opens."""
    spells = [
        _spell("stagnation", "2024-12-21T00", 90, 0.9),
        _spell("stagnation", "2025-01-06T00", 110, 1.05),
        _spell("stagnation", "2025-02-14T00", 70, 0.7),
        _spell("dust", "2025-04-11T09", 40, 1.15),
        _spell("ozone", "2025-06-08T00", 150, 1.0),
        _spell("ozone", "2025-07-20T00", 100, 0.8),
        _spell("stagnation", "2025-12-11T00", 80, 0.8),
        _spell("stagnation", "2026-01-12T00", 120, 1.15),
        _spell("dust", "2026-04-16T14", 34, 1.0),
        _spell("ozone", "2026-06-12T00", 170, 1.1),
        _spell("ozone", "2026-08-05T00", 90, 0.75),
        _spell("stagnation", "2026-11-14T00", 66, 0.6),
        _spell("stagnation", "2026-12-05T04", 104, 0.66),
    ]
    for day in new_years_eves():
        starts_at = dt.datetime(day.year, day.month, day.day, 18)
        spells.append(Episode(kind="fireworks", starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=11), strength=1.0))
    return tuple(sorted(spells, key=lambda spell: spell.starts_at))


def ramp(span: Span, kind: str, *, edge_h: float) -> np.ndarray:
    """How strongly each hour lies in a spell of that kind, rising and falling over `edge_h` hours."""
    hours = span.ends_at.astype("datetime64[h]").astype(np.int64)
    total = np.zeros(len(hours))
    for spell in episodes():
        if spell.kind == kind:
            first, last = (int(np.datetime64(t, "h").astype(np.int64)) for t in (spell.starts_at, spell.ends_at))
            inside = np.clip(np.minimum(hours - first, last - hours) / edge_h, 0, 1)
            total = np.maximum(total, spell.strength * inside)
    return total
