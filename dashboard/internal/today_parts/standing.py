"""Where the city stands: its rank, its worst station, the alert in force."""

from __future__ import annotations

import json

import pandas as pd

from dashboard.internal.figures import Figure
from dashboard.internal.reading.facts import Origin
from dashboard.internal.reading.today import Morning
from dashboard.wording import Wording


def _published(read: Morning, wording: Wording) -> Figure | None:
    """Give the latest published rank, of a month when there is one: a year's says nothing of this winter."""
    if read.ranks.empty:
        return None
    ranks = read.ranks.dropna(subset=["published_rank"])
    months = ranks[ranks["period"].str.contains("-")]
    ranks = (ranks if months.empty else months).set_index("indicator")
    if "composite_index" not in ranks.index:
        return None
    found = ranks.loc["composite_index"]
    others = {key: f"{ranks.loc[key, 'published_rank']:.0f}" if key in ranks.index else "—" for key in ("pm25", "good_days")}
    fact = read.fact("rank_composite_index")
    source = wording("today.rank_published", period=found["period"])
    return Figure(
        key="rank",
        label=wording("today.rank"),
        value=wording("today.rank_value", rank=f"{found['published_rank']:.0f}"),
        unit="" if pd.isna(found["ranked_areas"]) else wording("today.rank_of", of=f"{found['ranked_areas']:.0f}"),
        note=f"{source}\n{wording('today.rank_other', **others)}",
        indicator="composite_rank",
        origin=None if fact is None else Origin(mart=str(fact["mart"]), filter=str(fact["filter"])),
    )


def _computed(read: Morning, wording: Wording) -> Figure | None:
    """Give the computed rank when the build holds other areas of the same kind."""
    if read.indices.empty:
        return None
    found = read.indices.dropna(subset=["composite_rank"])
    found = found[(found["period_kind"] == "month_to_date") & (found["ranked_areas"] > 1)]
    if found.empty:
        return None
    row = found.iloc[0]
    return Figure(
        key="rank",
        label=wording("today.rank"),
        value=wording("today.rank_value", rank=f"{row['composite_rank']:.0f}"),
        unit=wording("today.rank_of", of=f"{row['ranked_areas']:.0f}"),
        note=wording("today.rank_computed", period=row["period"]),
        indicator="composite_rank",
        standard_id=str(row["standard_id"]),
    )


def rank(read: Morning, *, wording: Wording) -> Figure:
    """Show the published rank, else the computed one; it says which."""
    none = Figure(key="rank", label=wording("today.rank"), value=wording("today.unknown"), note=wording("today.rank_none"))
    return _published(read, wording) or _computed(read, wording) or none


def _highest(read: Morning, worst: pd.Series, wording: Wording) -> str:
    """Name the highest of all reference stations, micro stations apart: it may stand where the problem is."""
    found = read.worst([level for level in read.stations["level"].unique() if level != "micro"])
    if found is None or found["station_id"] == worst["station_id"]:
        return wording("today.highest_same")
    level = read.level(found["aqi"])
    category = "" if level is None else level.names[wording.language]
    return wording("today.highest", station=found["name"], aqi=f"{found['aqi']:.0f}", category=category)


def worst(read: Morning, *, level: str, wording: Wording) -> Figure:
    """Show the highest station of the level that counts, and whether its rise is local or regional."""
    found, fact = read.worst([level]), read.fact("worst_station_now")
    if found is None:
        return Figure(key="worst", label=wording("today.worst_none"), value=wording("today.unknown"), note=wording("today.not_enough"))
    category = read.level(found["aqi"])
    terms = [["station_id", "=", "text", found["station_id"]], ["observed_at", "=", "datetime", str(found["observed_at"])]]
    return Figure(
        key="worst",
        label=wording("today.worst", station=found["name"]),
        value=f"{found['aqi']:.0f}",
        unit="" if category is None else f"AQI {category.names[wording.language]}",
        note=f"{wording(f'today.reach_{read.reach}')}\n{_highest(read, found, wording)}",
        indicator="aqi_hour",
        standard_id="" if fact is None else str(fact["standard_id"]),
        origin=Origin(mart="station_hours", filter=json.dumps(terms, ensure_ascii=False)),
    )


def alert(read: Morning, *, wording: Wording) -> Figure:
    """Show the alert in force."""
    label, fact = wording("today.alert"), read.fact("alert")
    if read.alerts.columns.empty:
        return Figure(key="alert", label=label, value=wording("today.unknown"), note=wording("today.not_enough"))
    origin = None if fact is None else Origin(mart=str(fact["mart"]), filter=str(fact["filter"]))
    if read.alerts.empty:
        return Figure(
            key="alert", label=label, value=wording("today.alert_none"), note=wording("today.alert_none_note"), indicator="alert_in_force"
        )
    found = read.alerts.iloc[0]
    since = found["starts_at"]
    return Figure(
        key="alert",
        label=label,
        value=wording("today.alert_value", level=found["level_zh" if wording.language == "zh" else "level"]),
        note=wording("today.alert_note", month=since.month, day=since.day, hour=since.hour, document=found["document"] or ""),
        indicator="alert_in_force",
        origin=origin,
    )
