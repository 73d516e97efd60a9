"""The air around one: now, today and tomorrow, the last days, what the colours mean."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.public.parts import fill, number, safe, word
from dashboard.public.reading.publication import Publication
from dashboard.wording import Wording

CITY = "*"
SENSITIVE_FROM = 3
POLLUTANTS = (("PM2.5", "pm25_ugm3"), ("PM10", "pm10_ugm3"), ("O3", "o3_ugm3"), ("NO2", "no2_ugm3"), ("SO2", "so2_ugm3"), ("CO", "co_mgm3"))


def chosen(shown: Publication, key: str) -> pd.Series | None:
    """The row of a station, or that of the city."""
    now = shown["air_now"]
    found = now[now["scope"] == "city"] if key == CITY else now[now["station_id"] == key]
    return None if found.empty else found.iloc[0]


def _groups(shown: Publication, primary: object, wording: Wording) -> str:
    """Who should take more care with these pollutants."""
    column = "groups_en" if wording.language == "en" else "groups_zh"
    named = str(primary).split("、") if isinstance(primary, str) else []
    rows = shown["sensitive_groups"]
    said = [str(value) for value in rows[rows["pollutant"].isin(named)][column]]
    return "；".join(dict.fromkeys(said)) if wording.language != "en" else "; ".join(dict.fromkeys(said))


def _six(row: pd.Series) -> str:
    """The six concentrations, each with its unit."""

    def cell(label: str, column: str) -> str:
        decimals, unit = (1, "mg/m³") if label == "CO" else (0, "μg/m³")
        return f"<li><small>{label}</small><b>{number(row[column], decimals=decimals)}</b> {unit}</li>"

    return f'<ul class="six">{"".join(cell(label, column) for label, column in POLLUTANTS)}</ul>'


def _said(shown: Publication, row: pd.Series, wording: Wording) -> list[str]:
    """What the level means for people; nothing where there is no level."""
    level = shown.level(row["level_code"])
    if level is None:
        return []
    language = "en" if wording.language == "en" else "zh"
    lines = [f'<p class="advice">{safe(level[f"advice_{language}"])}</p>', f"<p>{safe(level[f'health_{language}'])}</p>"]
    groups = _groups(shown, row["primary_pollutant"], wording) if level["level_code"] >= SENSITIVE_FROM else ""
    return [*lines, f"<p>{wording('public.groups', groups=safe(groups))}</p>"] if groups else lines


def _card(shown: Publication, row: pd.Series | None, where: str, wording: Wording) -> str:
    """The card in the colour of the level; small text stands beside the colour, not on it, to be read by everybody."""
    if row is None:
        return f'<section class="now"><p class="where">{safe(where)}</p><p class="said">{wording("public.no_reading")}</p></section>'
    aqi = "NA" if pd.isna(row["aqi"]) else number(row["aqi"])
    style = fill(shown, row["level_code"])
    level = safe(word(shown, row["level_code"], wording))
    figure = f'<p class="figure{"" if style else " none"}" style="{style}"><b>{aqi}</b><span>{level}</span></p>'
    primary = f"<p>{wording('public.primary', name=safe(row['primary_pollutant']))}</p>"
    said = "".join([*_said(shown, row, wording), primary, _six(row), f"<p>{wording('public.realtime')}</p>"])
    head = f'<p class="where">{safe(where)}　{row["observed_at"]:%m-%d %H:%M}</p>'
    return f'<section class="now" data-level="{number(row["level_code"])}">{head}{figure}<div class="said">{said}</div></section>'


def _outlook(shown: Publication, wording: Wording) -> str:
    rows = shown["air_outlook"]
    title = f"<h3>{wording('public.outlook')}</h3>"
    if rows.empty:
        return f'<section class="box">{title}<p class="quiet">{wording("public.no_outlook")}</p></section>'
    today = shown.about["data_at"].normalize()
    tiles = []
    for row in rows.itertuples():
        ahead = (row.valid_on - today).days
        low, high = word(shown, row.level_low, wording), word(shown, row.level_high, wording)
        words = low if low == high else wording("public.from_to", low=low, high=high)
        tiles.append(
            f'<div class="tile"><div>{wording.label("public.day", ahead)} {row.valid_on:%m-%d}</div>'
            f'<div style="{fill(shown, row.level_high)}"><b>{number(row.aqi_low)}–{number(row.aqi_high)}</b></div>'
            f"<div>{safe(words)}<br>{wording('public.primary', name=safe(row.primary_pollutant))}</div></div>"
        )
    source = wording("public.outlook_source", source=safe(rows["source"].iloc[0]), at=f"{rows['issued_at'].max():%m-%d %H:%M}")
    return f'<section class="box">{title}<div class="tiles">{"".join(tiles)}</div><p class="quiet">{source}</p></section>'


def _days(shown: Publication, wording: Wording) -> str:
    rows = shown["air_days"]
    if rows.empty:
        return ""
    days = "".join(
        f'<div>{row.observed_on:%m-%d}<b style="{fill(shown, row.level_code)}">{"NA" if pd.isna(row.aqi) else number(row.aqi)}</b>'
        f"{safe(word(shown, row.level_code, wording)) if wording.language != 'en' else ''}</div>"
        for row in rows.itertuples()
    )
    return f'<section class="box"><h3>{wording("public.days", count=len(rows))}</h3><div class="days">{days}</div></section>'


def _legend(shown: Publication, wording: Wording) -> str:
    rows = shown["aqi_levels"]
    if rows.empty:
        return ""
    items = "".join(
        f'<li><i style="{fill(shown, row.level_code)}"></i><b>{safe(word(shown, row.level_code, wording))}</b> {number(row.aqi_from)}'
        f"{'+' if pd.isna(row.aqi_to) else f'–{number(row.aqi_to)}'}</li>"
        for row in rows.itertuples()
    )
    return f'<section class="box"><h3>{wording("public.legend")}</h3><ul class="legend">{items}</ul></section>'


@st.fragment
def show(shown: Publication, wording: Wording) -> None:
    """Draw the card of the city or of one's own station, with the days around it and the legend."""
    stations = shown["stations"]
    city = shown.about["city_name_en" if wording.language == "en" else "city_name"]
    names = {CITY: wording("public.whole_city", city=city), **dict(zip(stations["station_id"], stations["name"], strict=True))}
    key = st.selectbox(wording("public.my_station"), list(names), format_func=lambda code: str(names[code]), key="station")
    card = _card(shown, chosen(shown, key), str(names[key]), wording)
    rest = _outlook(shown, wording) + _days(shown, wording) + _legend(shown, wording)
    st.html(f'<div class="air">{card}<div class="side">{rest}</div></div>')
