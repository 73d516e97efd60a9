"""Numbers by month as a grid: a row for each kind, a column for each month, and no mark where nobody was counting."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STYLE = """<style>
.months { border-collapse: separate; border-spacing: 2px; width: 100%; table-layout: fixed; font-size: 13px; }
.months th { font-weight: 500; text-align: left; white-space: nowrap; padding: 0 4px; border: 0; }
.months thead th { text-align: center; font-size: 12px; padding: 0; }
.months .row-name { width: 9.5em; }
.months td { height: 24px; padding: 0; text-align: center; border: 0; border-radius: 3px; font-variant-numeric: tabular-nums;
  background: color-mix(in srgb, currentColor 5%, transparent); }
.months td.on { font-weight: 700; }
.months td.plain { background: color-mix(in srgb, #0b5cad 30%, transparent); }
.months td.alert { background: color-mix(in srgb, #d97706 38%, transparent); }
.months td.state { background: color-mix(in srgb, #0f766e 30%, transparent); }
.months td.none, .months tr.bars td.none {
  background: repeating-linear-gradient(135deg, color-mix(in srgb, currentColor 22%, transparent) 0 1px, transparent 1px 5px); }
.months .bar { display: flex; flex-direction: column; justify-content: flex-end; align-items: center; height: 52px; }
.months .bar i { display: block; width: 70%; background: #0b5cad; border-radius: 2px 2px 0 0; min-height: 1px; }
.months tr.bars td { height: 54px; background: none; border-radius: 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
</style>"""
BAR_PX = 34


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kind.

    Attributes
    ----------
    tone
        `plain` for what is done, `alert` for what is found, `state` for what is in force.
    begins
        The month (yyyymm) its records begin with; None when there are none at all.
    words
        What to write for a month instead of its number.
    """

    name: str
    numbers: Mapping[int, int]
    tone: str = "plain"
    begins: int | None = 0
    words: Mapping[int, str] | None = None


def months_until(last: int, count: int) -> list[int]:
    """List months (yyyymm) up to and with one."""
    end = last // 100 * 12 + last % 100 - 1
    return [number // 12 * 100 + number % 12 + 1 for number in range(end - count + 1, end + 1)]


def _head(months: Sequence[int]) -> str:
    years: dict[int, int] = {}
    for month in months:
        years[month // 100] = years.get(month // 100, 0) + 1
    spans = "".join(f'<th scope="colgroup" colspan="{count}">{year}</th>' for year, count in years.items())
    names = "".join(f'<th scope="col">{month % 100}</th>' for month in months)
    corner = '<td class="row-name" style="background:none"></td>'
    return f"<thead><tr>{corner}{spans}</tr><tr>{corner}{names}</tr></thead>"


def _cell(row: Row, month: int, *, no_record: str) -> str:
    if row.begins is None or month < row.begins:
        return f'<td class="none" aria-label="{html.escape(no_record)}"></td>'
    number = row.numbers.get(month, 0)
    if not number:
        return '<td aria-label="0"></td>'
    said = (row.words or {}).get(month, f"{number:,}")
    return f'<td class="on {row.tone}">{html.escape(said)}</td>'


def _bar(row: Row, month: int, highest: int, *, no_record: str) -> str:
    if row.begins is None or month < row.begins:
        return f'<td class="none" aria-label="{html.escape(no_record)}"></td>'
    number = row.numbers.get(month, 0)
    height_px = round(BAR_PX * number / highest) if highest else 0
    return f'<td><span class="bar">{number or ""}<i style="height:{height_px}px"></i></span></td>' if number else '<td aria-label="0"></td>'


def _table(months: Sequence[int], body: str) -> str:
    return f'{STYLE}<table class="months">{_head(months)}<tbody>{body}</tbody></table>'


def grid(rows: Sequence[Row], months: Sequence[int], *, no_record: str) -> str:
    """Write the grid as HTML."""
    body = "".join(
        f'<tr><th scope="row" class="row-name">{html.escape(row.name)}</th>'
        f"{''.join(_cell(row, month, no_record=no_record) for month in months)}</tr>"
        for row in rows
    )
    return _table(months, body)


def bars(rows: Sequence[Row], months: Sequence[int], *, no_record: str) -> str:
    """Write one row of bars for each kind, all to one scale, the number on each."""
    highest = max((row.numbers.get(month, 0) for row in rows for month in months), default=0)
    body = "".join(
        f'<tr class="bars"><th scope="row" class="row-name">{html.escape(row.name)}</th>'
        f"{''.join(_bar(row, month, highest, no_record=no_record) for month in months)}</tr>"
        for row in rows
    )
    return _table(months, body)
