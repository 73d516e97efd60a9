"""Run the meters and analysers of the last weeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.demo.chance import stream
from pipelines.demo.firms import Firm
from pipelines.demo.misdeeds import ALERT_STARTS_AT, Misdeed
from pipelines.demo.profiles import profile
from pipelines.demo.span import Span
from pipelines.demo.weather import drifting

POWER_DAYS, CEMS_DAYS = 38, 35
FACTORS = {"pm": ("a34013", 20.0), "so2": ("a21026", 50.0), "nox": ("a21002", 100.0), "voc": ("a24088", 60.0)}
FLAGS = "NFMDCB"


@dataclass(frozen=True, kw_only=True)
class Meter:
    """One meter."""

    meter_id: str
    enterprise_id: str
    line: str
    side: str
    rated_kw: float


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One factor of one outlet."""

    outlet_id: str
    enterprise_id: str
    factor: str
    limit_mgm3: float


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One meter that told nothing, or the same thing, for some hours (places in the span)."""

    kind: str
    meter_id: str
    first: int
    hours: int


@dataclass(frozen=True, kw_only=True)
class Devices:
    """Meters and outlets with their series: device × hour from `first_*` on; NaN where nothing was sent; flags as places in FLAGS."""

    meters: tuple[Meter, ...]
    power_kw: np.ndarray
    power_first: int
    faults: tuple[Fault, ...]
    outlets: tuple[Outlet, ...]
    emitted_mgm3: np.ndarray
    flags: np.ndarray
    cems_first: int


def may_run(firm: Firm) -> float:
    """The load that the yellow alert leaves a firm, by its grade."""
    return {"A": 1.0, "引领性": 1.0, "B": 0.9, "B-": 0.8, "C": 0.7, "D": 0.0, "非引领性": 0.5}.get(firm.grade, 0.8)


def _load(rng: np.random.Generator, span: Span, firm: Firm, hours: np.ndarray, activity: dict[str, np.ndarray]) -> np.ndarray:
    """Share of the rated power of the production line, alert obeyed."""
    share = activity[firm.shifts][hours]
    running = np.where(share > 0.3, (0.55 + 0.3 * share) * np.exp(0.06 * drifting(rng, len(hours), 6)), 0.02)
    allowed = may_run(firm)
    in_alert = hours > span.index(ALERT_STARTS_AT)
    limited = np.where(in_alert, np.minimum(running, 0.02) if allowed == 0 else running * (0.2 + 0.8 * allowed), running)
    return np.zeros(len(hours)) + 0.01 if firm.status == "停产" else limited


def _faults(rng: np.random.Generator, kw: np.ndarray, meters: list[Meter], power_first: int) -> tuple[Fault, ...]:
    """Lost connections and stuck counters of a few meters."""
    found = []
    for i in rng.permutation(len(kw))[:14]:
        start, hours = int(rng.integers(0, kw.shape[1] - 60)), int(rng.integers(3, 50))
        kw[i, start : start + hours] = np.nan
        found.append(Fault(kind="offline", meter_id=meters[i].meter_id, first=power_first + start, hours=hours))
    for i in rng.permutation(len(kw))[:3]:
        start = int(rng.integers(0, kw.shape[1] - 40))
        kw[i, start : start + 30] = kw[i, start]
        found.append(Fault(kind="stuck", meter_id=meters[i].meter_id, first=power_first + start, hours=30))
    return tuple(found)


def _power(
    rng: np.random.Generator, span: Span, firms: list[Firm], deeds: tuple[Misdeed, ...], activity: dict[str, np.ndarray]
) -> tuple[tuple[Meter, ...], np.ndarray, int, tuple[Fault, ...]]:
    first = span.known - 24 * POWER_DAYS
    hours = np.arange(first, span.known)
    meters, series = [], []
    for n, firm in enumerate(firms):
        rated = round((firm.trade.rated_kw if firm.trade else 100) * float(rng.uniform(0.6, 1.5)))
        load = _load(rng, span, firm, hours, activity)
        treated = np.where(load > 0.1, 0.82, 0.02) * np.exp(0.03 * rng.standard_normal(len(hours)))
        for deed in deeds:
            if deed.enterprise_id == firm.enterprise_id and len(deed.hours):
                at = deed.hours[deed.hours >= first] - first
                load[at] = 0.72
                treated[at] = 0.01 if deed.kind == "treatment_off" else 0.8
        for side, share, size in (("production", load, 1.0), ("treatment", treated, 0.22)):
            meter_id = f"DB{n + 1:04d}{'A' if side == 'production' else 'B'}"
            meters.append(
                Meter(meter_id=meter_id, enterprise_id=firm.enterprise_id, line="1号生产线", side=side, rated_kw=round(rated * size))
            )
            series.append(share * round(rated * size) * np.exp(0.02 * rng.standard_normal(len(hours))))
    kw = np.round(np.stack(series), 1)
    return tuple(meters), kw, first, _faults(rng, kw, meters, first)


def _factors(firm: Firm) -> list[str]:
    if firm.so2_t + firm.nox_t > 0.4:
        return [name for name in ("pm", "so2", "nox") if getattr(firm, f"{name}_t") > 0.1]
    return ["voc"] if firm.voc_t > firm.pm_t else ["pm"]


def _analyser(rng: np.random.Generator, limit: float, load: np.ndarray, odd: np.ndarray, flat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One factor: a share of its limit, above it in the odd hours, the same value in the flat ones."""
    value = limit * rng.uniform(0.15, 0.5) * np.exp(0.22 * drifting(rng, len(load), 8)) * (0.7 + 0.3 * load)
    value[odd] = limit * rng.uniform(1.15, 2.1, len(odd))
    if len(flat):
        value[flat] = value[flat[0]]
    flags = np.where(load < 0.1, 1, 0)
    for code, spells, length in ((2, 2, 6), (3, 1, 9), (4, 5, 1), (5, 1, 4)):
        for start in rng.integers(0, len(load), spells):
            flags[start : start + length] = code
    flags[odd] = 0
    return np.where(flags == 5, np.nan, np.where(flags == 1, 0.0, np.round(value, 2))), flags


def _cems(
    rng: np.random.Generator, span: Span, firms: list[Firm], deeds: tuple[Misdeed, ...], activity: dict[str, np.ndarray]
) -> tuple[tuple[Outlet, ...], np.ndarray, np.ndarray, int]:
    first = span.known - 24 * CEMS_DAYS
    hours = np.arange(first, span.known)
    outlets, series, flags = [], [], []
    for firm in firms:
        load = _load(rng, span, firm, hours, activity)
        mine = {deed.kind: deed.hours[deed.hours >= first] - first for deed in deeds if deed.enterprise_id == firm.enterprise_id}
        odd, flat = mine.get("treatment_off", np.array([], int)), mine.get("flat_cems", np.array([], int))
        load[odd] = 0.72
        for n in range(2 if firm.pm_t + firm.voc_t > 14 else 1):
            for name in _factors(firm):
                code, limit = FACTORS[name]
                value, flag = _analyser(rng, limit, load, odd if n == 0 else odd[:0], flat)
                outlet_id = f"{firm.enterprise_id}-DA{n + 1:03d}"
                outlets.append(Outlet(outlet_id=outlet_id, enterprise_id=firm.enterprise_id, factor=code, limit_mgm3=limit))
                series.append(value)
                flags.append(flag)
    return tuple(outlets), np.stack(series), np.stack(flags), first


def run_devices(seed: int, span: Span, *, firms: tuple[Firm, ...], deeds: tuple[Misdeed, ...]) -> Devices:
    """Every meter and analyser of the county."""
    activity = {name: profile(name, span) for name in ("day", "two", "night", "round", "dinner")}
    meters, kw, power_first, faults = _power(stream(seed, "power"), span, [f for f in firms if f.has_power_meter], deeds, activity)
    outlets, values, flags, cems_first = _cems(stream(seed, "cems"), span, [f for f in firms if f.has_cems], deeds, activity)
    return Devices(
        meters=meters,
        power_kw=kw,
        power_first=power_first,
        faults=faults,
        outlets=outlets,
        emitted_mgm3=values,
        flags=flags,
        cems_first=cems_first,
    )
