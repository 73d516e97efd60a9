"""正面清单: who is in and why, rule by rule; who is close to failing; who would come and go if a rule's value changed."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.figures import Figure, show_figures
from dashboard.internal.planning import beside
from dashboard.internal.planning.beside import Layer
from dashboard.internal.planning.members import members, show_checks
from dashboard.internal.planning.outcome import add_changes, show_moved, show_outcome
from dashboard.internal.planning.policy import show_policy
from dashboard.internal.planning.rows import show_rows
from dashboard.internal.points import set_url
from dashboard.internal.reading import places, positive_list
from dashboard.internal.reading.facts import Origin
from dashboard.internal.screen import Screen
from dashboard.maps.legend import legend
from dashboard.maps.palette import palette

MAP_HEIGHT_PX = 400
VIEWS = ("members", "failing", "warnings", "entry", "policy")
NOTICE_DAYS, NOTICE_PERCENT = "60", "5"
LISTED = '["is_listed", "=", "boolean", "true"]'


def show(screen: Screen) -> None:
    """Draw the whole page."""
    st.title(screen.wording("list.title"))
    missing = positive_list.missing(screen.build)
    if missing:
        st.info(screen.wording("list.missing", tables="、".join(missing)))
        return
    batches = positive_list.batches(screen.build)
    if batches.empty:
        st.info(screen.wording("list.no_feed"))
        return
    _headline(batches, screen)
    _workbench(batches, screen)


def _headline(batches: pd.DataFrame, screen: Screen) -> None:
    wording = screen.wording
    counts = positive_list.counts(screen.build, days=NOTICE_DAYS, percent=NOTICE_PERCENT)
    by_batch = "、".join(wording("list.batch", batch=row.batch, count=f"{row.in_force:,}") for row in batches.itertuples())
    sentence = wording("list.headline", members=f"{counts['members']:,}", batches=by_batch, removed=f"{int(batches['removed'].sum()):,}")
    st.html(
        f'<div style="display:flex;flex-wrap:wrap;gap:0 20px;align-items:baseline"><span style="font-size:20px;font-weight:600">'
        f"{html.escape(sentence)}</span><span>{html.escape(wording('list.people_decide'))}</span></div>"
    )

    def figure(key: str, number: int, indicator: str, terms: str | None, note: str) -> Figure:
        origin = None if terms is None else Origin(mart="positive_list_standings", filter=f"[{terms}]")
        label = wording(f"list.figure_{key}")
        unit = wording("candidates.unit")
        return Figure(key=key, label=label, value=f"{number:,}", unit=unit, note=note, indicator=indicator, origin=origin)

    def standing(code: str) -> str:
        return f'["standing", "=", "text", "{code}"]'

    notice = wording("list.note_warnings", days=NOTICE_DAYS, points=NOTICE_PERCENT)
    waiting = wording("list.note_may_enter", count=f"{counts['to_verify']:,}")
    figures = [
        figure("members", counts["members"], "positive_list_count", LISTED, wording("list.note_members")),
        figure("remove", counts["removals"], "positive_list_removal_count", standing("remove"), wording("list.note_remove")),
        figure("below", counts["below"], "positive_list_below_count", standing("below"), wording("list.note_below")),
        figure("warnings", counts["warnings"], "positive_list_warning_count", None, notice),
        figure("may_enter", counts["may_enter"], "positive_list_entry_count", standing("may_enter"), waiting),
    ]
    show_figures(figures, screen)


def _filters(view: str, batches: pd.DataFrame, screen: Screen) -> dict[str, str | None]:
    wording = screen.wording
    asked: dict[str, str | None] = {"view": view, "days": NOTICE_DAYS, "percent": NOTICE_PERCENT}
    batch, standings, towns = st.columns([1, 2, 2], gap="small")
    with batch:
        asked["batch"] = st.selectbox(
            wording("list.filter_batch"), batches["batch"].tolist(), index=None, key="list-batch", placeholder=wording("candidates.all")
        )
    with standings:
        chosen = st.multiselect(
            wording("list.filter_standings"),
            [category.code for category in positive_list.STANDINGS],
            format_func=lambda code: wording.label("standing", code),
            key="list-standings",
            placeholder=wording("candidates.all"),
        )
        asked["standings"] = ",".join(chosen) or None
    with towns:
        places_chosen = st.multiselect(
            wording("candidates.filter_towns"), positive_list.towns(screen.build), key="list-towns", placeholder=wording("candidates.all")
        )
        asked["towns"] = ",".join(places_chosen) or None
    return asked


@st.fragment
def _workbench(batches: pd.DataFrame, screen: Screen) -> None:
    """Show one of the views; a change in it reruns it alone."""
    wording = screen.wording
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        view = st.segmented_control(
            wording("list.view"),
            VIEWS,
            default="members",
            required=True,
            key="list-view",
            format_func=lambda name: wording(f"list.view_{name}"),
            width="content",
        )
        if view != "policy":
            with st.container():
                asked = _filters(view, batches, screen)
    if view == "policy":
        _policy(screen)
    else:
        _list(view, asked, screen)


def _policy(screen: Screen) -> None:
    """Let rules be moved, and show who would come and go; nothing is written anywhere."""
    rules = positive_list.rules(screen.build)
    left, right = st.columns([1, 2], gap="medium")
    with left:
        moves = show_policy(rules, screen)
    with right:
        moved = positive_list.moved(screen.build, moves)
        show_outcome(moved, rules_moved=len(moves), screen=screen)
        asked: dict[str, str | None] = {"view": "members", "days": NOTICE_DAYS, "percent": NOTICE_PERCENT}
        layer = Layer(
            name="policy", url=set_url(positive_list.POINTS, screen.build.build_id, **asked), categories=positive_list.POINTS.categories
        )
        beside.show_map(
            screen,
            [layer],
            key="policy",
            height_px=MAP_HEIGHT_PX,
            choose=lambda _layer, _row: None,
            also=lambda group, colours: add_changes(group, moved, palette=colours),
        )
        _legend(positive_list.MEMBERS.rows(screen.build, **asked), screen)
        show_moved(moved, screen)


def _list(view: str, asked: Mapping[str, str | None], screen: Screen) -> None:
    wording = screen.wording
    rows = positive_list.MEMBERS.rows(screen.build, **asked)
    if rows.empty:
        st.info(wording("list.none"))
        return
    name = hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()[:10]
    ids = rows["enterprise_id"].tolist()
    wanted = st.session_state.get("list-chosen") or screen.asked("id")
    chosen = ids.index(wanted) if wanted in ids else 0
    turn = st.session_state.setdefault("list-turn", 0)

    def choose(row: int) -> None:
        st.session_state["list-chosen"] = ids[row]

    left, right = st.columns([1, 2], gap="medium")
    with left:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="found"):
            st.html(f'<div data-rows="{len(rows)}">{wording("list.found", rows=f"{len(rows):,}")}</div>')
            with st.container(width="content"):
                show_download(positive_list.MEMBERS, screen, **asked)
        show_rows(
            len(rows),
            lambda first, most: rows.iloc[first : first + most],
            chosen,
            shown=members(view, screen),
            key=f"list.{name}.{turn}",
            choose=choose,
        )
    with right:
        _map(ids, rows.iloc[chosen], chosen, asked=asked, name=name, screen=screen)
        _legend(rows, screen)
        show_checks(rows.iloc[chosen], screen)


def _legend(rows: pd.DataFrame, screen: Screen) -> None:
    points = {str(code): int(number) for code, number in rows["standing"].value_counts().items()}
    st.html(
        legend(
            beside.stations(screen),
            points,
            places.radii_km(screen.build),
            palette=palette(screen.theme),
            wording=screen.wording,
            categories=positive_list.STANDINGS,
            group="standing",
        )
    )


def _map(ids: list[str], member: pd.Series, chosen: int, *, asked: Mapping[str, str | None], name: str, screen: Screen) -> None:
    place = positive_list.place(screen.build, str(member["enterprise_id"]))
    layer = Layer(
        name=f"member-{name}",
        url=set_url(positive_list.POINTS, screen.build.build_id, **asked),
        categories=positive_list.POINTS.categories,
        selected=chosen if place is not None else None,
        label=str(member["name"] or member["enterprise_id"]),
        place=place,
    )

    def choose(_: Layer, row: int) -> None:
        if row < len(ids):
            st.session_state["list-chosen"] = ids[row]
            st.session_state["list-turn"] += 1

    beside.show_map(screen, [layer], key="list", height_px=MAP_HEIGHT_PX, choose=choose)
