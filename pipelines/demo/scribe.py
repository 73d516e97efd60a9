"""Write raw files as a bureau's systems and hands leave them, the same bytes every time, and count every trap set on the way."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.demo.span import BEIJING

Cell = str | int | float
Row = Sequence[Cell]
MADE_AT = dt.datetime(2026, 12, 8, 8, 0)


@dataclass(frozen=True, kw_only=True)
class Trap:
    """One planted fault: what it is, where it lies (line = physical line or sheet row), and what a good intake does with it.

    `outcome`: loaded, missing (null without a fault), rejected_cell, rejected_row, non_data, exact_duplicate, superseded, place, merged.
    """

    trap: str
    outcome: str
    file: str
    line: int | None = None
    column: str | None = None
    text: str | None = None
    key: str | None = None
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Page:
    """One sheet of a workbook made by hand."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Row]
    titles: Sequence[str] = ()
    groups: Sequence[tuple[int, int, str]] = ()
    repeat_every: int = 0
    totals: Row = ()
    hidden: Sequence[Row] = field(default_factory=tuple)

    @property
    def first_line(self) -> int:
        """The sheet row of the first data row."""
        return len(self.titles) + (1 if self.groups else 0) + 2

    def line(self, index: int) -> int:
        """The sheet row of a data row, repeated headings counted."""
        return self.first_line + index + (index // self.repeat_every if self.repeat_every else 0)


class Scribe:
    """Writes below one folder; `traps` is the census of what was planted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.traps: list[Trap] = []

    def plant(self, trap: str, outcome: str, file: str, **where: Any) -> None:
        """Enter a trap into the census."""
        self.traps.append(Trap(trap=trap, outcome=outcome, file=file, **where))

    def put(self, name: str, content: bytes, *, received_at: dt.datetime) -> None:
        """Write bytes and date the file as received at that local time."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        moment = received_at.replace(tzinfo=BEIJING).timestamp()
        os.utime(path, (moment, moment))

    def text(self, name: str, lines: Iterable[str], *, received_at: dt.datetime, encoding: str = "utf-8") -> None:
        """Write ready lines."""
        self.put(name, ("\n".join(lines) + "\n").encode(encoding), received_at=received_at)
        if encoding != "utf-8":
            self.plant("encoding_" + encoding.replace("-", "_"), "loaded", name)

    def csv(
        self,
        name: str,
        headings: Sequence[str],
        rows: Iterable[Row],
        *,
        received_at: dt.datetime,
        encoding: str = "utf-8",
        titles: Sequence[str] = (),
    ) -> None:
        """Write rows with quotes where they are needed."""
        buffer = io.StringIO()
        for title in titles:
            buffer.write(title + "," * (len(headings) - 1) + "\n")
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
        self.text(name, buffer.getvalue().removesuffix("\n").split("\n"), received_at=received_at, encoding=encoding)
        if titles:
            self.plant("title_line", "non_data", name, count=len(titles))

    def zip(self, name: str, members: Sequence[tuple[str, bytes]], *, received_at: dt.datetime) -> None:
        """Write an archive whose members carry one fixed time."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members:
                info = zipfile.ZipInfo(member, date_time=received_at.timetuple()[:6])
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        self.put(name, buffer.getvalue(), received_at=received_at)

    def xlsx(self, name: str, page: Page, *, received_at: dt.datetime) -> None:
        """Write a workbook with everything a hand adds to it: titles, merged headings, headings again, totals, a hidden sheet."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
        book.set_properties({"created": MADE_AT, "comments": "演示数据"})
        sheet = book.add_worksheet(page.name)
        self._heads(book, sheet, page)
        for i, row in enumerate(page.rows):
            if page.repeat_every and i and i % page.repeat_every == 0:
                _write(sheet, page.line(i) - 2, page.headings)
                self.plant("repeated_heading", "non_data", name, line=page.line(i) - 1)
            _write(sheet, page.line(i) - 1, row)
        if page.totals:
            last = page.line(len(page.rows) - 1)
            _write(sheet, last, page.totals)
            self.plant("totals_row", "non_data", name, line=last + 1)
        self._trimmings(book, page, name)
        book.close()
        self.put(name, buffer.getvalue(), received_at=received_at)

    def _heads(self, book: Any, sheet: Any, page: Page) -> None:
        for i, title in enumerate(page.titles):
            sheet.merge_range(i, 0, i, len(page.headings) - 1, title, book.add_format({"align": "center"}))
        for first, last, group in page.groups:
            row = len(page.titles)
            if first == last:
                sheet.write_string(row, first, group)
            else:
                sheet.merge_range(row, first, row, last, group, None)
        _write(sheet, page.first_line - 2, page.headings)

    def _trimmings(self, book: Any, page: Page, name: str) -> None:
        if page.hidden:
            other = book.add_worksheet("代码表")
            for i, row in enumerate(page.hidden):
                _write(other, i, row)
            other.hide()
            self.plant("hidden_sheet", "non_data", name, count=1)
        if page.titles:
            self.plant("title_line", "non_data", name, count=len(page.titles))
        if page.groups:
            self.plant("merged_heading", "non_data", name, line=len(page.titles) + 1)


def _write(sheet: Any, row: int, cells: Row) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(row, column, cell)
        else:
            sheet.write_number(row, column, cell)
