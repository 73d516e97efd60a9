"""Every station with its reading and its time; on a map only where the map was approved."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.public.parts import NONE, Head, fill, number, part, safe, table, word
from dashboard.public.reading.publication import Publication
from dashboard.wording import Wording

ORDERS = {
    "level": (["order"], [True]),
    "name": (["name"], [True]),
    "aqi": (["aqi", "order"], [True, True]),
    "pm25": (["pm25_ugm3", "order"], [True, True]),
    "time": (["observed_at", "order"], [False, True]),
}
MAP_HEIGHT_PX = 420


def listed(shown: Publication, order: str) -> pd.DataFrame:
    """The stations with their readings, sorted as asked; those without a number come last."""
    stations = shown["stations"].assign(order=range(len(shown["stations"])))
    rows = stations.merge(shown["air_now"], on="station_id", how="left")
    columns, ascending = ORDERS[order]
    return rows.sort_values(columns, ascending=ascending, na_position="last", kind="stable")


def _row(shown: Publication, row: pd.Series, wording: Wording) -> list[str]:
    aqi = "NA" if pd.isna(row["aqi"]) else number(row["aqi"])
    said = safe(word(shown, row["level_code"], wording))
    level = wording.label("public.level", row["level"])
    is_named_so = isinstance(row["township"], str) and str(row["name"]).startswith(row["township"])
    place = level if is_named_so or not isinstance(row["township"], str) else f"{level}　{row['township']}"
    return [
        f"{safe(row['name'])}<small>{safe(place)}</small>",
        f'<span class="chip" style="{fill(shown, row["level_code"])}">{aqi}</span><small>{said}</small>',
        safe(row["primary_pollutant"]),
        number(row["pm25_ugm3"]),
        number(row["pm10_ugm3"]),
        number(row["o3_ugm3"]),
        _time(row["observed_at"], shown.about["data_at"], wording),
    ]


def _time(observed_at: pd.Timestamp, data_at: pd.Timestamp, wording: Wording) -> str:
    """When the reading was taken; one that is older than the data time is said to be late."""
    if pd.isna(observed_at):
        return NONE
    late = f"<small>{wording('public.late')}</small>" if observed_at < data_at.floor("h") else ""
    return f"{observed_at:%m-%d %H:%M}{late}"


@st.fragment
def show(shown: Publication, wording: Wording, *, map_approval_no: str) -> None:
    """Draw the table, and the map where there may be one."""
    st.html(part("stations", wording("public.stations")))
    if map_approval_no and shown["stations"]["lon"].notna().any():
        _map(shown, wording, map_approval_no=map_approval_no)
    order = st.segmented_control(
        wording("public.sort"),
        list(ORDERS),
        default="level",
        format_func=lambda key: wording(f"public.sort_{key}"),
        key="order",
        required=True,
    )
    heads = [
        Head(title=wording("public.station")),
        Head(title="AQI"),
        Head(title=wording("public.primary_short"), is_wide=True),
        Head(title="PM2.5", is_number=True),
        Head(title="PM10", is_number=True, is_wide=True),
        Head(title="O3", is_number=True, is_wide=True),
        Head(title=wording("public.time"), is_number=True),
    ]
    rows = [_row(shown, row, wording) for _, row in listed(shown, str(order)).iterrows()]
    st.html(table(heads, rows, caption=wording("public.stations")) + f'<p class="quiet">{wording("public.stations_note")}</p>')


def _map(shown: Publication, wording: Wording, *, map_approval_no: str) -> None:
    """Draw the stations as discs in the colour of their level, with the number of the map approval."""
    from streamlit_folium import st_folium  # noqa: PLC0415  only a city with an approved map pays for loading it

    from dashboard.public.station_map import drawn  # noqa: PLC0415

    st_folium(
        drawn(shown, wording, map_approval_no=map_approval_no),
        height=MAP_HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
        key=f"stations.{shown.publication_id}.{wording.language}",
    )
