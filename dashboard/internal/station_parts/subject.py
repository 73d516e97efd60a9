"""The station that the page is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import streamlit as st

from dashboard.internal.reading import station
from dashboard.internal.screen import Screen

DAY_H = 24


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One station, the time up to which everything is shown, and the rings in force around it."""

    station_id: str
    name: str
    level: str
    lon_deg: float
    lat_deg: float
    until_at: datetime
    rings: pd.DataFrame

    @property
    def reach_km(self) -> float:
        """The radius of the widest ring; 5 km when the build has no rule of rings."""
        return 5.0 if self.rings.empty else float(self.rings["radius_m"].max()) / 1000.0

    @property
    def radii_km(self) -> list[float]:
        """The radii of the rings, the narrowest first."""
        return [float(radius_m) / 1000.0 for radius_m in self.rings["radius_m"]]


def _choose() -> None:
    st.query_params["id"] = st.session_state["station_choice"]


def _first(listed: pd.DataFrame, control_levels: tuple[str, ...]) -> str:
    """The worst station of the levels that count; the list is in that order."""
    counting = listed[listed["level"].isin(control_levels)]
    return str((counting if len(counting) else listed)["station_id"].iloc[0])


def choose(screen: Screen, listed: pd.DataFrame) -> Subject:
    """Show the chooser and give the chosen station; without an address the worst one of those that count."""
    wording, asked = screen.wording, screen.asked("id")
    known = listed["station_id"].tolist()
    chosen = asked if asked in known else _first(listed, screen.city.control_levels)
    names = {
        row.station_id: wording(
            "station.choice",
            name=row.name,
            level=wording.label("station.level", row.level),
            aqi="—" if pd.isna(row.aqi) else int(row.aqi),
        )
        for row in listed.itertuples(index=False)
    }
    st.session_state["station_choice"] = chosen
    st.selectbox(
        wording("station.choose"),
        known,
        format_func=names.__getitem__,
        key="station_choice",
        on_change=_choose,
        label_visibility="collapsed",
    )
    if asked is not None and asked not in known:
        st.info(wording("station.unknown"))
    row = listed[listed["station_id"] == chosen].iloc[0]
    until_at = station.moment(screen.build)
    rings = (
        station.rings(screen.build, until_at=until_at) if "rule_control_zones" in screen.build.tables() else pd.DataFrame({"radius_m": []})
    )
    return Subject(
        station_id=chosen,
        name=str(row["name"]),
        level=str(row["level"]),
        lon_deg=float(row["lon"]),
        lat_deg=float(row["lat"]),
        until_at=until_at,
        rings=rings,
    )
