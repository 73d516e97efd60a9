import datetime as dt
from collections import Counter, defaultdict

import numpy as np
import pytest

from pipelines.demo.devices import may_run
from pipelines.demo.listing import is_listed
from pipelines.demo.misdeeds import ALERT_STARTS_AT
from pipelines.demo.office import departments, officers, organisations
from pipelines.demo.world import World


def _checks(world: World) -> list:
    return [visit for visit in world.visits if visit.mode != "assistance"]


def test_359_complaints_of_which_16_repeat_an_earlier_one(world: World) -> None:
    groups = Counter(c.group for c in world.complaints if c.group)
    assert len(world.complaints) == 359
    assert sum(groups.values()) - len(groups) == 16
    assert all(count >= 3 for count in groups.values())


def test_repeats_are_one_matter_and_nothing_else_looks_like_one(world: World) -> None:
    """The rule of the bureau: three reports of one kind from two people within 30 days and 500 m."""
    heard = world.complaints
    for c in heard:
        near = [
            other
            for other in heard
            if other.category == c.category
            and abs((other.received_at - c.received_at).total_seconds()) <= 30 * 86_400
            and np.hypot(other.x_m - c.x_m, other.y_m - c.y_m) <= 500
        ]
        if c.group:
            assert {other.group for other in near} == {c.group}
            assert len(near) >= 3
            assert len({other.reporter for other in near}) >= 2
        else:
            assert near == [c]


def test_complaints_read_differently(world: World) -> None:
    assert len({c.content for c in world.complaints}) >= 250
    assert all(20 <= len(c.content) <= 220 for c in world.complaints)


def test_some_complaints_hold_a_telephone_number(world: World) -> None:
    assert 5 <= sum("联系电话154" in c.content for c in world.complaints) <= 40


def test_most_complaints_about_a_firm_come_from_downwind_of_it(world: World) -> None:
    firms = {firm.enterprise_id: firm for firm in world.firms}
    turns = []
    for c in world.complaints:
        if c.cause and not c.group:
            i = world.span.index(c.received_at.replace(minute=0))
            if world.weather.wind_ms[0, i] >= 1:
                bearing = np.degrees(np.arctan2(c.x_m - firms[c.cause].x_m, c.y_m - firms[c.cause].y_m))
                turns.append(abs((bearing - world.weather.wind_from_deg[0, i]) % 360 - 180))
    assert len(turns) > 80
    assert np.median(turns) < 30


def test_rates_are_those_of_the_calibration_block(world: World) -> None:
    checks = _checks(world)
    assert 0.07 <= sum(v.problems for v in checks) / len(checks) <= 0.09
    assert 2.0 <= np.mean([len(v.officers) for v in checks]) <= 3.0
    assert sum(v.mode == "off_site" for v in checks) / len(checks) == pytest.approx(0.40, abs=0.005)
    fines = [case.fine_cny for case in world.cases if case.fine_cny]
    assert 50_000 <= np.mean(fines) <= 80_000
    assert max(fines) > 10 * np.median(fines)


@pytest.mark.parametrize(
    ("channel", "share", "of"), [("双随机", 0.196, None), ("专项行动", 0.0184, None), ("用电监控", 0.0262, None), ("信访投诉", 0.0724, 359)]
)
def test_each_channel_yields_what_the_articles_report(world: World, channel: str, share: float, of: int | None) -> None:
    mine = [v for v in world.visits if v.channel == channel]
    assert sum(v.is_case for v in mine) / (of or len(mine)) == pytest.approx(share, abs=0.002)


def test_a_case_follows_the_last_check_of_its_firm(world: World) -> None:
    by_firm = defaultdict(list)
    for i, visit in enumerate(world.visits):
        by_firm[visit.enterprise_id].append((visit.visited_at.date(), i))
    for case in world.cases:
        visit = world.visits[case.visit]
        assert visit.enterprise_id == case.enterprise_id
        assert visit.visited_at.date() <= case.opened_on
        between = [i for on, i in by_firm[case.enterprise_id] if visit.visited_at.date() < on <= case.opened_on]
        assert not between or all(world.visits[i].mode == "assistance" for i in between)


def test_the_positive_list_has_four_batches_and_holds_19_percent_of_industry(world: World) -> None:
    today = world.span.open_on
    standing = {row.enterprise_id for row in world.listings if is_listed(world.listings, row.enterprise_id, today)}
    assert len({row.batch for row in world.listings}) == 4
    assert len(standing) / 1653 == pytest.approx(0.19, abs=0.001)
    assert not standing & {deed.enterprise_id for deed in world.deeds}


def test_site_checks_keep_to_two_a_year_and_leave_listed_firms_alone(world: World) -> None:
    used: Counter[tuple[str, int]] = Counter()
    for visit in world.visits:
        if visit.mode == "on_site" and visit.kind != "个案":
            used[visit.enterprise_id, visit.visited_at.year] += 1
            assert not is_listed(world.listings, visit.enterprise_id, visit.visited_at.date())
    assert max(used.values()) <= 2


def test_nobody_has_visited_the_misbehaving_firms_of_late(world: World) -> None:
    since = world.span.opens_at - dt.timedelta(days=60)
    assert not {v.enterprise_id for v in world.visits if v.visited_at > since} & {deed.enterprise_id for deed in world.deeds}


def test_nothing_happens_after_the_opening(world: World) -> None:
    opens_at = world.span.opens_at
    assert all(c.received_at < opens_at for c in world.complaints)
    assert all(v.visited_at < opens_at for v in world.visits)
    assert all(case.opened_on <= opens_at.date() for case in world.cases)


def test_whoever_must_stop_in_the_alert_stops_but_for_five(world: World) -> None:
    d, firms = world.devices, {firm.enterprise_id: firm for firm in world.firms}
    after = world.span.index(ALERT_STARTS_AT + dt.timedelta(hours=2)) - d.power_first
    running = set()
    for meter, kw in zip(d.meters, d.power_kw, strict=True):
        if meter.side == "production" and may_run(firms[meter.enterprise_id]) == 0 and np.nanmax(kw[after:]) > 0.2 * meter.rated_kw:
            running.add(meter.enterprise_id)
    broken = {deed.enterprise_id for deed in world.deeds if deed.kind == "stop_order_broken"}
    assert len(broken) == 5
    assert broken <= running
    # Stuck counters and the other misdeeds may look the same.
    assert len(running - broken) <= 3


def test_treatment_is_off_exactly_when_the_truth_says_so(world: World) -> None:
    d = world.devices
    deed = next(deed for deed in world.deeds if deed.kind == "treatment_off")
    at = deed.hours[deed.hours >= d.power_first] - d.power_first
    kw = {m.side: d.power_kw[i] / m.rated_kw for i, m in enumerate(d.meters) if m.enterprise_id == deed.enterprise_id}
    assert (kw["production"][at] > 0.5).all()
    assert (kw["treatment"][at] < 0.1).all()


def test_39_departments_18_towns_46_officers(world: World) -> None:
    rows = organisations(world.seed, world.county)
    assert len(departments()) == len(set(departments())) == 39
    assert Counter(row[2] for row in rows) == {"部门": 39, "乡镇": 18}
    staff = officers(world.seed, [firm.enterprise_id for firm in world.firms[:9]])
    assert len({officer.licence for officer in staff}) == 46
    assert sum(officer.valid_to < world.span.open_on for officer in staff) == 2
