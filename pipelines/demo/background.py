"""Make the air that comes from elsewhere: seasons, slow swings, stagnation, dust, ozone, rain."""

from __future__ import annotations

import numpy as np

from pipelines.demo.chance import stream
from pipelines.demo.episodes import ramp
from pipelines.demo.span import Span
from pipelines.demo.weather import Weather, drifting, fading


def _washed(rain_mm: np.ndarray) -> np.ndarray:
    """What rain of the last hours leaves of the particles."""
    recent = 0.35 * fading(np.minimum(rain_mm, 6), 0.9)
    return np.asarray(np.exp(-0.22 * recent))


def regional(seed: int, span: Span, weather: Weather) -> dict[str, np.ndarray]:
    """Hourly regional concentrations: pm25, coarse, so2, no2, ox (O3 + NO2) in µg/m³; co in µg/m³."""
    rng = stream(seed, "background")
    count = len(span.ends_at)
    winter = 0.5 + 0.5 * np.cos(2 * np.pi * (span.year_share - 0.02))
    washed = _washed(weather.rain_mm[0])
    lid = (420 / (weather.mixing_m + 180)) ** 0.3
    swing = np.exp(0.5 * drifting(rng, count, 70) + 0.10 * drifting(rng, count, 5))
    still = 0.08 * fading(weather.stagnation, 0.92)
    pm25 = (16.5 + 19.0 * winter) * lid * washed * np.minimum(swing, 2.7) + 100 * still * (0.85 + 0.15 * lid) * np.clip(swing, 0.85, 1.3)
    dust = ramp(span, "dust", edge_h=5)
    dry = np.clip(1.25 - weather.humidity_pct[0] / 90, 0.15, 1) * washed
    coarse = (17 + 9 * (1 - winter)) * dry * np.exp(0.3 * drifting(rng, count, 24)) * (1 + 0.12 * weather.wind_ms[0])
    pm25 = pm25 * (1 - 0.4 * dust) + 60 * dust
    heat = np.clip((weather.temp_c[0] - 8) / 20, 0, 1.6)
    noon = 0.3 * fading(weather.sun, 0.7)
    burn = ramp(span, "ozone", edge_h=14)
    bright = np.exp(0.27 * drifting(rng, count, 60))
    ox = 42 + 12 * (1 - winter) + (124 * heat * noon * bright + 78 * burn * noon) * (1 - 0.4 * (weather.rain_mm[0] > 0))
    return {
        "pm25": pm25,
        "coarse": coarse * (1 - dust) + 520 * dust,
        "so2": (4 + 3.5 * winter) * lid * np.exp(0.25 * drifting(rng, count, 30)),
        "no2": (9 + 9 * winter) * lid * np.exp(0.25 * drifting(rng, count, 30)) * (1 + 0.35 * still),
        "ox": ox,
        "co": (330 + 210 * winter) * lid * np.exp(0.18 * drifting(rng, count, 40)) * (1 + 0.9 * still),
    }


def fireworks(span: Span) -> np.ndarray:
    """How much is in the air from fireworks in each hour; it peaks soon after midnight and drains by morning."""
    lit = ramp(span, "fireworks", edge_h=1)
    burst = np.where(lit > 0, np.exp(-(((span.clock + 12) % 24 - 12.5) ** 2) / 2.5) + 0.15, 0.0)
    return fading(burst, 0.72)
