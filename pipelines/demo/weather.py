"""Let two years of weather pass: much calm, a prevailing wind, inversions, rain, dust storms."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from pipelines.demo.chance import stream
from pipelines.demo.episodes import ramp
from pipelines.demo.span import Span


@dataclass(frozen=True, kw_only=True)
class MetStation:
    """One met station and how its wind differs from the county's."""

    met_id: str
    name: str
    dx_m: float
    dy_m: float
    turn_deg: float
    speed: float


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What the met stations would have seen without a fault; arrays are station × hour, or hour for the county."""

    wind_from_deg: np.ndarray
    wind_ms: np.ndarray
    temp_c: np.ndarray
    humidity_pct: np.ndarray
    rain_mm: np.ndarray
    pressure_hpa: np.ndarray
    mixing_m: np.ndarray
    is_stable: np.ndarray
    sun: np.ndarray
    stagnation: np.ndarray


def met_stations() -> tuple[MetStation, ...]:
    """Three stations: the county's own, one in the north-east, one in the south-west."""
    return (
        MetStation(met_id="M5901", name="岚汀国家基本气象站", dx_m=-2600, dy_m=2400, turn_deg=0, speed=1.0),
        MetStation(met_id="M5902", name="开发区区域气象站", dx_m=6200, dy_m=6100, turn_deg=9, speed=1.1),
        MetStation(met_id="M5903", name="霁桥区域气象站", dx_m=-7400, dy_m=-6500, turn_deg=-12, speed=0.94),
    )


def fading(values: np.ndarray, keep: float) -> np.ndarray:
    """The running sum of a series of which a share `keep` is left after each hour."""
    return np.fromiter(accumulate(values.tolist(), lambda past, now: past * keep + now), np.float64, len(values))


def drifting(rng: np.random.Generator, count: int, memory_h: float) -> np.ndarray:
    """A first-order autoregressive series of unit variance that forgets within `memory_h` hours."""
    keep = float(np.exp(-1 / memory_h))
    noise = rng.standard_normal(count) * np.sqrt(1 - keep * keep)
    noise[0] = rng.standard_normal()
    return fading(noise, keep)


def sunshine(span: Span) -> np.ndarray:
    """Height of the sun, 0 at night and below 1 at a summer noon, for latitude 38.6° north."""
    turn = 2 * np.pi * (span.year_share - 172 / 365.25)
    tilt = np.radians(23.45) * np.cos(turn)
    angle = np.radians(15.0) * (span.clock + 0.5 - 12.8)
    lat = np.radians(38.6)
    return np.asarray(np.clip(np.sin(lat) * np.sin(tilt) + np.cos(lat) * np.cos(tilt) * np.cos(angle), 0, None))


def _wind(rng: np.random.Generator, span: Span, stagnation: np.ndarray, sun: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eastward and northward wind of the county; it blows mostly from the north-east, in summer also from the south-west."""
    count = len(sun)
    summer = 0.5 - 0.5 * np.cos(2 * np.pi * (span.year_share - 0.05))
    push = 0.95 - 0.75 * summer + 0.35 * np.sin(2 * np.pi * (span.clock - 4) / 24)
    u = -0.75 * push + 1.0 * drifting(rng, count, 26)
    v = -0.66 * push + 1.0 * drifting(rng, count, 26)
    gust = np.exp(0.35 * drifting(rng, count, 5)) * (0.80 + 0.85 * sun)
    gust = gust * (1 - 0.52 * np.clip(stagnation, 0, 1.2))
    dust = ramp(span, "dust", edge_h=5)
    return u * gust * (1 - dust) + 5.6 * dust, v * gust * (1 - dust) - 4.2 * dust


def _rain(rng: np.random.Generator, span: Span, stagnation: np.ndarray) -> np.ndarray:
    wet = drifting(rng, len(stagnation), 9) + 0.45 * np.sin(2 * np.pi * (span.year_share - 0.28)) - 2.2 * (stagnation > 0.1)
    wet = wet - 3 * (ramp(span, "dust", edge_h=5) > 0) - 3 * (ramp(span, "ozone", edge_h=6) > 0)
    amount = np.clip(wet - 1.55, 0, None) ** 1.4 * rng.gamma(1.6, 1.9, len(wet))
    return np.asarray(np.round(amount, 1))


def _heat(rng: np.random.Generator, span: Span, sun: np.ndarray, ozone: np.ndarray) -> np.ndarray:
    season = 15.5 - 11.5 * np.cos(2 * np.pi * (span.year_share - 0.055))
    daily = 3.9 * np.sin(2 * np.pi * (span.clock - 9) / 24)
    return season + daily + 2.6 * drifting(rng, len(sun), 60) + 3.5 * ozone


def pass_weather(seed: int, span: Span) -> Weather:
    """The weather of this seed, to the forecasters' horizon."""
    rng = stream(seed, "weather")
    sun, stagnation = sunshine(span), ramp(span, "stagnation", edge_h=16)
    u, v = _wind(rng, span, stagnation, sun)
    sites, count = met_stations(), len(sun)
    speed, turn = np.hypot(u, v), np.degrees(np.arctan2(-u, -v))
    speeds = np.stack([np.clip(speed * s.speed * np.exp(0.13 * drifting(rng, count, 3)), 0, 18) for s in sites])
    turns = np.stack([(turn + s.turn_deg + (5 + 22 / (1 + 2 * speed)) * drifting(rng, count, 3)) % 360 for s in sites])
    rain, temp = _rain(rng, span, stagnation), _heat(rng, span, sun, ramp(span, "ozone", edge_h=10))
    season_mixing = 0.75 + 0.25 * np.sin(2 * np.pi * (span.year_share - 0.22))
    mixing = (190 + 1250 * np.convolve(sun, np.ones(4) / 4)[:count] + 60 * speed) * season_mixing
    mixing = np.clip(mixing * (1 - 0.5 * np.clip(stagnation, 0, 1.2)), 110, None)
    humidity = np.clip(66 + 14 * drifting(rng, count, 40) - 1.5 * (temp - 15) * sun - 16 * sun + 18 * (rain > 0), 12, 99)
    humidity = np.where(ramp(span, "dust", edge_h=5) > 0.3, 22, humidity)
    pressure = 958 - 6 * np.sin(2 * np.pi * (span.year_share - 0.3)) + 4 * drifting(rng, count, 70)
    offsets = np.array([0.0, 0.4, -0.3])[:, None]
    return Weather(
        wind_from_deg=turns,
        wind_ms=speeds,
        temp_c=temp + offsets,
        humidity_pct=np.clip(humidity - 3 * offsets, 5, 100),
        rain_mm=np.stack([rain, np.round(rain * 0.9, 1), np.round(rain * 1.1, 1)]),
        pressure_hpa=pressure + 3 * offsets,
        mixing_m=mixing,
        is_stable=(sun < 0.05) & (speed < 3),
        sun=sun,
        stagnation=stagnation,
    )
