"""The conclusion of the morning in one sentence, put together from facts by rules; what is not known is said to be not known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from dashboard.wording import Wording

TENTH = Decimal("0.1")


class Reach(StrEnum):
    """How far a rise reaches."""

    LOCAL = "local"
    REGIONAL = "regional"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """The facts of one morning; None is what the build does not know.

    Attributes
    ----------
    categories
        Names of the levels of the stations that make the city's mean, the best first, without repetition.
    day_aqi, day_before_aqi
        Of yesterday and of the day before, by one standard.
    alert
        Name of the level of the alert in force; empty when none is, None when nobody can tell.
    focus
        The township with the most proposals for a visit.
    """

    hour: int | None = None
    categories: tuple[str, ...] = ()
    primary: str | None = None
    day_aqi: int | None = None
    day_before_aqi: int | None = None
    worst_station: str | None = None
    worst_aqi: int | None = None
    reach: Reach = Reach.UNKNOWN
    alert: str | None = None
    focus: str | None = None
    focus_count: int = 0


def change_pct(now: float, before: float) -> Decimal | None:
    """Give the change in percent to one decimal, half to even; None when there is nothing to compare with."""
    if before == 0:
        return None
    return ((Decimal(str(now)) - Decimal(str(before))) * 100 / Decimal(str(before))).quantize(TENTH, rounding=ROUND_HALF_EVEN)


def between(best: str, worst: str, wording: Wording) -> str:
    """Name a span of levels; a word that both end with is said once."""
    if best == worst:
        return worst
    ending = wording("headline.polluted")
    first = best.removesuffix(ending) if worst.endswith(ending) else best
    return wording("headline.range", best=first, worst=worst)


def _air(situation: Situation, wording: Wording) -> str:
    if situation.hour is None or not situation.categories:
        return wording("headline.air_unknown")
    category = between(situation.categories[0], situation.categories[-1], wording)
    said = wording("headline.air", hour=situation.hour, category=category)
    return said + wording("headline.primary", primary=situation.primary) if situation.primary else said


def _change(situation: Situation, wording: Wording) -> str:
    now, before = situation.day_aqi, situation.day_before_aqi
    if now is None:
        return wording("headline.day_unknown")
    change = None if before is None else change_pct(now, before)
    if change is None:
        return wording("headline.change_unknown", aqi=now)
    way = "same" if change == 0 else "worse" if change > 0 else "better"
    return wording(f"headline.change_{way}", aqi=now, change=abs(change))


def _where(situation: Situation, wording: Wording) -> str:
    if situation.worst_station is None or situation.worst_aqi is None:
        return wording("headline.worst_none")
    return wording(f"headline.worst_{situation.reach}", station=situation.worst_station, aqi=situation.worst_aqi)


def _alert(situation: Situation, wording: Wording) -> str:
    if situation.alert is None:
        return wording("headline.alert_unknown")
    return wording("headline.alert", level=situation.alert) if situation.alert else ""


def _action(situation: Situation, wording: Wording) -> str:
    if situation.focus is None or situation.focus_count == 0:
        return ""
    return wording("headline.focus", place=situation.focus, count=situation.focus_count)


def compose(situation: Situation, wording: Wording) -> str:
    """Say what the air is, whether it is better or worse, where the problem is, what is in force and what to look at first."""
    clauses = [part(situation, wording) for part in (_air, _change, _where, _alert, _action)]
    return wording("headline.joint").join(clause for clause in clauses if clause) + wording("headline.end")
