"""拟查对象建议清单: whom to look at first and why, whom to leave alone and by which rule; the list and the map choose together."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.figures import Figure, show_figures
from dashboard.internal.planning import beside
from dashboard.internal.planning.area import area_tools, show_area
from dashboard.internal.planning.beside import Layer
from dashboard.internal.planning.card import show_card
from dashboard.internal.planning.filters import show_filters
from dashboard.internal.planning.ranked import ranked
from dashboard.internal.planning.rows import show_rows
from dashboard.internal.points import set_url
from dashboard.internal.reading import candidates, places
from dashboard.internal.reading.facts import Origin
from dashboard.internal.screen import Screen
from dashboard.maps.legend import legend
from dashboard.maps.palette import palette

MAP_HEIGHT_PX = 430
PROPOSED = '["is_excluded", "=", "boolean", "false"]'


def show(screen: Screen) -> None:
    """Draw the whole page."""
    st.title(screen.wording("candidates.title"))
    missing = candidates.missing(screen.build)
    if missing:
        st.info(screen.wording("candidates.missing", tables="、".join(missing)))
        return
    _headline(screen)
    _workbench(screen)


def _headline(screen: Screen) -> None:
    wording, counts = screen.wording, candidates.counts(screen.build)
    sentence = wording(
        "candidates.headline",
        proposed=f"{counts['proposed']:,}",
        upper=f"{counts['upper_bands']:,}",
        visits=f"{counts['visits']:,}",
        cases=f"{counts['cases']:,}",
        off_site=f"{counts['off_site']:,}",
    )
    st.html(
        f'<div style="display:flex;flex-wrap:wrap;gap:0 20px;align-items:baseline"><span style="font-size:20px;font-weight:600">'
        f"{html.escape(sentence)}</span><span>{html.escape(wording('candidates.clue'))}</span></div>"
    )
    show_figures([*_proposal_figures(counts, screen), *_spared_figures(screen)], screen)


def _of_action(name: str) -> str:
    return f'{PROPOSED}, ["action", "=", "text", "{name}"]'


def _proposal_figures(counts: pd.Series, screen: Screen) -> list[Figure]:
    """Count what the list proposes and what it leaves alone."""
    wording = screen.wording

    def figure(key: str, *, note: str, indicator: str, terms: str) -> Figure:
        origin = Origin(mart="patrol_candidates", filter=f"[{terms}]")
        return Figure(key=key, label=wording(f"candidates.figure_{key}"), value=f"{counts[key]:,}", unit=wording("candidates.unit"),
                      note=note, indicator=indicator, origin=origin)  # fmt: skip

    return [
        figure("proposed", indicator="patrol_candidate_count", terms=PROPOSED,
               note=wording("candidates.note_proposed", handed=f"{counts['handed_on']:,}", patrols=f"{counts['patrols']:,}")),
        figure("visits", indicator="patrol_visit_count", terms=_of_action("入企检查"),
               note=wording("candidates.note_visits", cases=f"{counts['cases']:,}")),
        figure("off_site", indicator="patrol_offsite_count", terms=_of_action("非现场核查"),
               note=wording("candidates.note_off_site")),
        figure("excluded", indicator="patrol_excluded_count", terms='["is_excluded", "=", "boolean", "true"]',
               note="　".join(f"{row.rule_id} {row.standing:,}" for row in candidates.rules(screen.build).itertuples() if row.standing)),
    ]  # fmt: skip


def _spared_figures(screen: Screen) -> list[Figure]:
    """Count the visits spared; none where the build does not count them."""
    wording, spared = screen.wording, candidates.spared(screen.build)
    if spared is None:
        return []
    note = wording("candidates.note_spared", **{name: f"{spared[name]:,}" for name in ("positive_list", "frequency", "off_site")})
    return [
        Figure(
            key="spared",
            label=wording("candidates.figure_spared"),
            value=f"{spared['spared']:,}",
            unit=wording("candidates.unit"),
            note=note,
            indicator="visits_spared_count",
            origin=Origin(mart="visits_spared"),
        )
    ]


def _chosen(asked: Mapping[str, str | None], screen: Screen) -> int:
    """Give the row that is chosen: what was selected last, else what the address names, else the first."""
    chosen = st.session_state.get("candidates-chosen") or screen.asked("id")
    row = candidates.row_of(screen.build, asked, str(chosen)) if chosen else None
    return row or 0


def _choose(row: int, asked: Mapping[str, str | None], screen: Screen) -> bool:
    """Note which enterprise stands at a row; no when there is none."""
    found = candidates.screenful(screen.build, asked, first=row, most=1)
    if found.empty:
        return False
    st.session_state["candidates-chosen"] = str(found["enterprise_id"].iloc[0])
    return True


@st.fragment
def _workbench(screen: Screen) -> None:
    """Show filters, list, map and card; a change in one of them reruns these alone."""
    wording = screen.wording
    asked = show_filters(screen)
    asked["area"] = show_area(screen)
    types = candidates.types(screen.build, asked)
    name = hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()[:10]
    rows = sum(types.values())
    left, right = st.columns([1, 2], gap="medium")
    chosen, found = 0, None
    with left:
        _found(rows, asked, screen)
        if rows:
            chosen = _chosen(asked, screen)
            found = candidates.screenful(screen.build, asked, first=chosen, most=1).iloc[0]
            _rows(rows, chosen, asked=asked, name=name, screen=screen)
        else:
            st.info(wording("candidates.none"))
    with right:
        _map(found, chosen, asked=asked, name=name, screen=screen)
        st.html(legend(beside.stations(screen), types, places.radii_km(screen.build), palette=palette(screen.theme), wording=wording))
        if found is not None:
            show_card(str(found["enterprise_id"]), screen)


def _rows(count: int, chosen: int, *, asked: Mapping[str, str | None], name: str, screen: Screen) -> None:
    turn = st.session_state.setdefault("candidates-turn", 0)

    def choose(row: int) -> None:
        _choose(row, asked, screen)

    show_rows(
        count,
        lambda first, most: candidates.screenful(screen.build, asked, first=first, most=most),
        chosen,
        shown=ranked(str(asked["state"]), screen),
        key=f"{name}.{turn}",
        choose=choose,
    )


def _found(rows: int, asked: Mapping[str, str | None], screen: Screen) -> None:
    listing = candidates.EXCLUSIONS if asked["state"] == "excluded" else candidates.CANDIDATES
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="found"):
        st.html(f'<div data-rows="{rows}">{screen.wording("candidates.found", rows=f"{rows:,}")}</div>')
        with st.container(width="content"):
            show_download(listing, screen, **(asked if listing is candidates.CANDIDATES else {}))


def _map(found: pd.Series | None, chosen: int, *, asked: Mapping[str, str | None], name: str, screen: Screen) -> None:
    one = None if found is None else candidates.one(screen.build, str(found["enterprise_id"]))
    has_place = one is not None and one["lon"] == one["lon"]
    layer = Layer(
        name=f"candidate-{name}",
        url=set_url(candidates.POINTS, screen.build.build_id, **asked),
        categories=candidates.POINTS.categories,
        selected=chosen if has_place else None,
        label=f"{one['rank_no']} {one['name']}" if one is not None else "",
        place=(float(one["lon"]), float(one["lat"])) if has_place else None,
    )

    def choose(_: Layer, row: int) -> None:
        """Let the list follow: a new turn of the table opens on the page of the chosen row and marks it."""
        if _choose(row, asked, screen):
            st.session_state["candidates-turn"] += 1

    beside.show_map(screen, [layer], key="candidates", height_px=MAP_HEIGHT_PX, choose=choose, area=area_tools(asked["area"]))
