"""排名与考核: areas by three indicators apart, under one text; targets; enforcement with denominators; yields by channel of clues."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from dashboard.internal.bars import Bar, bars
from dashboard.internal.changes import change
from dashboard.internal.downloads import show_download
from dashboard.internal.listing import labelled, show_table
from dashboard.internal.reading import ranking
from dashboard.internal.screen import Screen
from dashboard.wording import Wording

FIRST_KINDS = ("month_to_date", "year_to_date", "week", "month", "year", "rolling_12m", "rolling_3y")
RATES = frozenset({"%"})
MEASURES = (
    *("visit_count", "off_site_count", "assistance_count", "off_site_share", "joint_share", "people_count", "people_per_visit"),
    *("problem_count", "problem_rate", "random_problem_rate", "case_count", "case_rate", "decision_count", "fine_sum", "fine_per_decision"),
)


def show(screen: Screen) -> None:
    """Draw the whole page."""
    wording = screen.wording
    st.title(wording("page.ranking"))
    if "air_indices" not in screen.build.tables():
        st.info(wording("ranking.no_air"))
        return
    parts: dict[str, Callable[[Screen], None]] = {
        "air": _air,
        "published": _published,
        "targets": _targets,
        "work": _work,
        "yields": _yields,
    }
    chosen = st.segmented_control(
        wording("ranking.part"),
        list(parts),
        default="air",
        required=True,
        format_func=lambda part: wording(f"ranking.{part}"),
        label_visibility="collapsed",
        key="ranking-part",
    )
    parts[chosen or "air"](screen)


@st.fragment
def _air(screen: Screen) -> None:
    wording, build = screen.wording, screen.build
    kinds = ranking.area_kinds(build)
    if not kinds:
        st.info(wording("ranking.no_areas"))
        return
    where, when, what, how = st.columns([1.2, 1.4, 1.4, 2.4], vertical_alignment="bottom")
    kind = where.segmented_control(
        wording("ranking.area_kind"), kinds, default=kinds[-1], required=True, format_func=lambda code: wording.label("area_kind", code)
    )
    periods = ranking.periods(build, area_kind=str(kind))
    known = [code for code in FIRST_KINDS if code in set(periods["period_kind"])]
    period_kind = when.selectbox(wording("ranking.period_kind"), known, format_func=lambda code: wording.label("period_kind", code))
    own = periods[periods["period_kind"] == period_kind]
    period = what.selectbox(wording("ranking.period"), list(own["period"]))
    standards = ranking.standards(build, area_kind=str(kind), period_kind=str(period_kind), period=str(period))
    standard_id = how.segmented_control(
        wording("ranking.standard"), list(standards["standard_id"]), default=_in_force(standards), required=True
    )
    given = {
        "area_kind": str(kind),
        "period_kind": str(period_kind),
        "period": str(period),
        "standard_id": str(standard_id),
        "basis": "raw",
    }
    _basis(own, standards, given, wording)
    rows = ranking.AREA_RANKS.rows(build, **given)
    # a week begins on another day of the year than the one a year before it, so it is compared with the week before
    _three(rows, "pop" if period_kind == "week" else "yoy", wording)
    show_download(ranking.AREA_RANKS, screen, **given)


def _in_force(standards: pd.DataFrame) -> str:
    held = standards[standards["is_in_force"]]
    return str((held if len(held) else standards)["standard_id"].iloc[0])


def _basis(own: pd.DataFrame, standards: pd.DataFrame, given: Mapping[str, str], wording: Wording) -> None:
    """Say what the ranking is made by, and when it is not what was in force."""
    span = own[own["period"] == given["period"]].iloc[0]
    text = standards[standards["standard_id"] == given["standard_id"]].iloc[0]
    title = text["title_en" if wording.language == "en" else "title_zh"] or given["standard_id"]
    said = wording("ranking.basis", from_on=f"{span['from_on']:%Y-%m-%d}", to_on=f"{span['to_on']:%Y-%m-%d}", standard=title)
    if not text["is_in_force"]:
        said += wording("ranking.recomputed")
    stations = f"ranking.stations_{given['area_kind']}"
    st.text(said + wording(stations if wording.has(stations) else "ranking.stations_other"))


def _three(rows: pd.DataFrame, before: str, wording: Wording) -> None:
    columns = st.columns(3, gap="large")
    composite = [
        Bar(
            rank=_whole(row.composite_rank),
            name=row.area,
            value=_number(row.composite_index),
            text=_text(row.composite_index, 2),
            note=_note(row, change(getattr(row, f"composite_{before}_pct"), unit="%", is_lower_better=True, wording=wording), wording),
        )
        for row in rows.itertuples()
    ]
    pm25 = [
        Bar(
            rank=_whole(row.pm25_rank),
            name=row.area,
            value=_number(row.pm25_mean_ugm3),
            text=_text(row.pm25_mean_ugm3, 0),
            note=_note(row, change(getattr(row, f"pm25_{before}_pct"), unit="%", is_lower_better=True, wording=wording), wording),
        )
        for row in rows.sort_values(["pm25_rank", "area"], na_position="last").itertuples()
    ]
    good = [
        Bar(
            rank=_whole(row.good_days_rank),
            name=row.area,
            value=_number(row.good_days),
            text=wording("ranking.of_days", good=_text(row.good_days, 0), valid=_text(row.valid_days, 0)),
            note=change(getattr(row, f"good_days_{before}"), unit=wording("unit.days"), is_lower_better=False, wording=wording, decimals=0),
        )
        for row in rows.sort_values(["good_days_rank", "area"], na_position="last").itertuples()
    ]
    heads = wording("ranking.rank"), wording("ranking.area")
    for column, name, made in zip(columns, ("composite", "pm25", "good_days"), (composite, pm25, good), strict=True):
        with column:
            st.subheader(wording(f"ranking.{name}"))
            st.html(bars(made, headings=(*heads, wording(f"ranking.{name}_unit"), wording(f"ranking.{before}"))))


def _note(row: object, said: str, wording: Wording) -> str:
    reason = getattr(row, "invalid_reason", None)
    return said if reason is None or pd.isna(reason) else wording.label("invalid", reason)


def _whole(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(str(value).split(".", maxsplit=1)[0])


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))


def _text(value: object, decimals: int) -> str:
    number = _number(value)
    return "—" if number is None else f"{number:.{decimals}f}"


@st.fragment
def _published(screen: Screen) -> None:
    wording = screen.wording
    known = ranking.published_periods(screen.build)
    if known.empty:
        st.info(wording("ranking.no_published"))
        return
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    period = left.selectbox(wording("ranking.period"), list(dict.fromkeys(known["period"])))
    indicators = list(known[known["period"] == period]["indicator"])
    st.text(wording("ranking.published_note"))
    right.empty()
    for column, indicator in zip(st.columns(len(indicators), gap="large"), indicators, strict=True):
        rows = ranking.PUBLISHED_RANKS.rows(screen.build, indicator=indicator, period=str(period))
        with column:
            st.html(f"<h3>{html.escape(wording.label('target', indicator))}</h3>")
            made = [
                Bar(
                    rank=_whole(row.published_rank),
                    name=row.area,
                    value=_number(row.value),
                    text=f"{row.value:g}",
                    note=_own(row.area, screen),
                )
                for row in rows.itertuples()
            ]
            heads = wording("ranking.rank"), wording("ranking.area"), wording("ranking.value"), ""
            st.html(bars(made, headings=heads))
            st.text(wording("ranking.source", source="、".join(sorted(set(rows["source"].dropna())))))
            show_download(ranking.PUBLISHED_RANKS, screen, indicator=indicator, period=str(period))


def _own(area: str, screen: Screen) -> str:
    return screen.wording("ranking.own") if area == screen.city.name else ""


def _targets(screen: Screen) -> None:
    wording = screen.wording
    rows = ranking.TARGET_GAPS.rows(screen.build)
    if rows.empty:
        st.info(wording("ranking.no_targets"))
        return
    st.text(wording("ranking.targets_note"))
    shown = labelled(rows, {"indicator": "target"}, wording)
    shown["is_met"] = [wording("ranking.met" if met else "ranking.unmet") for met in rows["is_met"]]
    show_table(shown, wording=wording)
    show_download(ranking.TARGET_GAPS, screen)


def _chosen_work(screen: Screen, key: str) -> dict[str, str] | None:
    """Ask for area and period of the enforcement figures; None when there are none."""
    wording, known = screen.wording, ranking.work_periods(screen.build)
    if known.empty:
        st.info(wording("ranking.no_work"))
        return None
    left, middle, right, _ = st.columns([1, 1, 1, 2])
    places = list(dict.fromkeys(zip(known["area_kind"], known["area"], strict=True)))
    area_kind, area = left.selectbox(wording("ranking.area"), places, format_func=lambda place: place[1], key=f"{key}-area")
    own = known[(known["area_kind"] == area_kind) & (known["area"] == area)]
    kinds = list(dict.fromkeys(own["period_kind"]))
    kind = middle.selectbox(
        wording("ranking.period_kind"), kinds, format_func=lambda code: wording.label("period_kind", code), key=f"{key}-kind"
    )
    period = right.selectbox(wording("ranking.period"), list(own[own["period_kind"] == kind]["period"]), key=f"{key}-period")
    return {"area_kind": area_kind, "area": area, "period_kind": str(kind), "period": str(period)}


def _year_before(period: str) -> str:
    return f"{int(period[:4]) - 1}{period[4:]}"


@st.fragment
def _work(screen: Screen) -> None:
    wording = screen.wording
    given = _chosen_work(screen, "work")
    if given is None:
        return
    given["period_before"] = _year_before(given["period"])
    rows = ranking.WORK.rows(screen.build, **given)
    st.text(wording("ranking.work_note", before=given["period_before"]))
    order = {measure: place for place, measure in enumerate(MEASURES)}
    rows = rows.sort_values("measure", key=lambda measures: measures.map(order).fillna(len(order)), kind="stable")
    shown = labelled(rows.rename(columns={"measure": "counted"}), {"counted": "measure"}, wording)
    for column in ("value", "value_before"):
        shown[column] = [_amount(value, unit) for value, unit in zip(rows[column], rows["unit"], strict=True)]
    show_table(shown, wording=wording, rows_shown=len(MEASURES))
    show_download(ranking.WORK, screen, **given)


def _amount(value: object, unit: str) -> str:
    number = _number(value)
    if number is None:
        return "—"
    return f"{number:.1f}" if unit in RATES or number != int(number) else f"{number:,.0f}"


@st.fragment
def _yields(screen: Screen) -> None:
    wording = screen.wording
    given = _chosen_work(screen, "yields")
    if given is None:
        return
    rows = ranking.YIELDS.rows(screen.build, **given)
    st.text(wording("ranking.yields_note"))
    if rows.empty:
        st.info(wording("ranking.no_work"))
        return
    made = [
        Bar(
            rank=place + 1 if row.problem_rate == row.problem_rate else None,
            name=row.channel,
            value=_number(row.problem_rate),
            text="—" if row.checks == 0 else f"{_text(row.problem_rate, 1)}%",
            note=wording(
                "ranking.yield", problems=_text(row.visits_with_problems, 0), checks=_text(row.checks, 0), cases=_text(row.case_count, 0)
            ),
        )
        for place, row in enumerate(rows.itertuples())
    ]
    left, _ = st.columns([3, 1])
    heads = wording("ranking.rank"), wording("column.channel"), wording("column.problem_rate"), wording("ranking.yield_note")
    left.html(bars(made, headings=heads))
    show_download(ranking.YIELDS, screen, **given)
