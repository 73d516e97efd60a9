"""The figures of the morning: the air, its changes, the targets, the rank, the worst station, the alert."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.internal.changes import change
from dashboard.internal.figures import Figure
from dashboard.internal.headline import between, change_pct
from dashboard.internal.reading import today
from dashboard.internal.reading.facts import Origin
from dashboard.internal.reading.today import Morning
from dashboard.wording import Wording


def _filter(*terms: tuple[str, str, str, object]) -> str:
    return json.dumps([list(term) for term in terms], ensure_ascii=False, default=str)


def _day(on: date, wording: Wording) -> str:
    return wording("today.day", month=on.month, day=on.day)


def _changed(what: str, pct: float | None, wording: Wording) -> str:
    """Say a change of something that is better when it is smaller."""
    return f"{what} {change(pct, unit='%', is_lower_better=True, wording=wording)}"


def _number(value: float) -> str:
    return f"{value:g}"


def _pm25(read: Morning, wording: Wording) -> str:
    fact = read.fact("pm25_now")
    return wording("today.pm25_unknown") if fact is None else wording("today.pm25_now", value=f"{fact['value']:.0f}")


def now(read: Morning, *, level: str, wording: Wording) -> Figure:
    """Show the level of the stations that make the city's mean."""
    means = read.stations[read.stations["level"] == level].dropna(subset=["aqi"]).sort_values("aqi")
    if means.empty:
        return Figure(key="now", label=wording("today.now_none"), value=wording("today.unknown"), note=wording("today.not_enough"))
    low, high, hour = int(means["aqi"].iloc[0]), int(means["aqi"].iloc[-1]), means["observed_at"].iloc[0]
    worst, primary = read.level(high), means["primary_pollutant"].iloc[-1]
    best = read.level(low)
    names = [found.names[wording.language] for found in (best, worst) if found is not None]
    value = between(names[0], names[-1], wording) if names else str(high)
    fact = read.fact("worst_station_now")
    note = wording("today.now_note", low=low, high=high, primary=wording("today.no_primary") if pd.isna(primary) else primary)
    return Figure(
        key="now",
        label=wording("today.now", hour=hour.hour, level=wording.label("station_level", level)),
        value=value,
        note=f"{note}\n{_pm25(read, wording)}",
        indicator="aqi_hour",
        standard_id="" if fact is None else str(fact["standard_id"]),
        origin=Origin(mart="station_hours", filter=_filter(("observed_at", "=", "datetime", hour))),
        fill="" if worst is None else worst.fill,
        ink="" if worst is None else worst.ink,
    )


def yesterday(read: Morning, *, wording: Wording) -> Figure:
    """Show yesterday's index with its change on the day before and on last year's day, by one standard."""
    on, label = (pd.Timestamp(read.at.date()) - pd.DateOffset(days=1)).date(), "today.yesterday"
    found = today.day(read)
    if found is None:
        return Figure(
            key="yesterday", label=wording(label, day=_day(on, wording)), value=wording("today.unknown"), note=wording("today.not_enough")
        )
    notes = []
    for what, before in (("day_on_day", today.day(read, days_back=2)), ("year_on_year", today.day(read, years_back=1))):
        pct = None if before is None else change_pct(int(found["aqi"]), int(before["aqi"]))
        notes.append(_changed(wording(f"today.{what}"), None if pct is None else float(pct), wording))
    level, fact = read.level(found["aqi"]), read.fact("aqi_yesterday")
    return Figure(
        key="yesterday",
        label=wording(label, day=_day(on, wording)),
        value=f"{found['aqi']:.0f}",
        unit="" if level is None else level.names[wording.language],
        note="\n".join(notes),
        indicator="aqi_day",
        standard_id=str(found["standard_id"]),
        origin=None if fact is None else Origin(mart=str(fact["mart"]), filter=str(fact["filter"])),
    )


def _index(read: Morning, kind: str, period: str) -> pd.Series | None:
    if read.indices.empty:
        return None
    found = read.indices[(read.indices["period_kind"] == kind) & (read.indices["period"] == period)]
    return None if found.empty else found.iloc[0]


def _gap(read: Morning, indicator: str, period: str) -> pd.Series | None:
    if read.gaps.empty:
        return None
    found = read.gaps[(read.gaps["indicator"] == indicator) & (read.gaps["period"] == period)].dropna(subset=["gap"])
    return None if found.empty else found.iloc[0]


def _over_target(gap: pd.Series | None, wording: Wording) -> str:
    if gap is None:
        return wording("today.gap_none")
    key = "today.gap_at" if gap["gap"] == 0 else "today.gap_over" if gap["gap"] > 0 else "today.gap_under"
    return wording(key, target=_number(gap["target_value"]), gap=_number(abs(gap["gap"])))


def month(read: Morning, *, wording: Wording) -> Figure:
    """Show PM2.5 of the month so far: gap to its target, change on last year by one standard."""
    period = f"{read.at:%Y-%m}"
    found, fact = _index(read, "month_to_date", period), read.fact("pm25_month")
    if found is None or pd.isna(found["pm25_mean_ugm3"]):
        return Figure(key="month", label=wording("today.pm25_month"), value=wording("today.unknown"), note=wording("today.not_enough"))
    changed = _changed(wording("today.year_on_year"), found["pm25_yoy_pct"], wording)
    return Figure(
        key="month",
        label=wording("today.pm25_month"),
        value=f"{found['pm25_mean_ugm3']:.0f}",
        unit="μg/m³",
        note=f"{_over_target(_gap(read, 'pm25', period), wording)}\n{changed}",
        indicator="pm25_mean",
        standard_id=str(found["standard_id"]),
        origin=None if fact is None else Origin(mart=str(fact["mart"]), filter=str(fact["filter"])),
    )


def _days_changed(days: float, wording: Wording) -> str:
    unit = f" {wording('today.days')}"
    return f"{wording('today.year_on_year')} {change(days, unit=unit, is_lower_better=False, wording=wording, decimals=0)}"


def good_days(read: Morning, *, wording: Wording) -> Figure:
    """Show the year's good days: gap to the target, change on last year by one standard."""
    period = f"{read.at:%Y}"
    found, fact, gap = _index(read, "year_to_date", period), read.fact("good_days_year"), _gap(read, "good_days", period)
    if found is None or pd.isna(found["good_days"]):
        return Figure(key="good_days", label=wording("today.good_days"), value=wording("today.unknown"), note=wording("today.not_enough"))
    to_target = wording("today.gap_none")
    if gap is not None:
        key = "today.gap_short" if gap["gap"] < 0 else "today.gap_enough"
        to_target = wording(key, target=_number(gap["target_value"]), gap=_number(abs(gap["gap"])))
    return Figure(
        key="good_days",
        label=wording("today.good_days"),
        value=f"{found['good_days']:.0f}",
        unit=wording("today.days"),
        note=f"{to_target}\n{_days_changed(found['good_days_yoy'], wording)}",
        indicator="good_days",
        standard_id=str(found["standard_id"]),
        origin=None if fact is None else Origin(mart=str(fact["mart"]), filter=str(fact["filter"])),
    )


def figures(read: Morning, *, level: str, wording: Wording) -> Sequence[Figure]:
    """List the figures of the air."""
    return (
        now(read, level=level, wording=wording),
        yesterday(read, wording=wording),
        month(read, wording=wording),
        good_days(read, wording=wording),
    )
