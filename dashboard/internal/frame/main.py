"""The frame around every internal page: icon, language, ways to the pages, the mark of demo data, what to do without data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.assets import ICON
from dashboard.internal import figures
from dashboard.internal.access.login import Login
from dashboard.internal.access.visitor import of_page
from dashboard.internal.entries import PAGES, Entry
from dashboard.internal.newer import look
from dashboard.internal.presenter import LEADER_PAGES, listen
from dashboard.internal.reading import warehouse
from dashboard.internal.reading.configuration import configuration
from dashboard.internal.screen import Screen
from dashboard.wording import TEXTS, Wording
from pipelines.errors import LanxunError

STYLE = """<style>
.stMainBlockContainer { padding-top: .6rem; padding-bottom: 2rem; max-width: 1900px; }
[data-testid="stHeader"] { display: none; }
h1 { font-size: 30px !important; padding: 0 0 .2rem !important; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * { color: inherit !important; opacity: 1 !important; }
h3 { font-size: 18px !important; padding: .4rem 0 .2rem !important; }
[data-testid="stElementToolbarButton"]:has([aria-label="Download as CSV"]) { display: none; }
.alert { background: #fff4d6; color: #4a3200; border-left: 6px solid #d9a400; padding: 8px 14px; font-size: 17px; font-weight: 600; }
.demo { background: #fff4d6; color: #4a3200; border: 1px solid #d9a400; border-radius: 6px; padding: 6px 12px; font-weight: 600; }
</style>"""


def _choose_language() -> None:
    st.query_params["lang"] = st.session_state["language"]


def _frame(wording: Wording, screen: Screen | None) -> None:
    st.html(STYLE + figures.STYLE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="frame"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="ways"):
            st.caption(wording("app.internal"), width="content")
            if screen is not None:
                for key in screen.pages:
                    screen.link(key, wording(f"page.{key}"))
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="who"):
            if screen is not None:
                _who(screen)
            st.segmented_control(
                wording("app.language"),
                list(TEXTS),
                default=wording.language,
                format_func=lambda code: wording(f"language.{code}"),
                key="language",
                on_change=_choose_language,
                label_visibility="collapsed",
                required=True,
            )


def _who(screen: Screen) -> None:
    if screen.is_alone:
        st.caption(screen.wording("app.alone"), width="content")
        return
    st.text(screen.person.name, width="content")
    if st.user.get("is_logged_in"):
        st.button(screen.wording("app.log_out"), on_click=st.logout, type="tertiary")


def _opened(entry: Entry, screen: Screen) -> None:
    """Show a page to a person who may see it; anyone else is told so, whatever address was typed."""
    if screen.city.is_demo:
        st.html(f'<div class="demo" role="note">{screen.wording("app.demo")}</div>')
    if not screen.person.may(entry.key):
        st.info(screen.wording("app.not_yours"))
        return
    if entry.key in LEADER_PAGES:
        listen(entry.key, screen)
    entry.show(screen)


def _screen(wording: Wording) -> Screen | Login:
    """Give what the pages need; the login when nobody has logged in yet."""
    city, said = configuration(Path(st.secrets["city_dir"]))
    login = Login.of(said.access)
    person = of_page(login)
    if person is None:
        return login
    return Screen(
        build=warehouse.current(city.folder).within(person.districts),
        city=city,
        settings=said,
        wording=wording,
        person=person,
        now_at=datetime.now(UTC).replace(tzinfo=None),
        is_alone=login.mode == "off",
    )


def _ask_to_log_in(login: Login, wording: Wording) -> None:
    _frame(wording, None)
    st.title(wording("app.log_in"))
    if login.mode == "oidc":
        st.button(wording("app.log_in_button"), on_click=st.login, type="primary")
    else:
        st.info(wording("app.log_in_gateway"))


def _with_pages(bare: Screen) -> Screen:
    """Register every page, also those the person may not open: an address typed by hand gets a sentence, not a dialog."""
    pages: dict[str, StreamlitPage] = {}
    screen = replace(bare, pages=pages)
    for entry in PAGES:
        pages[entry.key] = st.Page(partial(_opened, entry, screen), title=bare.wording(f"page.{entry.key}"), url_path=entry.key)
    return screen


def main() -> None:
    """Show the page, or say what to do first."""
    wording = Wording.of(st.session_state.get("language") or st.query_params.get("lang"))
    st.set_page_config(page_title=wording("app.internal"), page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
    try:
        bare = _screen(wording)
    except LanxunError as fault:
        _frame(wording, None)
        st.title(wording("app.no_build"))
        st.info(wording("app.no_build_next"))
        st.code(str(fault), language=None, wrap_lines=True)
        return
    if isinstance(bare, Login):
        _ask_to_log_in(bare, wording)
        return
    screen = _with_pages(bare)
    first = next((entry for entry in PAGES if screen.person.may(entry.key)), PAGES[0])
    # The default page answers only at the bare address, so it is one of its own beside the named ones.
    home = st.Page(lambda: _opened(first, screen), title=wording(f"page.{first.key}"), url_path="home", default=True)
    chosen = st.navigation([home, *screen.pages.values()], position="hidden")
    _frame(wording, screen)
    try:
        chosen.run()
    except LanxunError as fault:
        st.title(wording("app.fault"))
        st.info(wording("app.fault_next"))
        st.code(str(fault), language=None, wrap_lines=True)
    look(screen)


main()
