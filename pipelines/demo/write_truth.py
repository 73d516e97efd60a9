"""Write what is true and which traps were set; only tests read it."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import numpy as np

from pipelines.demo.episodes import episodes
from pipelines.demo.names import words
from pipelines.demo.scribe import Scribe, Trap
from pipelines.demo.world import World
from pipelines.demo.write_acts import complaint_ids

MADE_AT = dt.datetime(2026, 12, 8, 8, 30)


def _census(traps: list[Trap]) -> bytes:
    counts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for trap in traps:
        counts[trap.trap] += trap.count
        outcomes[trap.outcome] += trap.count
    body = {"counts": dict(sorted(counts.items())), "outcomes": dict(sorted(outcomes.items())), "traps": [asdict(trap) for trap in traps]}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _firms(world: World, scribe: Scribe) -> None:
    rows = [
        (f.enterprise_id, f.uscc, f.name, f.source_type, f"{f.lon:.6f}", f"{f.lat:.6f}", f.shifts, f.pm_t, f.so2_t, f.nox_t, f.voc_t)
        for f in world.firms
    ]
    scribe.csv(
        "enterprises.csv", words("enterprise_id uscc name source_type lon lat shifts pm_t so2_t nox_t voc_t"), rows, received_at=MADE_AT
    )


def _deeds(world: World, scribe: Scribe) -> None:
    """Who emitted what when: one row a misdeed and hour; and what each added at each monitor."""
    labels = world.span.ends_at
    rows = [(deed.kind, deed.enterprise_id, str(labels[i]), json.dumps(deed.rates_gs)) for deed in world.deeds for i in deed.hours]
    scribe.csv("misdeeds.csv", words("kind enterprise_id ends_at rates_gs"), rows, received_at=MADE_AT)
    pulses = [
        (
            world.deeds[int(d)].enterprise_id, world.sites[int(r)].station_id, str(labels[int(i)]), *(f"{v:.1f}" for v in added),
        )
        for d, r, i, *added in world.readings.pulses
    ]  # fmt: skip
    headings = words("enterprise_id station_id ends_at pm25_ugm3 pm10_ugm3 so2_ugm3 nox_ugm3")
    scribe.csv("pulses.csv", headings, pulses, received_at=MADE_AT)


def _faults(world: World, scribe: Scribe) -> None:
    """Meters that were offline or stuck: alarms they cause are false."""
    rows = [(f.kind, f.meter_id, str(world.span.ends_at[f.first]), f.hours) for f in world.devices.faults]
    scribe.csv("meter_faults.csv", words("kind meter_id first_ends_at hours"), rows, received_at=MADE_AT)


def _acts(world: World, scribe: Scribe) -> None:
    ids = complaint_ids(world.complaints)
    rows = [(ids[i], c.cause, c.group, c.category, f"{c.x_m:.1f}", f"{c.y_m:.1f}") for i, c in enumerate(world.complaints)]
    scribe.csv("complaints.csv", words("complaint_id cause_enterprise_id repeat_group category x_m y_m"), rows, received_at=MADE_AT)
    channels: Counter[str] = Counter(v.channel for v in world.visits)
    yields: Counter[str] = Counter(v.channel for v in world.visits if v.is_case)
    scribe.csv(
        "channels.csv",
        ("channel", "checks", "cases"),
        [(name, count, yields[name]) for name, count in sorted(channels.items())],
        received_at=MADE_AT,
    )
    spells = [(e.kind, str(e.starts_at), str(e.ends_at), e.strength) for e in episodes()]
    scribe.csv("episodes.csv", words("kind starts_at ends_at strength"), spells, received_at=MADE_AT)


def write_truth(world: World, traps: list[Trap], folder: Path) -> None:
    """Every file of the truth."""
    scribe = Scribe(folder)
    _firms(world, scribe)
    _deeds(world, scribe)
    _faults(world, scribe)
    _acts(world, scribe)
    sites = [(s.station_id, s.name, s.level, f"{s.lon:.6f}", f"{s.lat:.6f}") for s in world.sites]
    scribe.csv("stations.csv", words("station_id name level lon lat"), sites, received_at=MADE_AT)
    activity = np.round(world.emitters.activity[:, : world.span.known], 3)
    scribe.put("activity.npy", _npy(activity), received_at=MADE_AT)
    scribe.put("traps.json", _census(traps), received_at=MADE_AT)


def _npy(values: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values.astype(np.float32))
    return buffer.getvalue()
