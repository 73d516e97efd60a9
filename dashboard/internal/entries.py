"""Every page of the internal application, in the order of the menu; a new page is one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.internal.pages import (
    audit,
    candidates,
    complaints,
    data_state,
    emergency,
    enterprise,
    positive_list,
    ranking,
    rules,
    station,
    today,
)
from dashboard.internal.screen import Screen


@dataclass(frozen=True)
class Entry:
    """One page; its key is its address, its name in the wording (`page.<key>`) and the right to open it."""

    key: str
    show: Callable[[Screen], None]


PAGES = (
    Entry("today", today.show),
    Entry("station", station.show),
    Entry("ranking", ranking.show),
    Entry("emergency", emergency.show),
    Entry("candidates", candidates.show),
    Entry("positive_list", positive_list.show),
    Entry("enterprise", enterprise.show),
    Entry("complaints", complaints.show),
    Entry("data", data_state.show),
    Entry("rules", rules.show),
    Entry("audit", audit.show),
)
