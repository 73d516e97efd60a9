"""May I go, and why: the conclusion in sentences, then the figures it is made of."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.internal.enterprise_parts.words import day, is_known
from dashboard.internal.figures import Figure, show_figures
from dashboard.internal.reading import enterprise as reading
from dashboard.internal.reading.facts import Origin
from dashboard.internal.screen import Screen
from dashboard.wording import Wording

YEAR = timedelta(days=365)
Row = pd.Series | None


def show_headline(enterprise_id: str, screen: Screen) -> None:
    """Say what follows from the rules, then show the figures."""
    build = screen.build
    until = reading.as_of_at(build).normalize()
    known: dict[str, Any] = {
        "candidate": reading.candidate(build, enterprise_id),
        "frequency": reading.frequency(build, enterprise_id),
        "listed": reading.listed(build, enterprise_id),
    }
    sentences = [
        *_may_go(known["frequency"], known["listed"], screen.wording),
        *_why_go(known["candidate"], screen.wording),
    ]
    items = "".join(f"<li><b>{html.escape(name)}</b>　{html.escape(text)}</li>" for name, text in sentences)
    st.html(f'<ul class="conclusion" style="list-style:none;margin:0;padding:0;font-size:18px;line-height:1.6">{items}</ul>')
    figures = [
        *_state_figures(enterprise_id, known, until, screen.wording),
        *_year_figures(enterprise_id, reading.tally(build, enterprise_id, since=until - YEAR, until=until), until, screen.wording),
    ]
    show_figures(figures, screen)


def _may_go(frequency: Row, listed: Row, wording: Wording) -> list[tuple[str, str]]:
    name = wording("enterprise.may_go")
    if frequency is None or not is_known(frequency["max_per_year"]):
        said = wording("enterprise.frequency_unknown")
    else:
        key = "frequency_used_up" if frequency["left_this_year"] <= 0 else "frequency_left"
        said = wording(
            f"enterprise.{key}",
            used=int(frequency["used"]),
            limit=int(frequency["max_per_year"]),
            left=max(0, int(frequency["left_this_year"])),
            exempt=frequency["exempt_kinds"] if is_known(frequency["exempt_kinds"]) else wording("enterprise.exempt_none"),
        )
    if listed is not None and bool(listed["is_in_force"]):
        said += wording("enterprise.on_list", batch=listed["batch"] or "—", until=day(listed["valid_to"]))
    elif listed is not None:
        removed = day(listed["removed_on"]) if is_known(listed["removed_on"]) else day(listed["valid_to"])
        said += wording("enterprise.was_on_list", batch=listed["batch"] or "—", removed=removed)
    return [(name, said)]


def _why_go(candidate: Row, wording: Wording) -> list[tuple[str, str]]:
    name = wording("enterprise.why_go")
    if candidate is None:
        return [(name, wording("enterprise.candidate_unknown"))]
    sentences = []
    if bool(candidate["is_excluded"]):
        sentences.append((name, wording("enterprise.excluded", reason=candidate["exclusion"])))
    else:
        standing = wording(
            "enterprise.standing",
            points=f"{candidate['total']:.1f}",
            band=candidate["band"],
            rank=int(candidate["rank_no"]) if is_known(candidate["rank_no"]) else "—",
        )
        sentences.append((name, standing + (candidate["reasons"] if is_known(candidate["reasons"]) else wording("enterprise.no_reasons"))))
    if is_known(candidate["override"]):
        sentences.append((wording("enterprise.override"), candidate["override"]))
    action = [candidate[part] for part in ("action", "basis") if is_known(candidate[part])]
    if not bool(candidate["is_own_matter"]) and is_known(candidate["competent_body"]):
        action.append(wording("enterprise.others_matter", body=candidate["competent_body"]))
    if is_known(candidate["within_hours"]):
        action.append(wording("enterprise.within", hours=f"{candidate['within_hours']:g}"))
    return [*sentences, (wording("enterprise.how_go"), "；".join(action))] if action else sentences


def _origin(mart: str, enterprise_id: str, *more: tuple[str, str, str, object]) -> Origin:
    return Origin(mart=mart, filter=json.dumps([("enterprise_id", "=", "text", enterprise_id), *more], ensure_ascii=False))


def _state_figures(enterprise_id: str, known: Mapping[str, Any], until: pd.Timestamp, wording: Wording) -> list[Figure]:
    frequency, listed, candidate = known["frequency"], known["listed"], known["candidate"]
    has_limit = frequency is not None and is_known(frequency["max_per_year"])
    listing = "none" if listed is None else "in" if bool(listed["is_in_force"]) else "out"
    return [
        Figure(
            key="frequency",
            label=wording("enterprise.figure_frequency"),
            value=f"{int(frequency['used'])} / {int(frequency['max_per_year'])}" if has_limit else "—",
            unit=wording("unit.times") if has_limit else "",
            note=wording("enterprise.note_last_visit", on=day(frequency["last_on"]))
            if has_limit and is_known(frequency["last_on"])
            else "—",
            indicator="frequency_used",
            origin=None if frequency is None else _origin("frequency_used", enterprise_id),
        ),
        Figure(
            key="positive-list",
            label=wording("enterprise.figure_list"),
            value=wording(f"enterprise.list_{listing}"),
            note=wording("enterprise.note_until", on=until.date().isoformat()) if listed is None else str(listed["batch"] or "—"),
            origin=None if listed is None else _origin("positive_listings", enterprise_id),
        ),
        Figure(
            key="points",
            label=wording("enterprise.figure_points"),
            value="—" if candidate is None or not is_known(candidate["total"]) else f"{candidate['total']:.1f}",
            unit="" if candidate is None else wording("unit.points"),
            note="—" if candidate is None else wording("enterprise.note_band", band=candidate["band"] or "—"),
            indicator="candidate_points",
            origin=None if candidate is None else _origin("candidate_points", enterprise_id),
        ),
    ]


YEAR_KINDS = (
    ("visits", "visit_count", "times", ("visit",)),
    ("problems", "problem_check_count", "times", ("problem", "off_site_problem")),
    ("complaints", "complaint_count", "items", ("complaint_named", "complaint_near")),
    ("alarms", "own_data_alarm_count", "records", ("cems_exceedance", "treatment_off", "stop_ignored")),
    ("cases", "case_count", "cases", ("violation",)),
)


def _year_figures(enterprise_id: str, tally: Row, until: pd.Timestamp, wording: Wording) -> list[Figure]:
    since = (until - YEAR).date().isoformat()
    return [
        Figure(
            key=f"year-{key}",
            label=wording(f"enterprise.figure_{key}"),
            value="—" if tally is None else f"{int(tally[key]):,}",
            unit="" if tally is None else wording(f"unit.{unit}"),
            note=wording("enterprise.note_year"),
            indicator=indicator,
            origin=None
            if tally is None
            else _origin("enterprise_events", enterprise_id, ("occurred_on", ">", "date", since), *_only(kinds)),
        )
        for key, indicator, unit, kinds in YEAR_KINDS
    ]


def _only(kinds: tuple[str, ...]) -> list[tuple[str, str, str, object]]:
    """A filter knows no list: a figure of several kinds opens on all events of the year."""
    return [("kind", "=", "text", kinds[0])] if len(kinds) == 1 else []
