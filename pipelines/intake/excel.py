"""Read .xlsx, .xls and WPS .et workbooks, guarded before and during the reading."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import InputError
from pipelines.intake import headings
from pipelines.intake.bundles import check_zip
from pipelines.intake.limits import Limits
from pipelines.intake.sheet import CELLS, Record, Sheet, store, stored_text

PACKAGE_PARENT = Path(__file__).resolve().parent.parent.parent
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


def _check_bytes(path: Path, *, limits: Limits, place: str) -> None:
    with path.open("rb") as file:
        head = file.read(4096)
    if head[:4] == ZIP:
        try:
            with zipfile.ZipFile(path) as archive:
                check_zip(archive, limits=limits, place=place)
                for info in archive.infolist():
                    if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(info).read(2048).upper():
                        raise InputError(
                            f"{place} declares a document type in {info.filename}, which no workbook needs; save it again in Excel or WPS"
                        )
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as fault:
            raise InputError(f"{place} is a damaged workbook ({fault}); open and save it again in Excel or WPS") from fault
        return
    if head[:4] == OLE:
        return
    lowered = head.lstrip().lower()
    if lowered.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"\xef\xbb\xbf<")):
        raise InputError(f"{place} is a web page with the ending of a workbook; open it in Excel or WPS and save it as .xlsx")
    raise InputError(
        f'{place} is no workbook (its first bytes are {head[:4].hex(" ") or "none"}); if it is text, set format = "csv" in feeds.toml'
    )


def _read(path: Path, *, out: Path, limits: Limits, place: str) -> list[dict[str, object]]:
    """Run the child and return what it says of each sheet."""
    command = [
        sys.executable,
        "-m",
        "pipelines.intake.excel_child",
        str(path),
        str(out),
        str(limits.excel_memory_bytes),
        str(limits.excel_cpu_s),
    ]
    try:
        ended = subprocess.run(command, cwd=PACKAGE_PARENT, capture_output=True, timeout=limits.excel_wall_s, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as fault:
        raise InputError(f"{place} took longer than {limits.excel_wall_s} s to read; save the needed sheet alone or as CSV") from fault
    if ended.returncode == 0:
        found: list[dict[str, object]] = json.loads((out / "sheets.json").read_text(encoding="utf-8"))
        return found
    if ended.returncode == 3:
        raise InputError(f"{place} is locked with a password; save it without one")
    if ended.returncode == 4:
        raise InputError(
            f"{place} is a damaged workbook ({(out / 'fault').read_text(encoding='utf-8')}); open and save it again in Excel or WPS"
        )
    raise InputError(
        f"{place} needs more than {limits.excel_memory_bytes >> 20} MB or {limits.excel_cpu_s} s to read; "
        "a cell far outside the table is the usual cause: copy the table into a new workbook or save it as CSV"
    )


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _head(path: Path, *, limits: Limits) -> list[list[str]]:
    return [row for _, row in zip(range(limits.heading_lines), _rows(path), strict=False)]


def _sheet(con: duckdb.DuckDBPyConnection, path: Path, name: str, heading: headings.HeadingRow) -> Sheet:
    width = len(heading.headings)
    blank = heading.index + 1
    line_count = path.read_bytes().count(b"\n")

    def records() -> Iterator[Record]:
        nonlocal blank
        for line, row in enumerate(_rows(path), start=1):
            if line <= heading.index + 1:
                continue
            if not any(cell.strip() for cell in row):
                blank += 1
                continue
            cells = [*row, *[""] * (width - len(row))][:width]
            yield Record(line=line, cells=cells, raw_text="\t".join(row))

    store(con, records(), width=width)
    return Sheet(
        name=name, relation=CELLS, headings=heading.headings, line_count=line_count, non_data=blank,
        raw_text=lambda lines: stored_text(con, lines),
    )  # fmt: skip


def sheets(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    feed: Feed,
    contract: Contract,
    *,
    scratch: Path,
    limits: Limits,
    notes: list[str],
    place: str,
) -> Iterator[Sheet]:
    """Every sheet that has the feed's headings; hidden sheets and sheets without any of them are noted."""
    _check_bytes(path, limits=limits, place=place)
    known = _read(path, out=scratch, limits=limits, place=place)
    names = [str(sheet["name"]) for sheet in known]
    if feed.sheet is not None and feed.sheet not in names:
        raise InputError(
            f"{place} has no sheet {feed.sheet!r}; it has {', '.join(names)}; correct sheet in feed {feed.name!r} of feeds.toml"
        )
    header_row = None if feed.header_row is None else feed.header_row - 1
    is_found, closest = False, (-1, "", [[""]])
    for sheet, name in zip(known, names, strict=True):
        if not sheet["is_table"] or (feed.sheet is not None and name != feed.sheet):
            continue
        if sheet["is_hidden"] and feed.sheet is None:
            notes.append(f"{place}: hidden sheet {name!r} was not read; name it in feeds.toml (sheet = {name!r}) if it is data")
            continue
        table = scratch / f"{sheet['number']}.jsonl"
        head = _head(table, limits=limits)
        heading = headings.find(feed, contract, head, header_row=header_row)
        if heading is None:
            score = headings.best(feed, contract, head)
            closest = max(closest, (score, name, head), key=lambda item: item[0])
            if score:
                raise headings.refusal(feed, contract, head, place=f"{place}, sheet {name!r}")
            notes.append(f"{place}: sheet {name!r} has none of the headings of feed {feed.name!r} and was not read")
            continue
        is_found = True
        yield _sheet(con, table, name, heading)
    if not is_found:
        raise headings.refusal(feed, contract, closest[2], place=f"{place}, sheet {closest[1]!r}")


def heads(path: Path, *, scratch: Path, limits: Limits, rows: int) -> list[tuple[str, list[list[str]]]]:
    """The first rows of every visible sheet, for a draft."""
    _check_bytes(path, limits=limits, place=path.name)
    found: list[tuple[str, list[list[str]]]] = []
    for sheet in _read(path, out=scratch, limits=limits, place=path.name):
        if sheet["is_table"] and not sheet["is_hidden"]:
            table = _rows(scratch / f"{sheet['number']}.jsonl")
            found.append((str(sheet["name"]), [row for _, row in zip(range(rows), table, strict=False)]))
    return found
