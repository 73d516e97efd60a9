"""Measure the air: the regional part, every source's plume, the misdeeds, the instrument's own faults."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.demo import plume
from pipelines.demo.background import fireworks, regional
from pipelines.demo.chance import stream
from pipelines.demo.county import County
from pipelines.demo.emitters import POLLUTANTS, Emitters
from pipelines.demo.misdeeds import Misdeed
from pipelines.demo.sites import Site
from pipelines.demo.span import Span
from pipelines.demo.weather import Weather, drifting, met_stations

MEASURED = ("pm25", "pm10", "so2", "no2", "o3", "co")


@dataclass(frozen=True, kw_only=True)
class Readings:
    """What the monitors show: site × hour × MEASURED, whole µg/m³ (CO too); −1 where a value is missing.

    `pulses` holds what each misdeed added: misdeed, site, hour, pm25, pm10, so2, nox in µg/m³, from 1 µg/m³ on.
    """

    values: np.ndarray
    pulses: np.ndarray


def nearest_met(county: County, site: Site) -> int:
    """The place of the met station nearest to a monitor."""
    x, y = county.centre
    return int(np.argmin([np.hypot(site.x_m - x - met.dx_m, site.y_m - y - met.dy_m) for met in met_stations()]))


def _pulse(deed: Misdeed, site: Site, met: int, weather: Weather) -> np.ndarray:
    """Hour of the deed × (pm25, pm10, so2, nox) at one monitor."""
    spread = plume.carried_exactly(
        site.x_m - deed.x_m,
        site.y_m - deed.y_m,
        deed.stack_m,
        wind_from_deg=weather.wind_from_deg[met, deed.hours],
        wind_ms=weather.wind_ms[met, deed.hours],
        is_stable=weather.is_stable[deed.hours],
    )
    pm, coarse = deed.rates_gs.get("pm", 0.0), deed.rates_gs.get("coarse", 0.0)
    rates = np.array([0.65 * pm, pm + coarse, deed.rates_gs.get("so2", 0.0), deed.rates_gs.get("nox", 0.0)])
    return np.asarray(np.minimum(spread[:, None] * rates, 900.0))


def _mixed(away: dict[str, np.ndarray], local: np.ndarray, sparks: np.ndarray, weather: Weather) -> np.ndarray:
    """Hour × MEASURED from the regional part and the local (pm25, pm10, so2, nox, co)."""
    pm25 = away["pm25"] + local[:, 0] + 85 * sparks
    pm10 = pm25 * 1.12 + away["coarse"] + (local[:, 1] - local[:, 0]) + 25 * sparks
    so2 = away["so2"] + local[:, 2] + 13 * sparks
    no2 = away["no2"] + local[:, 3] / (1 + local[:, 3] / 150) * 0.75 + 5 * sparks
    titrated = no2 * (0.95 - 0.35 * np.minimum(weather.sun, 1))
    night = 1 - 0.35 * weather.is_stable * (weather.wind_ms[0] < 1.5)
    o3 = np.maximum((away["ox"] - titrated) * night, 3)
    co = away["co"] + local[:, 4] + 60 * sparks
    return np.column_stack([pm25, pm10, so2, no2, o3, co])


def _instrument(rng: np.random.Generator, site: Site, true: np.ndarray) -> np.ndarray:
    """What the instrument shows: small noise, a fixed bias; micro stations drift until they are serviced."""
    count = len(true)
    gain = np.exp(0.03 * rng.standard_normal(6))
    shown = true * gain * np.exp(0.045 * rng.standard_normal(true.shape)) + rng.standard_normal(true.shape) * (1.2, 2, 0.6, 1.2, 1.6, 15)
    if site.level == "micro":
        month = (np.arange(count) // 1460).astype(int)
        slope = rng.uniform(-0.10, 0.22, month[-1] + 1)[month]
        shown = shown * (0.92 + slope * ((np.arange(count) % 1460) / 1460))[:, None] * np.exp(0.08 * drifting(rng, count, 30))[:, None]
    return np.maximum(np.rint(shown), 1).astype(np.int64)


def _outages(rng: np.random.Generator, site: Site, values: np.ndarray, *, count: int) -> None:
    """Hours without data among the first `count`: outages of the whole monitor, and single instruments in calibration."""
    rate = {"national": 9, "provincial": 12, "city": 16, "township": 24, "micro": 40}[site.level]
    for start in rng.integers(0, count, rate * 2):
        values[start : min(count, start + int(rng.gamma(1.4, 3.5)) + 1)] = -1
    for column in range(6):
        for start in rng.integers(0, count, rate * 5):
            values[start : start + int(rng.integers(1, 4)), column] = -1


def measure(
    seed: int, span: Span, *, county: County, sites: tuple[Site, ...], weather: Weather, emitters: Emitters, deeds: tuple[Misdeed, ...]
) -> Readings:
    """Every monitor's every hour up to the horizon; what is not known yet is cut when it is written."""
    rng = stream(seed, "air")
    away, sparks = regional(seed, span, weather), fireworks(span)
    receptors = np.array([(site.x_m, site.y_m) for site in sites])
    table = plume.state_table(
        emitters.places_m, emitters.stack_m, emitters.rates_gs, emitters.groups, receptors, group_count=len(emitters.activity)
    )
    airs = [plume.states(weather.wind_from_deg[m], weather.wind_ms[m], weather.is_stable, weather.mixing_m) for m in range(3)]
    found, pulses = [], []
    for r, site in enumerate(sites):
        met = nearest_met(county, site)
        steady = plume.carried(table, airs[met], emitters.activity, r)
        pm, so2, nox, co = (steady[:, POLLUTANTS.index(name)] for name in POLLUTANTS)
        local = np.column_stack([0.65 * pm, pm, so2, nox, co])
        for d, deed in enumerate(deeds):
            added = _pulse(deed, site, met, weather)
            local[deed.hours, :4] += added
            strong = added.max(axis=1) >= 1
            pulses.append(np.column_stack([np.full(strong.sum(), d), np.full(strong.sum(), r), deed.hours[strong], added[strong]]))
        values = _instrument(rng, site, _mixed(away, local, sparks * rng.uniform(0.6, 1.3), weather))
        # The last day is whole everywhere: one station is late by design, and no other by chance.
        _outages(rng, site, values, count=span.known - 24)
        found.append(values)
    return Readings(values=np.stack(found), pulses=np.concatenate(pulses))
