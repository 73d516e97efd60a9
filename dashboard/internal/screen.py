"""What every page is given: the build, the city, the person, the words, the clock, and the way to other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.internal.access.person import Person
from dashboard.internal.reading.warehouse import Published
from dashboard.settings import Settings
from dashboard.wording import Wording
from pipelines.city import City, offset


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One page, being shown to one person.

    Attributes
    ----------
    now_at
        The clock, universal time; a page never reads another.
    is_alone
        Nobody logs in: one person on this machine.
    pages
        Every page of the application by its key.
    """

    build: Published
    city: City
    settings: Settings
    wording: Wording
    person: Person
    now_at: datetime
    is_alone: bool = True
    pages: Mapping[str, StreamlitPage] = field(default_factory=dict, repr=False)

    @property
    def local_now_at(self) -> datetime:
        """The clock in the city's own time."""
        return self.now_at + offset(self.city.utc_offset)

    @property
    def theme(self) -> str:
        """`light` or `dark`, as the reader's browser shows the page."""
        return st.context.theme.type or "light"

    def asked(self, name: str) -> str | None:
        """Give a parameter of the page's address, None when it is not there."""
        value = st.query_params.get(name)
        return value or None

    def go(self, key: str, **parameters: str) -> NoReturn:
        """Open another page with these parameters."""
        st.switch_page(self.pages[key], query_params=parameters)

    def link(self, key: str, label: str, **parameters: str) -> None:
        """Show a link to another page; nothing when the person may not open it."""
        if self.person.may(key):
            st.page_link(self.pages[key], label=label, query_params=parameters)
