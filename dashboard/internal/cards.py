"""Key figures in a row of equal cards that wraps on a narrow screen."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

STYLE = """<style>
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 10px; }
.card { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 8px; padding: 8px 14px; }
.card-label { font-size: 14px; opacity: .85; }
.card-value { font-size: 30px; font-weight: 700; line-height: 1.25; font-variant-numeric: tabular-nums; }
.card-note { font-size: 13px; opacity: .85; min-height: 1.3em; }
</style>"""


@dataclass(frozen=True, kw_only=True)
class Card:
    """One figure with its name and a word on it."""

    label: str
    value: str
    note: str = ""


def _html(card: Card) -> str:
    parts = (("label", card.label), ("value", card.value), ("note", card.note))
    return f'<div class="card">{"".join(f"""<div class="card-{name}">{html.escape(text)}</div>""" for name, text in parts)}</div>'


def show_cards(cards: Sequence[Card]) -> None:
    """Show figures side by side."""
    st.html(f'{STYLE}<div class="cards">{"".join(_html(card) for card in cards)}</div>')
