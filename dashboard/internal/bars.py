"""A ranking as bars with the number at the end."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

STYLE = """<style>
.bars { width: 100%; border-collapse: collapse; font-size: 15px; font-variant-numeric: tabular-nums; }
.bars th { font-weight: 600; font-size: 13px; text-align: left; padding: 2px 6px; border-bottom: 1px solid currentColor; }
.bars td { padding: 3px 6px; white-space: nowrap; }
.bars td.bar { width: 40%; }
.bars td.bar div { height: 12px; border-radius: 2px; background: var(--bar, #5b8fc7); min-width: 1px; }
.bars td.number { text-align: right; font-weight: 600; }
.bars td.note { font-size: 13px; }
.bars tr.none td { opacity: .8; }
</style>"""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One area in a ranking; without a rank it stands at the end with the reason."""

    rank: int | None
    name: str
    value: float | None
    text: str
    note: str = ""


def bars(rows: Sequence[Bar], *, headings: tuple[str, str, str, str]) -> str:
    """Write bars as an HTML table; `headings` name rank, area, value and note."""
    longest = max((bar.value for bar in rows if bar.value is not None), default=0.0) or 1.0
    rank, area, value, note = (html.escape(heading) for heading in headings)
    head = f"<tr><th>{rank}</th><th>{area}</th><th></th><th>{value}</th><th>{note}</th></tr>"
    return f'{STYLE}<table class="bars">{head}{"".join(_row(bar, longest) for bar in rows)}</table>'


def _row(bar: Bar, longest: float) -> str:
    share = 0.0 if bar.value is None else max(0.0, bar.value) / longest
    drawn = "" if bar.value is None else f'<div style="width:{share:.1%}"></div>'
    return (
        f'<tr class="{"none" if bar.rank is None else ""}"><td>{"—" if bar.rank is None else bar.rank}</td><td>{html.escape(bar.name)}</td>'
        f'<td class="bar">{drawn}</td><td class="number">{html.escape(bar.text)}</td><td class="note">{html.escape(bar.note)}</td></tr>'
    )
