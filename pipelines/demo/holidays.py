"""Know the holidays and the days worked in their place, from the State Council's yearly notices for 2025 and 2026."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the calendar."""

    day_on: dt.date
    is_workday: bool
    holiday: str


def _holidays() -> tuple[tuple[str, dt.date, dt.date], ...]:
    return (
        ("元旦", dt.date(2025, 1, 1), dt.date(2025, 1, 1)),
        ("春节", dt.date(2025, 1, 28), dt.date(2025, 2, 4)),
        ("清明节", dt.date(2025, 4, 4), dt.date(2025, 4, 6)),
        ("劳动节", dt.date(2025, 5, 1), dt.date(2025, 5, 5)),
        ("端午节", dt.date(2025, 5, 31), dt.date(2025, 6, 2)),
        ("国庆节、中秋节", dt.date(2025, 10, 1), dt.date(2025, 10, 8)),
        ("元旦", dt.date(2026, 1, 1), dt.date(2026, 1, 3)),
        ("春节", dt.date(2026, 2, 15), dt.date(2026, 2, 23)),
        ("清明节", dt.date(2026, 4, 4), dt.date(2026, 4, 6)),
        ("劳动节", dt.date(2026, 5, 1), dt.date(2026, 5, 5)),
        ("端午节", dt.date(2026, 6, 19), dt.date(2026, 6, 21)),
        ("中秋节", dt.date(2026, 9, 25), dt.date(2026, 9, 27)),
        ("国庆节", dt.date(2026, 10, 1), dt.date(2026, 10, 7)),
    )


def _worked_weekends() -> frozenset[dt.date]:
    return frozenset(
        dt.date(*day)
        for day in (
            (2025, 1, 26),
            (2025, 2, 8),
            (2025, 4, 27),
            (2025, 9, 28),
            (2025, 10, 11),
            (2026, 1, 4),
            (2026, 2, 14),
            (2026, 2, 28),
            (2026, 5, 9),
            (2026, 9, 20),
            (2026, 10, 10),
        )
    )


def new_years_eves() -> tuple[dt.date, ...]:
    """The days of 除夕, when fireworks are lit at midnight."""
    return (dt.date(2025, 1, 28), dt.date(2026, 2, 16))


def day_kinds(first_on: dt.date, last_on: dt.date) -> list[Day]:
    """Every day from the first to the last, with the holiday it belongs to."""
    names = {first + dt.timedelta(days=i): name for name, first, last in _holidays() for i in range((last - first).days + 1)}
    worked = _worked_weekends()
    found = []
    for i in range((last_on - first_on).days + 1):
        day = first_on + dt.timedelta(days=i)
        is_workday = day in worked or (day.weekday() < 5 and day not in names)
        found.append(Day(day_on=day, is_workday=is_workday, holiday=names.get(day, "")))
    return found
