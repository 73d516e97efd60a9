"""The kinds of damage real files have: each a small file, and what must come of it."""

# ruff: noqa: E501 — one damage a line reads as a table
from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

from tests.pipelines.intake.town import ENTERPRISES, READINGS

HEAD = "站点编码,时间,PM2.5\n"
PLACES = "编号,名称,经度,纬度,重点,评级日期\n"


@dataclass(frozen=True, kw_only=True)
class Damage:
    """A damaged file and its expected end: rows and reasons, or one sentence."""

    name: str
    data: bytes
    file: str = "a.csv"
    table: str = "readings"
    feed: str = READINGS
    loaded: int = 0
    non_data: int | None = None
    exact_duplicate: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    sentence: str | None = None
    note: str | None = None


def readings(body: str, **more: Any) -> Damage:
    """A CSV of readings below its headings."""
    return Damage(data=(more.pop("head", HEAD) + body).encode(more.pop("coding", "utf-8")), **more)


def places(body: str, **more: Any) -> Damage:
    """A CSV of enterprises below its headings."""
    return Damage(data=(PLACES + body).encode(), table="enterprises", feed=ENTERPRISES, **more)


def workbook(fill: Callable[[Any], None]) -> bytes:
    """The bytes of an .xlsx that `fill` wrote."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    fill(book)
    book.close()
    return stream.getvalue()


def old_workbook() -> bytes:
    """The bytes of an .xls."""
    stream = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("数据")
    for r, row in enumerate([["站点编码", "时间", "PM2.5"], ["1001A", "2024-01-05 08:00", 36.5]]):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    book.save(stream)
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """The bytes of a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _merged(book: Any) -> None:
    sheet = book.add_worksheet("台账")
    sheet.merge_range("A1:C1", "某市空气站小时值")
    sheet.merge_range("A2:A3", "站点编码")
    sheet.merge_range("B2:B3", "时间")
    sheet.write("C2", "监测值")
    sheet.write("C3", "PM2.5")
    sheet.merge_range("A4:A5", "1001A")
    sheet.write_row("B4", ["2024-01-05 08:00", 36])
    sheet.write_row("B5", ["2024-01-05 09:00", 37])


def _hidden(book: Any) -> None:
    for name in ("数据", "旧数据"):
        sheet = book.add_worksheet(name)
        sheet.write_row("A1", ["站点编码", "时间", "PM2.5"])
        sheet.write_row("A2", ["1001A", "2024-01-05 08:00", 36 if name == "数据" else 99])
    sheet.hide()


def _uscc(book: Any) -> None:
    sheet = book.add_worksheet("企业")
    sheet.write_row("A1", ["编号", "名称", "信用代码"])
    sheet.write_row("A2", ["e1", "某厂", 914201007179456789])


def _dated(book: Any) -> None:
    sheet = book.add_worksheet("数据")
    sheet.write_row("A1", ["站点编码", "时间", "PM2.5"])
    sheet.write("A2", "1001A")
    sheet.write_number("B2", 45296.375, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    sheet.write("C2", 36)
    sheet.write_row("A3", ["1001A", 45296.5, "#DIV/0!"])


def _locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _plain_book() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["站点编码", "时间", "PM10"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


TIMES = [
    ("2024-1-5 8:00", 8), ("2024/1/5 8:00", 8), ("2024年1月5日 8时", 8), ("2024年1月5日8时00分", 8), ("2024010508", 8), ("45296.333333", 8),
    ("2024-01-05T0800", 8), ("２０２４－０１－０５　０８：００", 8), ("2024.1.5 8:00:00", 8), ("2024-01-05T00:00:00Z", 8), ("2024-01-04 24:00", 0),
    ("20240105", 0), ("2024/1/5", 0),
]  # fmt: skip
DAMAGES: list[Damage] = [
    readings("1001A,2024-01-05 08:00:00,36\n", name="clean", loaded=1, non_data=1),
    Damage(name="gb18030", data=(HEAD + "一号𠮷,2024-01-05 08:00,36\n").encode("gb18030"), loaded=1, values={"station_id": ["一号𠮷"]}),
    readings("1001A,2024-01-05 08:00,36\n", name="utf8 bom", coding="utf-8-sig", loaded=1),
    readings("1001A,2024-01-05 08:00,36\n", name="utf16", coding="utf-16", loaded=1),
    readings("1001A,2024-01-05 08:00,36\n一号站,2024-01-05 08:00,1\n二号站,2024-01-05 08:00,1\n三号站,2024-01-05 08:00,2\n", name="one broken byte").__class__(
        name="one broken byte",
        data=(HEAD + "一号站,2024-01-05 08:00,1\n").encode() + b"\xe4\xb8,2024-01-05 08:00,1\n" + "三号站,2024-01-05 08:00,2\n".encode(),
        loaded=2,
        reasons={"row:undecodable_bytes": 1},
    ),
    Damage(name="no encoding fits", data="站点,时间\n".encode("gb18030") + b"\xff\xff\xfe\n", sentence=r"a\.csv, line 2: .*neither UTF-8 nor GB18030.*save"),
    Damage(name="unknown encoding", data=HEAD.encode(), feed=READINGS + '\nencoding = "klingon"', sentence=r"a\.csv: encoding 'klingon' is unknown; use"),
    Damage(name="empty file", data=b"", sentence=r"a\.csv is empty .*export it again"),
    Damage(name="only headings", data=HEAD.encode(), loaded=0, non_data=1),
    readings("某市环境监测站\n\n" + HEAD + "1001A,2024-01-05 08:00,36\n", head="", name="title lines", loaded=1, non_data=3),
    readings("1001A,2024-01-05 08:00,36\n" + HEAD + "1001A,2024-01-05 09:00,37\n", name="repeated heading", loaded=2, non_data=2),
    readings("1001A,2024-01-05 08:00,36\n合计,,36\n", name="totals", loaded=1, non_data=2),
    readings("1001A,2024-01-05 08:00,36\n合 计：1 条\n填报人：张三\n", name="spaced totals and signature", loaded=1, non_data=3),
    readings("1001A,2024-01-05 08:00,36\n\n,,\n  ,,\n", name="blank lines", loaded=1, non_data=4),
    readings("制表机械厂,2024-01-05 08:00,36\n", name="a name that begins like a signature", loaded=1, non_data=1),
    Damage(name="two-line heading cell", data='站点编码,时间,"PM2.5\n"\n1001A,2024-01-05 08:00,36\n'.encode(), loaded=1, non_data=2),
    Damage(name="missing heading", data="站点编码,时间,PM10\n1,2,3\n".encode(), sentence=r"a\.csv: heading 'PM2\.5' \(for pm25_ugm3\) is missing; line 1 has 站点编码, 时间, PM10"),
    Damage(name="heading twice", data="站点编码,时间,PM2.5,PM2.5\n1,2,3,4\n".encode(), sentence=r"a\.csv: heading 'PM2\.5'.* stands there twice"),
    Damage(name="wide headings written full-width", data="站点编码,时间,ＰＭ２．５\n1001A,2024-01-05 08:00,36\n".encode(), loaded=1),
    readings("1001A,2024-01-05 08:00\n1001A,2024-01-05 09:00,37\n", name="short row", loaded=1, reasons={"row:too_few_cells": 1}),
    readings("1001A,2024-01-05 08:00,36,7\n1001A,2024-01-05 09:00,37,,\n", name="long row", loaded=1, reasons={"row:too_many_cells": 1}),
    readings('"1001\nA",2024-01-05 08:00,36\n', name="record of two lines", loaded=1, non_data=2, values={"station_id": ["1001\nA"]}),
    readings('"1001A,2024-01-05 08:00,36\n1002A,2024-01-05 08:00,37\n', name="quote never closed", loaded=1, reasons={"row:unclosed_quote": 1}),
    readings('"10"01A,2024-01-05 08:00,36\n1002A,2024-01-05 08:00,37\n', name="text after a quote", loaded=1, reasons={"row:unreadable_record": 1}),
    readings('5" 管,2024-01-05 08:00,36\n', name="inch mark", loaded=1, values={"station_id": ['5" 管']}),
    readings("1001A,2024-01-05 08:00,36\r\n1002A,2024-01-05 08:00,37\n", name="mixed line ends", loaded=2),
    Damage(name="old Mac line ends", data=(HEAD + "1001A,2024-01-05 08:00,36\n").replace("\n", "\r").encode(), loaded=1, non_data=1),
    readings("1001A,2024-01-05 08:00,36", name="no last line end", loaded=1, non_data=1),
    Damage(name="semicolons", data=(HEAD + "1001A,2024-01-05 08:00,36\n").replace(",", ";").encode(), loaded=1),
    Damage(name="tabs", data=(HEAD + "1001A,2024-01-05 08:00,36\n").replace(",", "\t").encode(), loaded=1),
    readings("10\x0001A,2024-01-05 08:00,36\n1002A,2024-01-05 08:00,37\n", name="nul byte", loaded=1, reasons={"row:control_character": 1}),
    readings("1001A,2024-01-05 08:00,36\n" * 5, name="same line five times", loaded=1, exact_duplicate=4),
    readings("1001A,2024-01-05 08:00,３６\n", name="full-width digits", loaded=1, values={"pm25_ugm3": [36.0]}),
    readings('1001A,2024-01-05 08:00,"1,043"\n', name="thousands", loaded=1, values={"pm25_ugm3": [1043.0]}),
    readings("".join(f"1001A,2024-01-05 {i:02d}:00,{w}\n" for i, w in enumerate(["—", "/", "-", "NA", "-9999", "-99", "", " "])), name="not measured",
             loaded=8, values={"pm25_ugm3": [None] * 8}),
    readings("1001A,2024-01-05 08:00,<0.5\n1001A,2024-01-05 09:00,＜0.5\n1001A,2024-01-05 10:00,未检出\n", name="below detection", loaded=3,
             reasons={"cell:below_detection": 3}, values={"pm25_ugm3": [None] * 3}),
    readings("1001A,2024-01-05 08:00,1e400\n1001A,2024-01-05 09:00,NaN\n1001A,2024-01-05 10:00,inf\n", name="infinities", loaded=3,
             reasons={"cell:not_finite": 1, "cell:not_a_number": 2}),
    readings("1001A,2024-01-05 08:00,-5\n1001A,2024-01-05 09:00,36000\n", name="out of range", loaded=2, reasons={"cell:out_of_range": 2}),
    readings("1001A,2024-01-05 08:00,三十六\n1001A,2024-01-05 09:00,1_000\n", name="words for numbers", loaded=2, reasons={"cell:not_a_number": 2}),
    readings(",2024-01-05 08:00,36\n1001A,,36\n,,36\n", name="required cell empty", loaded=0,
             reasons={"row:required_missing": 2, "row:required_missing,required_missing": 1}),
    readings("1001A,24/1/5,1\n1001A,9,1\n1001A,13,1\n1001A,01/04/2021,1\n", name="ambiguous dates", loaded=0, reasons={"row:ambiguous_date": 4}),
    readings("1001A,昨天,1\n1001A,2024-02-30,1\n1001A,2024-01-05 25:00,1\n1001A,0024-01-05,1\n", name="impossible dates", loaded=0,
             reasons={"row:not_a_date": 1, "row:no_such_date": 1, "row:no_such_time": 1, "row:date_out_of_range": 1}),
    readings("".join(f"s{i},{text},1\n" for i, (text, _) in enumerate(TIMES)), name="ways to write a time", loaded=len(TIMES),
             values={"observed_at": [f"2024-01-05 {hour:02d}:00:00" for _, hour in TIMES]}),
    Damage(name="American dates by declaration", data=(HEAD + "1001A,01/04/2021,1\n").encode(), feed=READINGS + '\ntime_format = "%m/%d/%Y"', loaded=1,
           values={"observed_at": ["2021-01-04 00:00:00"]}),
    places('e1,某厂,113°37′12″,"34°45\'",是,45296\n', name="degrees and minutes", loaded=1, values={"lon": [113.62], "lat": [34.75], "is_key_unit": [True]}),
    places("e1,某厂,34.7,113.6,否,—\n", name="swapped axes stay as they came", loaded=1, values={"lon": [34.7], "lat": [113.6], "graded_on": [None]}),
    places("e1,某厂,1136000,34.7,是,\n", name="seconds as degrees", loaded=1, reasons={"cell:out_of_range": 1}),
    places("e1,某厂,113.6,34.7,也许,\n", name="neither yes nor no", loaded=1, reasons={"cell:not_a_boolean": 1}),
    Damage(name="word outside the list", data="编号,名称,坐标系\ne1,某厂,北京54\ne2,某厂,wgs84\n".encode(), table="enterprises",
           feed='columns = { enterprise_id = "编号", name = "名称", datum = "坐标系" }', loaded=2, reasons={"cell:unknown_word": 1}),
    Damage(name="credit code as a number", data=workbook(_uscc), file="a.xlsx", table="enterprises",
           feed='columns = { enterprise_id = "编号", name = "名称", uscc = "信用代码" }', loaded=1, reasons={"cell:digits_lost": 1}),
    Damage(name="merged headings and cells", data=workbook(_merged), file="a.xlsx", loaded=2, non_data=3, values={"station_id": ["1001A", "1001A"]}),
    Damage(name="hidden sheet", data=workbook(_hidden), file="a.xlsx", loaded=1, note="hidden sheet '旧数据' was not read"),
    Damage(name="Excel dates and errors", data=workbook(_dated), file="a.xlsx", loaded=2, reasons={"cell:excel_error": 1},
           values={"observed_at": ["2024-01-05 09:00:00", "2024-01-05 12:00:00"]}),
    Damage(name="old .xls", data=old_workbook(), file="a.xls", loaded=1),
    Damage(name="WPS .et", data=old_workbook(), file="a.et", loaded=1),
    Damage(name="web page as .xls", data=b"<html><table><tr><td>1</td></tr></table></html>", file="a.xls", sentence=r"a\.xls is a web page .*save it as \.xlsx"),
    Damage(name="text as .xlsx", data=HEAD.encode(), file="a.xlsx", sentence=r"a\.xlsx is no workbook .*format"),
    Damage(name="truncated .xlsx", data=_plain_book()[:900], file="a.xlsx", sentence=r"a\.xlsx is a damaged workbook .*save it again"),
    Damage(name="truncated .xls", data=_locked(), file="a.xls", sentence=r"a\.xls is a damaged workbook .*save it again"),
    Damage(name="workbook without the heading", data=_plain_book(), file="a.xlsx", sentence=r"a\.xlsx, sheet 'Sheet': heading 'PM2\.5' .*is missing"),
    Damage(name="truncated Parquet", data=b"PAR1\0\0\0", file="a.parquet", sentence=r"a\.parquet is no readable Parquet .*export it again"),
    Damage(name="broken GeoJSON", data=b'{"type": "FeatureCollection", "features": [', file="a.geojson", table="districts", feed='columns = { code = "c", name = "n" }',
           sentence=r"a\.geojson is broken JSON at line 1; export it again"),
    Damage(name="JSON that is no map", data=b'{"a": 1}', file="a.geojson", table="districts", feed='columns = { code = "c", name = "n" }', sentence=r"a\.geojson is JSON but no GeoJSON"),
    Damage(name="feature without a shape", data='{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"c":"1","n":"区"},"geometry":null}]}'.encode(),
           file="a.geojson", table="districts", feed='columns = { code = "c", name = "n" }', loaded=0, reasons={"row:required_missing": 1}),
    Damage(name="zip with hostile names", data=zipped({"../../evil.csv": (HEAD + "1001A,2024-01-05 08:00,36\n").encode(), "in.zip": b"x"}), file="a.zip", loaded=1,
           note="a zip inside a zip was not opened"),
    Damage(name="damaged zip", data=b"PK\x03\x04rest", file="a.zip", sentence=r"a\.zip is a damaged zip .*make it again"),
    Damage(name="empty zip", data=zipped({}), file="a.zip", sentence=r"a\.zip holds no file"),
    Damage(name="unknown ending", data=b"x", file="a.docx", sentence=r"a\.docx: ending '\.docx' is unknown; set format"),
    Damage(name="ppb without a rule", data=HEAD.encode(), feed=READINGS + '\nunits = { pm25_ugm3 = "ppb" }', sentence=r"unit 'ppb' of pm25_ugm3 cannot be turned into ug/m3"),
    Damage(name="CO in micrograms", data="站点编码,时间,CO\n1001A,2024-01-05 08:00,300\n".encode(),
           feed='columns = { station_id = "站点编码", observed_at = "时间", co_mgm3 = "CO" }\nunits = { co_mgm3 = "μg/m³" }', loaded=1, values={"co_mgm3": [0.3]}),
]  # fmt: skip
