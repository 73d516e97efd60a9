import numpy as np
import pytest

from pipelines.demo import plume

ROUND = np.radians(np.arange(360))


def _circle(wind_from_deg: float, *, wind_ms: float = 2.0, is_stable: bool = False, reach_m: float = 2000.0) -> np.ndarray:
    east, north = reach_m * np.sin(ROUND), reach_m * np.cos(ROUND)
    return plume.kernel(
        east, north, np.full(360, 15.0), wind_from_deg=np.array(wind_from_deg), wind_ms=np.array(wind_ms), is_stable=is_stable
    )


@pytest.mark.parametrize("wind_from_deg", [0, 45, 90, 200, 315])
def test_the_plume_peaks_where_the_wind_blows_to(wind_from_deg: int) -> None:
    assert int(_circle(wind_from_deg).argmax()) == (wind_from_deg + 180) % 360


@pytest.mark.parametrize("wind_from_deg", [0, 77, 263])
def test_nothing_travels_against_the_wind(wind_from_deg: int) -> None:
    value = _circle(wind_from_deg)
    against = np.cos(ROUND - np.radians(wind_from_deg)) > 0
    assert value[against].max() == 0


def test_the_crosswind_integral_conserves_the_mass_of_a_ground_source() -> None:
    """Flux through a plane = emission: ∫ C u dy dz with the Gaussian vertical profile, image source included, is Q."""
    along, width = 3000.0, np.arange(-4000.0, 4000.0, 5.0)
    value = plume.kernel(
        np.full(width.shape, along), width, np.zeros(width.shape), wind_from_deg=np.array(270.0), wind_ms=np.array(2.0), is_stable=False
    )
    sigma_z = np.hypot(0.06 * along / np.sqrt(1 + 0.0015 * along), 12.0)
    flux_gs = (value * 5.0).sum() * 2.0 * sigma_z * np.sqrt(np.pi / 2) / 1e6
    assert flux_gs == pytest.approx(1.0, rel=0.01)


def test_a_stable_night_keeps_a_ground_plume_narrower_and_denser() -> None:
    day, night = (
        plume.kernel(
            np.array([1500.0]), np.array([0.0]), np.array([0.0]), wind_from_deg=np.array(270.0), wind_ms=np.array(1.5), is_stable=flag
        )[0]
        for flag in (False, True)
    )
    assert night > day


def test_a_calm_has_no_direction() -> None:
    value = plume.calm_kernel(1000 * np.sin(ROUND), 1000 * np.cos(ROUND), np.zeros(360))
    assert np.ptp(value) == pytest.approx(0, abs=1e-9 * value.max())


def test_the_state_table_agrees_with_the_plume_hour_by_hour() -> None:
    """On a state's own wind the table is the kernel: sums over sources of a group, no other approximation."""
    rng = np.random.default_rng(4)
    sources, stack, rates = rng.uniform(-3000, 3000, (40, 2)), rng.uniform(5, 40, 40), rng.uniform(0, 2, (40, 2))
    groups, receptor = rng.integers(0, 3, 40), np.array([[500.0, -700.0]])
    table = plume.state_table(sources, stack, rates, groups, receptor, group_count=3)
    sector, speed, group = 17, 2, 1
    own = groups == group
    one_by_one = plume.kernel(
        500.0 - sources[own, 0],
        -700.0 - sources[own, 1],
        stack[own],
        wind_from_deg=np.array(sector * 360 / plume.SECTORS),
        wind_ms=np.array(plume.SPEEDS_MS[speed]),
        is_stable=True,
    )
    assert table[1, speed, sector, group, 0] == pytest.approx(one_by_one @ rates[own], rel=1e-3, abs=1e-6)
