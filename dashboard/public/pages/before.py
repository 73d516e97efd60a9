"""Before the first publication: what will be here, and what never will."""

from __future__ import annotations

import html

import streamlit as st

from dashboard.wording import Wording

BLOCKS = (("air", "air"), ("list_before", "list"), ("complaints", "complaints"))
STYLE = """<style>
.lead { font-size: 17px; line-height: 1.7; }
.promise { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-left: 4px solid #0b5cad; border-radius: 8px;
  padding: 10px 14px; margin: 10px 0; line-height: 1.7; overflow-wrap: anywhere; }
.promise h2 { font-size: 18px; margin: 0 0 2px; padding: 0; }
.promise p { margin: 0; }
.promise.never { border-left-color: #6b7788; }
</style>"""


def _block(title: str, text: str, *, mark: str = "") -> str:
    return f'<section class="promise {mark}"><h2>{html.escape(title)}</h2><p>{html.escape(text)}</p></section>'


def show(title: str, *, wording: Wording) -> None:
    """Draw the whole page; no data has been published yet."""
    st.html(f"<h1>{html.escape(title)}</h1>")
    parts = [f'{STYLE}<p class="lead">{html.escape(wording("public.lead"))}</p>', f"<h3>{html.escape(wording('public.what'))}</h3>"]
    parts += [_block(wording(f"public.{title}"), wording(f"public.{text}_text")) for title, text in BLOCKS]
    parts.append(_block(wording("public.never"), wording("public.never_text"), mark="never"))
    st.html("".join(parts))
