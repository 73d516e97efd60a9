"""The morning screen is dark whatever the reader's system says: it hangs on a wall in a dimmed room."""

from __future__ import annotations

from dataclasses import asdict

from dashboard.assets import STATIC_DIR
from dashboard.maps.palette import DARK


def css() -> str:
    """Give the style of the page.

    Streamlit's theme is one for the whole application, so the page paints over it. Tables in dialogs keep the reader's theme: they are
    painted on a canvas that no style sheet reaches.
    """
    colours = " ".join(f"--{name}: {colour};" for name, colour in asdict(DARK).items())
    return f"<style>:root {{ {colours} }}\n{(STATIC_DIR / 'today.css').read_text(encoding='utf-8')}</style>"
