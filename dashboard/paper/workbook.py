"""A table as an Excel file that says who took it, when, and from which data."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pandas as pd
import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48
# a text is a text: no cell becomes a formula, a link or a number
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True, "in_memory": True}


def _width(values: list[str], heading: str) -> int:
    longest = max((sum(2 if ord(mark) > 0x2E7F else 1 for mark in text) for text in [heading, *values[:200]]), default=8)
    return min(WIDEST, longest + 2)


def _cell(value: object) -> object:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M}" if value.hour or value.minute else f"{value:%Y-%m-%d}"
    return value if isinstance(value, int | float | str | bool) else getattr(value, "item", lambda: str(value))()


def workbook(rows: pd.DataFrame, *, title: str, headings: Mapping[str, str], about: Mapping[str, str]) -> bytes:
    """Write one sheet with the rows and one that says where they come from.

    Parameters
    ----------
    rows
        Any frame; its order is kept.
    headings
        Name of each column for the reader; a column without one keeps its own.
    about
        What the second sheet says, line by line: user, time, data version, mark of demo data.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        head = book.add_format({"bold": True, "bg_color": "#d8e0ea", "border": 1, "text_wrap": True, "valign": "vcenter"})
        note = book.add_format({"italic": True})
        sheet = book.add_worksheet(title[:28] or "表")
        sheet.write_string(0, 0, "　".join(f"{name}：{value}" for name, value in about.items()), note)
        for number, column in enumerate(rows.columns):
            heading = headings.get(column, column)
            cells = [_cell(value) for value in rows[column]]
            sheet.write_string(1, number, heading, head)
            sheet.write_column(2, number, cells)
            sheet.set_column(number, number, _width([str(cell) for cell in cells], heading))
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if len(rows):
            sheet.autofilter(1, 0, len(rows) + 1, max(0, len(rows.columns) - 1))
    return file.getvalue()
