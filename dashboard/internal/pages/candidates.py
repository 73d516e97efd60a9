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


def _chosen(ids: list[str], screen: Screen) -> int:
    """Give the row that is chosen: what was selected last, else what the address names, else the first."""
    chosen = st.session_state.get("candidates-chosen") or screen.asked("id")
    return ids.index(chosen) if chosen in ids else 0


@st.fragment
def _workbench(screen: Screen) -> None:
    """Show filters, list, map and card; a change in one of them reruns these alone."""
    wording = screen.wording
    asked = show_filters(screen)
    rows = candidates.CANDIDATES.rows(screen.build, **asked)
    name = hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()[:10]
    if rows.empty:
        st.info(wording("candidates.none"))
        return
    ids = rows["enterprise_id"].tolist()
    chosen = _chosen(ids, screen)
    turn = st.session_state.setdefault("candidates-turn", 0)

    def choose(row: int) -> None:
        st.session_state["candidates-chosen"] = ids[row]

    left, right = st.columns([1, 2], gap="medium")
    with left:
        _found(len(rows), asked, screen)
        show_rows(rows, chosen, shown=ranked(str(asked["state"]), screen), key=f"{name}.{turn}", choose=choose)
    with right:
        _map(ids, chosen, asked=asked, name=name, screen=screen)
        colours = palette(screen.theme)
        types = {str(code): int(number) for code, number in rows["source_type"].value_counts().items()}
        st.html(legend(beside.stations(screen), types, places.radii_km(screen.build), palette=colours, wording=wording))
        show_card(ids[chosen], screen)


def _found(rows: int, asked: Mapping[str, str | None], screen: Screen) -> None:
    listing = candidates.EXCLUSIONS if asked["state"] == "excluded" else candidates.CANDIDATES
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="found"):
        st.html(f'<div data-rows="{rows}">{screen.wording("candidates.found", rows=f"{rows:,}")}</div>')
        with st.container(width="content"):
            show_download(listing, screen, **(asked if listing is candidates.CANDIDATES else {}))


def _map(ids: list[str], chosen: int, *, asked: Mapping[str, str | None], name: str, screen: Screen) -> None:
    found = candidates.one(screen.build, ids[chosen])
    has_place = found is not None and found["lon"] == found["lon"]
    layer = Layer(
        name=f"candidate-{name}",
        url=set_url(candidates.POINTS, screen.build.build_id, **asked),
        categories=candidates.POINTS.categories,
        selected=chosen if has_place else None,
        label=f"{found['rank_no']} {found['name']}" if found is not None else "",
        place=(float(found["lon"]), float(found["lat"])) if has_place else None,
    )

    def choose(_: Layer, row: int) -> None:
        """Let the list follow: a new turn of the table opens on the page of the chosen row and marks it."""
        if row < len(ids):
            st.session_state["candidates-chosen"] = ids[row]
            st.session_state["candidates-turn"] += 1

    beside.show_map(screen, [layer], key="candidates", height_px=MAP_HEIGHT_PX, choose=choose)
