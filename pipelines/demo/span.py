"""Say which hours the demo city has lived through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipelines.demo.holidays import day_kinds

BEIJING = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, kw_only=True)
class Span:
    """The first hour, the last hour with data, and how far the weather is known to the forecasters.

    All instants are the city's local standard time; an hour is named by its end.
    """

    starts_at: dt.datetime
    opens_at: dt.datetime
    horizon_at: dt.datetime

    @cached_property
    def ends_at(self) -> np.ndarray:
        """The end of every hour up to the horizon, datetime64[h]."""
        first = np.datetime64(self.starts_at, "h") + 1
        return np.arange(first, np.datetime64(self.horizon_at, "h") + 1)

    @cached_property
    def known(self) -> int:
        """How many hours have ended when the city opens."""
        return int(np.searchsorted(self.ends_at, np.datetime64(self.opens_at, "h"), side="right"))

    @cached_property
    def days(self) -> np.ndarray:
        """The day of each hour's beginning, datetime64[D]."""
        return (self.ends_at - 1).astype("datetime64[D]")

    @cached_property
    def clock(self) -> np.ndarray:
        """The hour of the day at which each hour begins, 0 … 23."""
        return np.asarray(((self.ends_at - 1) - self.days.astype("datetime64[h]")).astype(np.int64))

    @cached_property
    def year_share(self) -> np.ndarray:
        """How far the year has gone, 0 … 1, at each hour."""
        first = self.days.astype("datetime64[Y]").astype("datetime64[D]")
        return np.asarray(((self.days - first).astype(np.float64) + self.clock / 24) / 365.25)

    @cached_property
    def is_rest(self) -> np.ndarray:
        """True in the hours of weekends and holidays that nobody must work."""
        kinds = day_kinds(self.days[0].item(), self.days[-1].item())
        rest = np.array([not kind.is_workday for kind in kinds])
        return np.asarray(rest[(self.days - self.days[0]).astype(np.int64)])

    def index(self, moment: dt.datetime) -> int:
        """The place of the hour that ends at `moment`."""
        return int(np.searchsorted(self.ends_at, np.datetime64(moment, "h")))

    @cached_property
    def open_on(self) -> dt.date:
        """The day on which the city opens."""
        return self.opens_at.date()


def demo_span() -> Span:
    """Two years of data; it opens at 08:30 on a winter day, so the last hour is the one that ended at 08:00."""
    return Span(
        starts_at=dt.datetime(2024, 12, 1),
        opens_at=dt.datetime(2026, 12, 8, 8, 30),
        horizon_at=dt.datetime(2026, 12, 16),
    )
