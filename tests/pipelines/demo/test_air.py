import datetime as dt

import numpy as np
import pytest

from pipelines.demo.air import MEASURED
from pipelines.demo.published import daily, ranks
from pipelines.demo.weather import met_stations
from pipelines.demo.world import World


def _values(world: World, station_ids: list[str]) -> np.ndarray:
    places = [i for i, site in enumerate(world.sites) if site.station_id in station_ids]
    values = world.readings.values[places, : world.span.known].astype(float)
    values[values < 0] = np.nan
    return values


def _level(world: World, *levels: str) -> list[str]:
    return [site.station_id for site in world.sites if site.level in levels]


def _day(world: World, day: str) -> np.ndarray:
    return world.span.days[: world.span.known] == np.datetime64(day)


def test_forty_stations_of_five_levels(world: World) -> None:
    counts = {level: len(_level(world, level)) for level in ("national", "provincial", "city", "township", "micro")}
    assert counts == {"national": 2, "provincial": 2, "city": 3, "township": 18, "micro": 15}


def test_more_than_thirty_percent_of_the_hours_are_calm_at_every_met_station(world: World) -> None:
    wind = np.round(world.weather.wind_ms[:, : world.span.known], 1)
    assert len(wind) == len(met_stations()) == 3
    assert ((wind < 1).mean(axis=1) > 0.30).all()
    assert ((wind < 1).mean(axis=1) < 0.50).all()


def test_the_wind_prevails_from_the_north_east(world: World) -> None:
    turn, speed = world.weather.wind_from_deg[0], world.weather.wind_ms[0]
    share = np.histogram(turn[speed >= 1], bins=np.arange(0, 361, 45))[0]
    assert int(share.argmax()) in (0, 1)  # 0–90 degrees


def test_it_opens_in_a_winter_episode_with_clean_days_before_it(world: World) -> None:
    days, found = daily(world.span, world.readings)
    pm25 = dict(zip(days.astype(str), found[:, MEASURED.index("pm25")], strict=True))
    # AQI above 150 for two days, above 200 on none: the yellow alert is due and the orange one not yet.
    assert all(115 < pm25[f"2026-12-0{d}"] < 150 for d in (6, 7))
    assert max(pm25[f"2026-12-0{d}"] for d in (1, 2, 3, 4)) < 75


def test_april_dust_is_coarse(world: World) -> None:
    both = _values(world, _level(world, "national"))
    for day in ("2025-04-12", "2026-04-17"):
        mean = np.nanmean(both[:, _day(world, day)], axis=(0, 1))
        assert mean[1] > 300
        assert mean[0] / mean[1] < 0.35


def test_june_ozone_peaks_in_the_afternoon(world: World) -> None:
    both, clock = _values(world, _level(world, "national")), world.span.clock[: world.span.known]
    inside = (world.span.days[: world.span.known] >= np.datetime64("2026-06-12")) & (
        world.span.days[: world.span.known] < np.datetime64("2026-06-19")
    )
    shape = [np.nanmean(both[:, inside & (clock == hour), 4]) for hour in range(24)]
    assert 12 <= int(np.argmax(shape)) <= 16
    assert max(shape) > 180


def test_fireworks_are_seen_after_midnight_of_new_years_eve(world: World) -> None:
    towns = _values(world, _level(world, "national", "city"))
    for eve in (dt.datetime(2025, 1, 29, 2), dt.datetime(2026, 2, 17, 2)):
        i = world.span.index(eve)
        assert np.nanmean(towns[:, i, 0]) > 1.8 * np.nanmean(towns[:, i - 8, 0])


def test_evenings_are_worse_in_a_restaurant_street_than_in_a_park(world: World) -> None:
    clock = world.span.clock[: world.span.known]
    street = _values(world, [site.station_id for site in world.sites if site.name == "望岚路美食街微站"])[0, :, 0]
    park = _values(world, [site.station_id for site in world.sites if site.name.startswith("岚汀经济开发区") and site.level == "micro"])[
        :, :, 0
    ]
    dinner, before = (clock >= 18) & (clock < 22), (clock >= 14) & (clock < 17)
    rise = np.nanmean(street[dinner]) - np.nanmean(street[before])
    assert rise > np.nanmean(park[:, dinner]) - np.nanmean(park[:, before]) + 10


def test_winter_is_worse_than_summer_for_particles_and_better_for_ozone(world: World) -> None:
    both = _values(world, _level(world, "national"))
    month = world.span.days[: world.span.known].astype("datetime64[M]").astype(int) % 12 + 1
    winter, summer = (np.nanmean(both[:, np.isin(month, part)], axis=(0, 1)) for part in ((12, 1, 2), (6, 7, 8)))
    assert winter[0] > 2 * summer[0]
    assert summer[4] > 2 * winter[4]


def test_the_year_is_that_of_a_middling_county(world: World) -> None:
    days, found = daily(world.span, world.readings)
    mean = found[days.astype("datetime64[Y]") == np.datetime64("2025")].mean(axis=0)
    assert 30 <= mean[0] <= 42  # the calibration block has 36
    assert 50 <= mean[1] <= 75


def test_the_county_stands_14th_10th_and_9th_among_22_in_2025(world: World) -> None:
    rows = [row for row in ranks(world.seed, world.span, world.readings) if row[2] == "2025"]
    assert len(rows) == 66
    assert {row[1]: row[4] for row in rows if row[0] == "岚汀县"} == {"PM2.5": "9", "优良天数": "10", "综合指数": "14"}
    assert len({row[0] for row in rows}) == 22


def test_a_misdeed_is_only_felt_downwind_or_in_a_calm(world: World) -> None:
    """An independent look: bearing from firm to monitor against the wind of the hour, from the truth's own rows."""
    firms = {firm.enterprise_id: firm for firm in world.firms}
    x, y = world.county.centre
    checked = 0
    for deed, place, hour, *added in world.readings.pulses:
        firm, site = firms[world.deeds[int(deed)].enterprise_id], world.sites[int(place)]
        met = min(range(3), key=lambda m: np.hypot(site.x_m - x - met_stations()[m].dx_m, site.y_m - y - met_stations()[m].dy_m))
        if world.weather.wind_ms[met, int(hour)] < 1 or np.hypot(site.x_m - firm.x_m, site.y_m - firm.y_m) < 400:
            continue
        bearing = np.degrees(np.arctan2(site.x_m - firm.x_m, site.y_m - firm.y_m))
        turn = (bearing - world.weather.wind_from_deg[met, int(hour)] - 180 + 180) % 360 - 180
        assert abs(turn) < 45
        assert max(added) >= 1
        checked += 1
    assert checked > 1000


def test_night_emitters_lift_the_monitors_downwind_of_them(world: World) -> None:
    """Seen in the readings themselves: PM2.5 above the county's median when the plume arrives, at the level before when not."""
    deed = world.deeds[0]
    assert deed.kind == "night_emitter"
    values = world.readings.values[:, :, 0].astype(float)
    values[values < 0] = np.nan
    excess = values - np.nanmedian(values, axis=0)
    hit = {(int(r), int(i)) for d, r, i, pm25, *_ in world.readings.pulses if d == 0 and pm25 > 60}
    lifted = np.nanmean([excess[r, i] for r, i in hit])
    quiet = np.nanmean([excess[r, i] for r in {r for r, _ in hit} for i in deed.hours if (r, int(i)) not in hit])
    assert len(hit) > 30
    assert lifted > quiet + 50


def test_the_last_night_has_a_pulse(world: World) -> None:
    last = {int(i) for deed in world.deeds if deed.kind == "night_emitter" for i in deed.hours}
    assert world.span.index(dt.datetime(2026, 12, 8, 2)) in last


@pytest.mark.parametrize("kind", ["night_emitter", "treatment_off", "open_dust", "fume_unfiltered", "flat_cems", "stop_order_broken"])
def test_each_kind_of_misdeed_occurs(world: World, kind: str) -> None:
    assert any(deed.kind == kind for deed in world.deeds)
