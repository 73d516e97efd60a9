"""Plant the sources that misbehave, and remember exactly when: this is what tests compare the product with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipelines.demo.chance import shares, stream
from pipelines.demo.county import County
from pipelines.demo.firms import Firm
from pipelines.demo.span import Span

ALERT_STARTS_AT = dt.datetime(2026, 12, 6, 12)


@dataclass(frozen=True, kw_only=True)
class Misdeed:
    """One source that does what it must not, in the given hours (places in the span), at the given extra rates in grams a second."""

    kind: str
    enterprise_id: str
    x_m: float
    y_m: float
    stack_m: float
    hours: np.ndarray
    rates_gs: dict[str, float]


def _nights(span: Span, rng: np.random.Generator, first: dt.date, nights: int, count: int) -> np.ndarray:
    """The hours 23:00–04:00 of `count` nights out of `nights`, the last of them the night before the opening."""
    chosen = {int(i) for i in shares(rng, nights - 1, count - 1)} | {nights - 1}
    hours = [
        span.index(dt.datetime.combine(first, dt.time()) + dt.timedelta(days=night, hours=24 + step))
        for night in sorted(chosen)
        for step in range(5)
    ]
    return np.array(hours)


def _days(span: Span, first: dt.date, days: int, begin: int, end: int) -> np.ndarray:
    start = span.index(dt.datetime.combine(first, dt.time()) + dt.timedelta(hours=1))
    hours = np.arange(start, min(start + 24 * days, span.known))
    return hours[(span.clock[hours] >= begin) & (span.clock[hours] < end)]


def _upwind_most(firms: tuple[Firm, ...], test: Callable[[Firm], bool], x_m: float, y_m: float, skip: int = 0) -> Firm:
    able = [firm for firm in firms if test(firm) and firm.status != "停产"]
    return sorted(able, key=lambda firm: (np.hypot(firm.x_m - x_m, firm.y_m - y_m), firm.enterprise_id))[skip]


def _is_trade(*codes: str) -> Callable[[Firm], bool]:
    return lambda firm: firm.trade is not None and firm.trade.code in codes


def _deed(kind: str, firm: Firm, hours: np.ndarray, **rates_gs: float) -> Misdeed:
    stack_m = 6.0 if firm.trade is None else min(firm.trade.stack_m, 18.0)
    return Misdeed(kind=kind, enterprise_id=firm.enterprise_id, x_m=firm.x_m, y_m=firm.y_m, stack_m=stack_m, hours=hours, rates_gs=rates_gs)


def stop_order_breakers(firms: tuple[Firm, ...]) -> list[Firm]:
    """Five metered firms of low grade that go on working although the yellow alert stops them."""
    able = [f for f in firms if f.has_power_meter and f.grade == "D" and f.status != "停产" and f.shifts != "round"]
    return able[2::5][:5]


def plant(seed: int, span: Span, county: County, firms: tuple[Firm, ...]) -> tuple[Misdeed, ...]:
    """Every misdeed of the two years."""
    rng, opened = stream(seed, "misdeeds"), span.open_on
    park, second = county.parks[0], county.parks[1]
    foundry = _upwind_most(firms, _is_trade("3391"), park.x_m, park.y_m)
    kiln = _upwind_most(firms, _is_trade("3031"), second.x_m - 1500, second.y_m - 1500)
    painter = _upwind_most(
        firms, lambda f: _is_trade("2110", "3360", "2319", "2641")(f) and f.has_cems and f.so2_t + f.nox_t <= 0.4, park.x_m, park.y_m
    )
    mixer = _upwind_most(firms, _is_trade("3021"), county.townships[3].x_m, county.townships[3].y_m)
    grill = _upwind_most(firms, lambda f: f.source_type == "catering" and "烧烤" in f.name, *county.streets[1].line.coords[0])
    flat = _upwind_most(firms, lambda f: f.has_cems and f.enterprise_id not in {painter.enterprise_id}, second.x_m, second.y_m, 2)
    first = opened - dt.timedelta(days=85)
    deeds = [
        _deed("night_emitter", foundry, _nights(span, rng, first, 85, 38), pm=16.0, so2=6.0),
        _deed("night_emitter", kiln, _nights(span, rng, first, 85, 30), so2=22.0, pm=5.0),
        _deed("treatment_off", painter, _days(span, opened - dt.timedelta(days=24), 24, 9, 17), pm=3.0, voc=9.0),
        _deed("open_dust", mixer, _days(span, opened - dt.timedelta(days=60), 45, 8, 18), coarse=26.0),
        _deed("fume_unfiltered", grill, _days(span, opened - dt.timedelta(days=40), 40, 18, 23), pm=0.9, voc=0.8),
        _deed("flat_cems", flat, _days(span, opened - dt.timedelta(days=9), 3, 0, 24)),
    ]
    alert = np.arange(span.index(ALERT_STARTS_AT) + 1, span.known)
    evenings = alert[(span.clock[alert] >= 19) | (span.clock[alert] < 5)]
    taken = {deed.enterprise_id for deed in deeds}
    deeds += [_deed("stop_order_broken", f, evenings, pm=1.5, nox=2.0) for f in stop_order_breakers(firms) if f.enterprise_id not in taken]
    return tuple(deeds)
