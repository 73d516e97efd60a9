"""Bring the demo city into being: everything that is true, before any list gets it wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipelines.demo import acts, air, complaints, county, devices, emitters, firms, listing, misdeeds, office, sites, span, weather


@dataclass(frozen=True, kw_only=True)
class World:
    """The truth about the demo city."""

    seed: int
    span: span.Span
    county: county.County
    firms: tuple[firms.Firm, ...]
    sites: tuple[sites.Site, ...]
    weather: weather.Weather
    emitters: emitters.Emitters
    deeds: tuple[misdeeds.Misdeed, ...]
    readings: air.Readings
    complaints: tuple[complaints.Complaint, ...]
    listings: tuple[listing.Listing, ...]
    visits: list[acts.Visit]
    cases: list[acts.Case]
    devices: devices.Devices
    officers: list[office.Officer]

    def met_places(self) -> list[tuple[float, float]]:
        """Longitude and latitude of every met station."""
        x, y = self.county.centre
        stations = weather.met_stations()
        lon, lat = county.unproject(np.array([x + met.dx_m for met in stations]), np.array([y + met.dy_m for met in stations]))
        return [(float(a), float(b)) for a, b in zip(lon, lat, strict=True)]


def create(seed: int, tell: Callable[[str], None]) -> World:
    """The world of this seed; `tell` hears what is being made."""
    tell("地图与企业")
    when, land = span.demo_span(), county.lay_out(seed)
    works = firms.found_firms(seed, land)
    tell("两年天气")
    sky, monitors = weather.pass_weather(seed, when), sites.set_up(seed, land)
    sources, deeds = emitters.steady(when, land, works), misdeeds.plant(seed, when, land, works)
    tell("扩散与监测")
    measured = air.measure(seed, when, county=land, sites=monitors, weather=sky, emitters=sources, deeds=deeds)
    tell("信访、检查与设备")
    heard = complaints.hear(seed, when, county=land, weather=sky, firms=works, deeds=deeds)
    barred = frozenset(deed.enterprise_id for deed in deeds)
    listed = listing.list_firms(seed, works, barred=barred)
    checked = acts.visits(seed, when, firms=works, listings=listed, complaints=heard, officer_count=office.OFFICERS, unseen=barred)
    return World(
        seed=seed,
        span=when,
        county=land,
        firms=works,
        sites=monitors,
        weather=sky,
        emitters=sources,
        deeds=deeds,
        readings=measured,
        complaints=heard,
        listings=listed,
        visits=checked,
        cases=acts.cases(seed, when, checked),
        devices=devices.run_devices(seed, when, firms=works, deeds=deeds),
        officers=office.officers(seed, [firm.enterprise_id for firm in works[:400]]),
    )
