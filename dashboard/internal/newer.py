"""A newer build reaches a page that somebody left open, without taking anything out of their hands."""

from __future__ import annotations

import html

import streamlit as st

from dashboard.internal.reading import warehouse
from dashboard.internal.screen import Screen
from pipelines.errors import NoBuildError

# one short file is read; a new build is to be seen in less than 5 s
LOOK_EVERY_S = 2
STYLE = "position:fixed;right:16px;bottom:16px;z-index:999;background:#0b5cad;color:#fff;border-radius:6px;padding:8px 16px;font-weight:600"
# Renewing closes a dialog and forgets what is being typed, so the page waits until neither is there.
SCRIPT = """
export default function (component) {
  const { parentElement, setTriggerValue } = component;
  clearTimeout(parentElement.waits);
  const isBusy = () => document.querySelector("[role=dialog]")
    || (document.activeElement && document.activeElement.matches("textarea, input[type=text], [contenteditable=true]"));
  const turn = () => { if (isBusy()) { parentElement.waits = setTimeout(turn, 500); } else { setTriggerValue("free", true); } };
  turn();
  return () => clearTimeout(parentElement.waits);
}
"""


def _is_newer(screen: Screen) -> bool:
    try:
        return warehouse.newest(screen.city.folder) != screen.build.build_id
    except NoBuildError:
        return False


@st.fragment(run_every=LOOK_EVERY_S)
def look(screen: Screen) -> None:
    """Say that newer data have arrived and renew the page as soon as nobody is in the middle of something."""
    if not _is_newer(screen):
        return
    st.html(f'<div style="{STYLE}" role="status" data-newer>{html.escape(screen.wording("app.newer"))}</div>')
    heard = st.components.v2.component("lanxun_newer", js=SCRIPT)(key="newer", on_free_change=lambda: None)
    if heard.free:
        st.rerun(scope="app")
