"""Texts of the frame around every page."""

TEXTS = {
    "app.internal": "Lanxun · pollution-source supervision",
    "app.demo": "Demo data: an invented city with invented companies and readings. Not for any decision.",
    "app.language": "Language",
    "language.zh": "中文",
    "language.en": "English",
    "app.no_build": "There is nothing to show yet",
    "app.no_build_next": "Build the warehouse first; then reload this page. No restart is needed.",
    "app.fault": "This page cannot be shown now",
    "app.fault_next": "The published data are untouched. Reload once; if it stays, tell the administrator the data version.",
    "app.newer": "New data have arrived; this page is about to be renewed.",
    "app.not_yours": "This page is outside your role; ask the administrator if you need it.",
    # pages
    "page.data": "Data check-up",
}
