"""The frame around every public page: icon, language, the mark of demo data."""

from __future__ import annotations

import streamlit as st

from dashboard.assets import ICON
from dashboard.public.pages import home
from dashboard.wording import TEXTS, Wording

STYLE = """<style>
.stMainBlockContainer { padding: 1rem 1rem 2rem; max-width: 760px; }
[data-testid="stHeader"] { display: none; }
h1 { font-size: 26px !important; line-height: 1.35 !important; padding: .2rem 0 .4rem !important; }
.demo { background: #fff4d6; color: #4a3200; border: 1px solid #d9a400; border-radius: 6px; padding: 6px 12px; font-weight: 600; }
</style>"""


def _choose_language() -> None:
    st.query_params["lang"] = st.session_state["language"]


def main() -> None:
    """Show the page."""
    wording = Wording.of(st.query_params.get("lang"))
    city = st.secrets["city_name_en" if wording.language == "en" else "city_name"]
    title = wording("public.title", city=city)
    st.set_page_config(page_title=title, page_icon=str(ICON), layout="centered", initial_sidebar_state="collapsed")
    st.html(STYLE)
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
    if st.secrets["is_demo"]:
        st.html(f'<div class="demo" role="note">{wording("app.demo")}</div>')
    page = st.Page(lambda: home.show(title, wording=wording), title=title, url_path="home")
    st.navigation([page], position="hidden").run()


main()
