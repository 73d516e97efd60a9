"""What stands in a city's files of settings, read again only when one of them changed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import settings
from dashboard.settings import Settings
from pipelines import city as cities
from pipelines.city import City

FILES = ("city.toml", "feeds.toml", settings.FILE)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(folder: str, stamps: tuple[tuple[int, int] | None, ...]) -> tuple[City, Settings]:  # noqa: ARG001  the stamps are the key
    city = cities.load(Path(folder))
    return city, settings.load(city.folder)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def configuration(folder: Path) -> tuple[City, Settings]:
    """Give the city and how it is run; ConfigurationError for a file that cannot be used."""
    return _read(str(folder), tuple(_stamp(folder / name) for name in FILES))
