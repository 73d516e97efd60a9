"""Files made to kill the reader are stopped by limits: one sentence, bounded time, and this process lives on."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.intake.limits import Limits
from tests.dirty.damages import HEAD, workbook, zipped
from tests.pipelines.intake.town import READINGS, build, feed, intake

LAYER = 'columns = { code = "c", name = "n" }'
SMALL = Limits(memory="400MB", excel_memory_bytes=1 << 30, excel_cpu_s=10, excel_wall_s=20, line_bytes=1 << 20, unpacked_bytes=64 << 20)


def _far_cell() -> bytes:
    sheet = '<c r="XFD1048576"><v>1</v></c>'
    data = workbook(lambda book: book.add_worksheet("s").write_row("A1", ["站点编码", "时间", "PM2.5"]))
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            text = source.read(info)
            if info.filename.endswith("sheet1.xml"):
                text = text.replace(b"</sheetData>", f'<row r="1048576">{sheet}</row></sheetData>'.encode())
            archive.writestr(info.filename, text)
    return target.getvalue()


def _doctype() -> bytes:
    data = workbook(lambda book: book.add_worksheet("s"))
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for info in source.infolist():
            text = source.read(info)
            if info.filename.endswith("sheet1.xml"):
                text = text.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>', 1)
            archive.writestr(info.filename, text)
    return target.getvalue()


def _lying_zip() -> bytes:
    """A member that says it is 10 bytes and unpacks to 4 MB."""
    data = bytearray(zipped({"a.csv": b"0" * (4 << 20)}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + at
        data[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "table", "body", "sentence"),
    [
        ("a.zip", zipped({"a.csv": b"0" * (80 << 20)}), "readings", READINGS, "would unpack to 80 MB, more than the limit"),
        ("b.zip", zipped({"a.csv": b"0" * (40 << 20)}), "readings", READINGS, "as only a zip bomb does"),
        ("c.zip", _lying_zip(), "readings", READINGS, "c.zip"),
        ("d.xlsx", zipped({"xl/worksheets/sheet1.xml": b" " * (80 << 20)}), "readings", READINGS, "would unpack to"),
        ("e.xlsx", _far_cell(), "readings", READINGS, "a cell far outside the table"),
        ("f.xlsx", _doctype(), "readings", READINGS, "declares a document type"),
        ("g.geojson", b'{"type":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "districts", LAYER, "nests deeper than 64 levels"),
        ("h.csv", HEAD.encode() + b"x" * (20 << 20), "readings", READINGS, "line 2 is longer than 1 MB"),
        ("i.csv", ("," * 300_000 + HEAD).encode(), "readings", READINGS, "more than the limit 20000"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and len(value) < 12 else "",
)
def test_bomb_ends_in_a_sentence(name: str, data: bytes, table: str, body: str, sentence: str, tmp_path: Path) -> None:
    build(tmp_path, feed(table, body), {name: data})
    began = time.monotonic()
    with pytest.raises(InputError) as told:
        intake(tmp_path, SMALL)
    assert sentence in str(told.value), str(told.value)
    assert time.monotonic() - began < 30


def test_every_line_an_open_quote_ends_in_bounded_time(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS), {"a.csv": (HEAD + '"1001A,2024-01-05 08:00,36\n' * 4001).encode()})
    began = time.monotonic()
    (partition,) = intake(tmp_path, SMALL).partitions
    assert time.monotonic() - began < 30
    assert partition.lines["rejected"] >= 1


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS), {"a.csv": b"x" * 2000})
    with pytest.raises(InputError, match="more than the limit"):
        intake(tmp_path, Limits(file_bytes=1000))
