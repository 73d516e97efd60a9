"""Keys for the meeting room: full screen, and from one of the leaders' pages to the next without a mouse."""

from __future__ import annotations

import html

import streamlit as st

from dashboard.internal.screen import Screen

LEADER_PAGES = ("today", "station", "ranking", "emergency")
SCRIPT = """
export default function (component) {
  const { parentElement, setTriggerValue } = component;
  if (parentElement.presenterEnds) { parentElement.presenterEnds(); }

  /* whoever types, or stands on something that arrows move, keeps the keys */
  const isBusy = (target) => Boolean(target && target.closest && target.closest(
    "input, textarea, select, [contenteditable=true], [role=slider], [role=radiogroup], [role=tablist], [role=listbox], [role=dialog]"));

  const turnFullScreen = () => document.fullscreenElement
    ? document.exitFullscreen() : document.documentElement.requestFullscreen().catch(() => undefined);

  const onKey = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isBusy(event.target)) { return; }
    if (document.querySelector("[role=dialog]")) { return; }
    if (event.key === "f" || event.key === "F") { turnFullScreen(); }
    else if (event.key === "ArrowRight") { setTriggerValue("turned", "next"); }
    else if (event.key === "ArrowLeft") { setTriggerValue("turned", "previous"); }
  };
  /* the map is a frame of its own: there the arrows move the map, F still works */
  const onMapKey = (event) => { if (event.key === "f" || event.key === "F") { turnFullScreen(); } };
  const heard = new Set();
  const onBlur = () => {
    const frame = document.activeElement;
    if (!frame || frame.tagName !== "IFRAME" || !frame.contentDocument || heard.has(frame.contentDocument)) { return; }
    heard.add(frame.contentDocument);
    frame.contentDocument.addEventListener("keydown", onMapKey);
  };

  document.addEventListener("keydown", onKey);
  window.addEventListener("blur", onBlur);
  document.documentElement.setAttribute("data-presenter", "ready");
  const ends = () => {
    document.removeEventListener("keydown", onKey);
    window.removeEventListener("blur", onBlur);
    heard.forEach((inside) => inside.removeEventListener("keydown", onMapKey));
    document.documentElement.removeAttribute("data-presenter");
  };
  parentElement.presenterEnds = ends;
  return ends;
}
"""
FULL_SCREEN = "<style>html:fullscreen .st-key-frame { display: none; } .st-key-presenter { position: absolute; }</style>"


def neighbour(key: str, *, turned: str, pages: tuple[str, ...]) -> str | None:
    """Give the next or the previous of the pages, round the corner; None when there is no other."""
    if key not in pages or len(pages) < 2:
        return None
    return pages[(pages.index(key) + (1 if turned == "next" else -1)) % len(pages)]


def listen(key: str, screen: Screen) -> None:
    """Listen to the keys on a leaders' page."""
    st.html(FULL_SCREEN)
    heard = st.components.v2.component("lanxun_presenter", js=SCRIPT)(key="presenter", on_turned_change=lambda: None)
    if not heard.turned:
        return
    pages = tuple(page for page in LEADER_PAGES if page in screen.pages and screen.person.may(page))
    other = neighbour(key, turned=str(heard.turned), pages=pages)
    if other is not None:
        screen.go(other)


def show_keys(screen: Screen) -> None:
    """List the keys in a small help."""
    wording = screen.wording
    with st.popover(wording("presenter.keys"), width="content"):
        lines = "".join(f"<div>{html.escape(wording(f'presenter.{name}'))}</div>" for name in ("f", "arrows", "esc", "note"))
        st.html(lines)
