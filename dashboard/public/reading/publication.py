"""The publication that readers see now, read whole: it is small, and no connection stays open for anybody's text to reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd
import streamlit as st

from pipelines import warehouse
from pipelines.errors import NoBuildError

SELECTS: Mapping[str, str] = {
    "publication": "select city_name, city_name_en, is_demo, data_at, published_at, bureau, contact from publication",
    "air_now": (
        "select scope, station_id, observed_at, aqi, level_code, primary_pollutant, pm25_ugm3, pm10_ugm3, so2_ugm3, no2_ugm3, o3_ugm3,"
        " co_mgm3, stations, data_state from air_now"
    ),
    "air_days": "select observed_on, aqi, level_code, primary_pollutant, pm25_ugm3 from air_days order by observed_on",
    "air_outlook": (
        "select valid_on, aqi_low, aqi_high, level_low, level_high, primary_pollutant, issued_at, source from air_outlook order by valid_on"
    ),
    "stations": "select station_id, name, level, district, township, lon, lat from stations",
    "aqi_levels": (
        "select level_code, aqi_from, aqi_to, level_zh, category_zh, category_en, hex, text_tone, health_zh, advice_zh, health_en,"
        " advice_en, clause, status from aqi_levels order by level_code"
    ),
    "sensitive_groups": "select pollutant, groups_zh, groups_en from sensitive_groups",
    "positive_list": "select name, category, category_zh, category_en, batch, listed_on, valid_to, clause, status from positive_list",
    "published_checks": "select name, checked_on, kind, agency, result_zh, result_en from published_checks",
    "public_corrections": "select table_name, name, field, old_text, new_text, corrected_on from public_corrections",
    "complaint_counts": "select month, scope, district, category, reports, is_withheld from complaint_counts",
    "complaint_months": "select month, state from complaint_months order by month",
    "method_notes": "select title_zh, title_en, value, clause, status from method_notes order by sort_no",
}


@dataclass(frozen=True)
class Publication:
    """One publication: every table of it by its name."""

    publication_id: str
    tables: Mapping[str, pd.DataFrame] = field(compare=False, repr=False)

    def __getitem__(self, table: str) -> pd.DataFrame:
        """The rows of a table."""
        return self.tables[table]

    @property
    def about(self) -> pd.Series:
        """What the file says of itself."""
        return self.tables["publication"].iloc[0]

    def level(self, code: object) -> pd.Series | None:
        """The level of the index with this code, None for no level."""
        levels = self.tables["aqi_levels"]
        found = levels[levels["level_code"] == code] if pd.notna(code) else levels.iloc[0:0]
        return None if found.empty else found.iloc[0]


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(path: str) -> Publication:
    """Read a publication once; a new one has a new name."""
    file = Path(path)
    try:
        with duckdb.connect(path, read_only=True, config={"memory_limit": "512MB"}) as con:
            con.execute("set enable_external_access = false")
            con.execute("set lock_configuration = true")
            return Publication(file.stem, {table: con.execute(select).df() for table, select in SELECTS.items()})
    except duckdb.Error as fault:
        raise NoBuildError(f"{file.name} cannot be read ({str(fault).splitlines()[0]}); run `lanxun publish-public` again") from fault


def current(folder: Path) -> Publication | None:
    """The publication that stands now, or the latest before it that can be read; None before the first one."""
    try:
        named = [warehouse.current(folder).path]
    except NoBuildError:
        return None
    for path in dict.fromkeys([*named, *(build.path for build in reversed(warehouse.builds(folder)))]):
        try:
            return _read(str(path))
        except NoBuildError:
            continue
    return None
