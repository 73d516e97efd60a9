import datetime as dt

import numpy as np
import pytest
import shapely

from pipelines.demo.county import lay_out, project, unproject
from pipelines.demo.holidays import day_kinds, new_years_eves
from pipelines.demo.world import World
from pipelines.demo.write_office import ring_deg


@pytest.mark.parametrize("seed", [1, 2, 20261208])
def test_townships_cover_the_county_without_overlap(seed: int) -> None:
    county = lay_out(seed)
    polygons = [ring_deg(town.polygon) for town in county.townships]
    assert len(polygons) == 18
    assert all(polygon.is_valid for polygon in polygons)
    whole = shapely.union_all(polygons)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert sum(polygon.area for polygon in polygons) == pytest.approx(whole.area, rel=1e-9)


def test_every_source_lies_in_the_township_of_its_address(world: World) -> None:
    for firm in world.firms:
        town = world.county.townships[firm.township]
        assert town.name in firm.address
        assert town.polygon.contains(shapely.Point(firm.x_m, firm.y_m))


def test_projection_goes_there_and_back(world: World) -> None:
    x_m, y_m = np.array([f.x_m for f in world.firms]), np.array([f.y_m for f in world.firms])
    back = project(*unproject(x_m, y_m))
    assert np.hypot(back[0] - x_m, back[1] - y_m).max() < 0.12  # six decimals of a degree


def test_the_calendar_is_that_of_the_state_councils_notices() -> None:
    days = {day.day_on: day for day in day_kinds(dt.date(2025, 1, 1), dt.date(2026, 12, 31))}
    assert [str(d) for d, day in days.items() if day.is_workday and d.weekday() >= 5 and d.year == 2025] == [
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
    ]
    # 28 days off in 2025 by the notice: 1 + 8 + 3 + 5 + 3 + 8.
    assert sum(bool(day.holiday) for d, day in days.items() if d.year == 2025) == 28
    # 33 in 2026: 3 + 9 + 3 + 5 + 3 + 3 + 7.
    assert sum(bool(day.holiday) for d, day in days.items() if d.year == 2026) == 33
    assert [str(day) for day in new_years_eves()] == ["2025-01-28", "2026-02-16"]
    assert not days[dt.date(2026, 2, 16)].is_workday
