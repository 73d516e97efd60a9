"""The frame around every public page: icon, language, the mark of demo data."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.assets import ICON
from dashboard.public.pages import before, home
from dashboard.public.reading import publication
from dashboard.public.style import STYLE
from dashboard.wording import TEXTS, Wording

LOOK_EVERY_S = 4


def _choose_language() -> None:
    st.query_params["lang"] = st.session_state["language"]


@st.fragment(run_every=LOOK_EVERY_S)
def _look(folder: Path, shown: str | None) -> None:
    """Draw the page anew when a new publication stands, so that nobody keeps reading an old one."""
    now = publication.current(folder)
    if (now.publication_id if now else None) != shown:
        st.rerun()


def main() -> None:
    """Show the page."""
    wording = Wording.of(st.query_params.get("lang"))
    city = st.secrets["city_name_en" if wording.language == "en" else "city_name"]
    title = wording("public.title", city=city)
    st.set_page_config(page_title=title, page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
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
    folder = Path(st.secrets["public_dir"])
    shown = publication.current(folder)
    if shown is None:
        page = st.Page(lambda: before.show(title, wording=wording), title=title, url_path="home")
    else:
        number = str(st.secrets["map_approval_no"])
        page = st.Page(lambda: home.show(title, shown=shown, wording=wording, map_approval_no=number), title=title, url_path="home")
    st.navigation([page], position="hidden").run()
    _look(folder, shown.publication_id if shown else None)


main()
