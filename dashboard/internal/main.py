"""The frame around every internal page: icon, language, the mark of demo data, what to do when there is nothing to show."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.assets import ICON
from dashboard.internal.pages import data_state
from dashboard.internal.reading import warehouse
from dashboard.wording import TEXTS, Wording
from pipelines import city as cities
from pipelines.errors import LanxunError

STYLE = """<style>
.stMainBlockContainer { padding-top: 1.2rem; padding-bottom: 2rem; max-width: 1800px; }
[data-testid="stHeader"] { display: none; }
h1 { font-size: 30px !important; padding: 0 0 .2rem !important; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * { color: inherit !important; opacity: 1 !important; }
h3 { font-size: 18px !important; padding: .4rem 0 .2rem !important; }
.demo { background: #fff4d6; color: #4a3200; border: 1px solid #d9a400; border-radius: 6px; padding: 6px 12px; font-weight: 600; }
</style>"""


def _choose_language() -> None:
    st.query_params["lang"] = st.session_state["language"]


def _frame(wording: Wording) -> None:
    st.html(STYLE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(wording("app.internal"), width="content")
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


def main() -> None:
    """Show the page, or say what to do first."""
    wording = Wording.of(st.query_params.get("lang"))
    st.set_page_config(page_title=wording("app.internal"), page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
    _frame(wording)
    try:
        city = cities.load(Path(st.secrets["city_dir"]))
        build = warehouse.current(city.folder)
        if city.is_demo:
            st.html(f'<div class="demo" role="note">{wording("app.demo")}</div>')
        page = st.Page(lambda: data_state.show(build, city=city, wording=wording), title=wording("data.title"), url_path="data")
        st.navigation([page], position="hidden").run()
    except LanxunError as fault:
        st.title(wording("app.no_build"))
        st.info(wording("app.no_build_next"))
        st.code(str(fault), language=None, wrap_lines=True)


main()
