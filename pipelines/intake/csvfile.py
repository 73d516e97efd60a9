"""Read a CSV: DuckDB's parallel reader when every line is one record, a line-accurate reader when not."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import InputError
from pipelines.intake import encodings, headings
from pipelines.intake.casting import literal
from pipelines.intake.layouts import totals
from pipelines.intake.limits import Limits
from pipelines.intake.records import Reader, lines_of
from pipelines.intake.sheet import CELLS, Plain, Sheet, store, stored_text

DELIMITERS = (",", "\t", ";", "|", "，")
HEAD_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a CSV is written: found from its head, or declared."""

    path: Path
    newline: bytes
    delimiter: str
    heading: headings.HeadingRow
    survey: encodings.Survey

    @property
    def skip(self) -> int:
        """How many physical lines end with the heading row."""
        return self.heading.index + 1


def _head(path: Path, *, newline: bytes, limits: Limits) -> list[str]:
    lines: list[str] = []
    size = 0
    for raw in lines_of(path, newline=newline):
        lines.append(raw.decode("utf-8", "replace").rstrip("\r\n"))
        size += len(raw)
        if len(lines) >= limits.heading_lines or size > HEAD_BYTES:
            break
    return lines


def _cut(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return line.split(delimiter)


def _records(lines: list[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """The head as records, for headings that hold line ends, and the line each record ends on."""
    rows: list[list[str]] = []
    ends: list[int] = []
    reader = csv.reader([line + "\n" for line in lines], delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error:
        pass
    return rows, ends


def _layout(path: Path, feed: Feed, contract: Contract, *, survey: encodings.Survey, limits: Limits, place: str) -> Layout | None:
    """The layout of a UTF-8 file, or None when no delimiter shows the headings."""
    newline = b"\n" if survey.lf or not survey.cr else b"\r"
    lines = _head(path, newline=newline, limits=limits)
    header_row = None if feed.header_row is None else feed.header_row - 1
    for delimiter in (feed.delimiter,) if feed.delimiter else DELIMITERS:
        found = headings.find(feed, contract, [_cut(line, delimiter) for line in lines], header_row=header_row)
        if found is None and header_row is None:
            rows, ends = _records(lines, delimiter)
            found = headings.find(feed, contract, rows)
            found = found and headings.HeadingRow(index=ends[found.index] - 1, headings=found.headings)
        if found is not None:
            if len(found.headings) > limits.columns:
                raise InputError(f"{place} has {len(found.headings)} columns, more than the limit {limits.columns}; export it as long rows")
            return Layout(path=path, newline=newline, delimiter=delimiter, heading=found, survey=survey)
    return None


def _refusal(path: Path, feed: Feed, contract: Contract, *, limits: Limits, place: str) -> InputError:
    lines = _head(path, newline=b"\n", limits=limits)
    choices = [[_cut(line, delimiter) for line in lines] for delimiter in ((feed.delimiter,) if feed.delimiter else DELIMITERS)]
    rows = max(choices, key=lambda choice: headings.best(feed, contract, choice))
    return headings.refusal(feed, contract, rows, place=place)


def _is_ascii(feed: Feed) -> bool:
    return all(heading.isascii() for heading in (*feed.columns.values(), *feed.long.values(), *feed.where))


def _decoded(path: Path, feed: Feed, contract: Contract, *, scratch: Path, limits: Limits, place: str) -> Layout:
    """Go down the encoding ladder until the bytes decode strictly and the headings are there."""
    copy = scratch / "utf8.csv"

    def layout(file: Path, survey: encodings.Survey) -> Layout | None:
        return _layout(file, feed, contract, survey=survey, limits=limits, place=place)

    def transcoded(encoding: str) -> Layout | None:
        encodings.transcode(path, copy, encoding=encoding, place=place, limits=limits)
        return layout(copy, encodings.survey(copy, limits=limits, place=place))

    declared = feed.encoding or encodings.marked(path)
    if declared is not None and declared.lower().replace("-", "").replace("_", "") not in ("utf8", "utf8sig"):
        found = transcoded(declared)
        if found is None:
            raise _refusal(copy, feed, contract, limits=limits, place=place)
        return found
    survey = encodings.survey(path, limits=limits, place=place)
    found = layout(path, survey)
    # Headings found in letters beyond ASCII prove UTF-8; then bytes that do not decode are damage to their lines alone.
    if found is not None and (survey.is_utf8 or declared or not _is_ascii(feed) or encodings.is_damaged_utf8(path)):
        return found
    if not survey.has_high_bytes or declared:
        raise _refusal(path, feed, contract, limits=limits, place=place)
    try:
        found = transcoded("gb18030")
    except InputError as fault:
        if survey.is_utf8:
            raise _refusal(path, feed, contract, limits=limits, place=place) from None
        raise InputError(f"{fault}".replace("are not gb18030", "are neither UTF-8 nor GB18030")) from None
    if found is None:
        raise _refusal(path if survey.is_utf8 else copy, feed, contract, limits=limits, place=place)
    return found


def _raw_lines(layout: Layout) -> Callable[[Sequence[int]], Iterator[tuple[int, str]]]:
    def raw_text(lines: Sequence[int]) -> Iterator[tuple[int, str]]:
        wanted = iter(sorted(lines))
        following = next(wanted, None)
        for number, raw in enumerate(lines_of(layout.path, newline=layout.newline), start=1):
            if following is None:
                return
            if number == following:
                yield number, raw.decode("utf-8", "backslashreplace").rstrip("\r\n").removeprefix("\ufeff")
                following = next(wanted, None)

    return raw_text


def _relation(layout: Layout) -> str:
    names = ", ".join(f"{literal(f'c{i}')}: 'VARCHAR'" for i in range(len(layout.heading.headings)))
    newline = "\\r\\n" if layout.survey.cr else "\\n"
    return (
        f"read_csv({literal(str(layout.path))}, columns={{{names}}}, auto_detect=false, header=false, skip={layout.skip}, "
        f"delim={literal(layout.delimiter)}, quote='\"', escape='\"', comment='', new_line='{newline}', nullstr='', strict_mode=true, "
        f"max_line_size={1 << 21}, encoding='utf-8')"
    )


def fast(layout: Layout) -> Sheet | None:
    """A sheet over DuckDB's own reader; None when the bytes show that records may not be lines.

    The caller must still compare the number of records with the number of lines and fall back to `slow`.
    """
    survey = layout.survey
    if not (survey.is_even and survey.is_utf8 and not survey.has_controls and layout.newline == b"\n" and len(layout.delimiter) == 1):
        return None
    if survey.line_count <= layout.skip or re.search(r"[*?\[]", str(layout.path)) or len(layout.heading.headings) > 500:
        return None
    is_plain = not survey.quotes and layout.delimiter.isascii()
    return Sheet(
        name="",
        relation=_relation(layout),
        headings=layout.heading.headings,
        line_count=survey.line_count,
        non_data=layout.skip,
        raw_text=_raw_lines(layout),
        first_line=layout.skip + 1,
        is_clean=survey.underscores == sum(heading.count("_") for heading in layout.heading.headings),
        is_ascii=not survey.has_high_bytes,
        plain=Plain(path=layout.path, delimiter=layout.delimiter, skip=layout.skip) if is_plain else None,
    )


def slow(con: duckdb.DuckDBPyConnection, layout: Layout, *, limits: Limits, is_note: Callable[[list[str]], bool]) -> Sheet:
    """A sheet over the table `cells`, read line by line."""
    width = len(layout.heading.headings)
    reader = Reader(
        layout.path, newline=layout.newline, delimiter=layout.delimiter, skip=layout.skip, width=width, limits=limits, is_note=is_note
    )
    store(con, reader, width=width)
    return Sheet(
        name="",
        relation=CELLS,
        headings=layout.heading.headings,
        line_count=layout.survey.line_count,
        non_data=reader.non_data,
        raw_text=lambda lines: stored_text(con, lines),
        refused=tuple(reader.refused),
    )


def sheet(
    con: duckdb.DuckDBPyConnection, path: Path, feed: Feed, contract: Contract, *, scratch: Path, limits: Limits, place: str
) -> Sheet:
    """The one sheet of a CSV; refuses what cannot be read with InputError."""
    if path.stat().st_size == 0:
        raise InputError(f"{place} is empty (0 bytes); export it again or exclude it in feed {feed.name!r} of feeds.toml")
    layout = _decoded(path, feed, contract, scratch=scratch, limits=limits, place=place)
    total = totals(feed)

    def is_note(cells: list[str]) -> bool:
        first = next((cell.strip() for cell in cells if cell.strip()), "")
        return total.fullmatch(first) is not None

    def careful() -> Sheet:
        return slow(con, layout, limits=limits, is_note=is_note)

    quick = None if feed.layout == "china_sites" else fast(layout)
    return careful() if quick is None else replace(quick, fallback=careful)
