"""Power by production line and emission by outlet, over the last week or month."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.internal.reading import enterprise as reading
from dashboard.internal.reading import enterprise_curves as curves
from dashboard.internal.screen import Screen
from dashboard.wording import Wording

SPANS = (7, 30)
HEIGHT_PX = 210
COLOURS = {"production": "#0b5cad", "treatment": "#b04a00"}
LINES_SHOWN = 6


@st.fragment
def show_curves(enterprise_id: str, screen: Screen) -> None:
    """Show the curves, or say that nothing sends any."""
    build, wording = screen.build, screen.wording
    st.subheader(wording("enterprise.curves"))
    meters, outlets = curves.meters(build, enterprise_id), curves.outlets(build, enterprise_id)
    if meters.empty and outlets.empty:
        st.caption(wording("enterprise.no_curves"))
        return
    days = st.segmented_control(
        wording("enterprise.span"),
        SPANS,
        default=SPANS[0],
        format_func=lambda days: wording("enterprise.days", days=days),
        key=f"span-{enterprise_id}",
        required=True,
        label_visibility="collapsed",
    )
    until = reading.as_of_at(build)
    if meters.empty or outlets.empty:
        _power(meters, until, int(days or SPANS[0]), screen)
        _emissions(outlets, until, int(days or SPANS[0]), screen)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _power(meters, until, int(days or SPANS[0]), screen)
    with right:
        _emissions(outlets, until, int(days or SPANS[0]), screen)


def _power(meters: pd.DataFrame, until: pd.Timestamp, days: int, screen: Screen) -> None:
    wording = screen.wording
    if meters.empty:
        st.caption(wording("enterprise.no_meters"))
        return
    rows = curves.power(screen.build, meters["meter_id"], until=until, days=days).merge(meters, on="meter_id")
    if rows.empty:
        st.caption(wording("enterprise.no_hours", days=days))
        return
    lines = list(dict.fromkeys(meters["line"]))
    for line in lines[:LINES_SHOWN]:
        own = rows[rows["line"] == line].groupby(["observed_at", "side"], as_index=False)["power_kw"].sum()
        own["side"] = [wording.label("side", side) for side in own["side"]]
        st.altair_chart(_power_chart(own, line, wording), width="stretch")
    if len(lines) > LINES_SHOWN:
        st.caption(wording("enterprise.more_lines", shown=LINES_SHOWN, total=len(lines)))


def _power_chart(rows: pd.DataFrame, line: str, wording: Wording) -> Any:
    import altair as alt  # noqa: PLC0415  heavy; only pages with curves need it

    names = [wording.label("side", side) for side in COLOURS]
    kind = alt.Color("side:N", title=None, scale=alt.Scale(domain=names, range=list(COLOURS.values())), legend=alt.Legend(orient="top"))
    dash = alt.StrokeDash("side:N", title=None, scale=alt.Scale(domain=names, range=[[1, 0], [5, 3]]))
    return (
        alt.Chart(rows, title=wording("enterprise.power_of", line=line), height=HEIGHT_PX)
        .mark_line(interpolate="step-before", strokeWidth=1.6)
        .encode(
            x=alt.X("observed_at:T", title=None, axis=alt.Axis(format="%m-%d", tickCount="day", labelOverlap=True)),
            y=alt.Y("power_kw:Q", title=wording("enterprise.power_axis")),
            color=kind,
            strokeDash=dash,
        )
    )


def _emissions(outlets: pd.DataFrame, until: pd.Timestamp, days: int, screen: Screen) -> None:
    wording = screen.wording
    if outlets.empty:
        st.caption(wording("enterprise.no_outlets"))
        return
    rows = curves.emissions(screen.build, outlets["outlet_id"], until=until, days=days)
    if rows.empty:
        st.caption(wording("enterprise.no_hours", days=days))
        return
    for outlet in outlets.head(LINES_SHOWN).itertuples(index=False):
        own = rows[(rows["outlet_id"] == outlet.outlet_id) & (rows["pollutant"] == outlet.pollutant)]
        st.altair_chart(_emission_chart(own, outlet, wording), width="stretch")
    if len(outlets) > LINES_SHOWN:
        st.caption(wording("enterprise.more_outlets", shown=LINES_SHOWN, total=len(outlets)))
    st.caption(wording("enterprise.invalid_hours"))


def _emission_chart(rows: pd.DataFrame, outlet: Any, wording: Wording) -> Any:
    import altair as alt  # noqa: PLC0415

    name = wording.label("emission", outlet.pollutant)
    judged = rows.assign(is_valid=rows["is_valid"].eq(other=True))
    judged["valid"] = judged["value_mgm3"].where(judged["is_valid"])
    x = alt.X("observed_at:T", title=None, axis=alt.Axis(format="%m-%d", tickCount="day", labelOverlap=True))
    base = alt.Chart(judged, title=wording("enterprise.emission_of", outlet=outlet.outlet_id, pollutant=name), height=HEIGHT_PX)
    line = base.mark_line(strokeWidth=1.6, color=COLOURS["production"]).encode(
        x=x, y=alt.Y("valid:Q", title=wording("enterprise.emission_axis"))
    )
    odd = base.transform_filter("!datum.is_valid").mark_point(shape="cross", color="#6b7788", size=28).encode(x=x, y="value_mgm3:Q")
    layers = [line, odd]
    if not pd.isna(outlet.limit_mgm3):
        limit = alt.Chart(
            pd.DataFrame({"limit": [outlet.limit_mgm3], "said": [wording("enterprise.limit", value=f"{outlet.limit_mgm3:g}")]})
        )
        layers.append(limit.mark_rule(color=COLOURS["treatment"], strokeDash=[6, 3], strokeWidth=1.6).encode(y="limit:Q"))
        layers.append(
            limit.mark_text(align="left", dx=4, dy=-7, color=COLOURS["treatment"]).encode(y="limit:Q", x=alt.value(0), text="said:N")
        )
    return alt.layer(*layers)
