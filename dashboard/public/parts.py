"""Pieces of HTML that the sections share; every text that comes from data is escaped here."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.public.reading.publication import Publication
from dashboard.wording import Wording

TONES = {"dark": "#000000", "light": "#ffffff"}
NONE = "—"


@dataclass(frozen=True, kw_only=True)
class Head:
    """One column of a table: its heading, whether it holds numbers, whether a phone leaves it out."""

    title: str
    is_number: bool = False
    is_wide: bool = False
    is_day: bool = False

    @property
    def said(self) -> str:
        """The heading as a phone puts it before the cell, with the colon of its language."""
        return f"{self.title}: " if self.title.isascii() else f"{self.title}："

    @property
    def css(self) -> str:
        """The classes of its cells."""
        return " ".join(name for name, is_so in (("n", self.is_number), ("wide", self.is_wide), ("day", self.is_day)) if is_so)


def safe(value: object) -> str:
    """Make a value fit to stand in HTML; nothing is a dash."""
    return NONE if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)) else html.escape(str(value))


def part(anchor: str, title: str) -> str:
    """The heading of a section, which links of the page lead to."""
    return f'<h2 class="part" id="{anchor}">{html.escape(title)}</h2>'


def number(value: object, *, decimals: int = 0) -> str:
    """A number as it is read, a dash for none."""
    return NONE if pd.isna(value) else f"{float(str(value)):.{decimals}f}"


def fill(shown: Publication, code: object) -> str:
    """The colours of a level as a style; nothing for no level."""
    level = shown.level(code)
    return "" if level is None else f"background:{level['hex']};color:{TONES[level['text_tone']]}"


def word(shown: Publication, code: object, wording: Wording) -> str:
    """The word of a level; NA where there is none, as the text asks."""
    level = shown.level(code)
    return "NA" if level is None else str(level["category_en" if wording.language == "en" else "category_zh"])


def table(heads: Sequence[Head], rows: Iterable[Sequence[str]], *, css: str = "data", caption: str = "") -> str:
    """A table of cells that are already safe; on a phone each cell can say its own heading."""
    top = "".join(f'<th scope="col" class="{head.css}">{html.escape(head.title)}</th>' for head in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{head.css}"' + (f' data-is="{html.escape(head.said)}"' if place else "") + f">{cell}</td>"
            for place, (head, cell) in enumerate(zip(heads, row, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    label = f' aria-label="{html.escape(caption)}"' if caption else ""
    return f'<div class="scroll"><table class="{css}"{label}><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
