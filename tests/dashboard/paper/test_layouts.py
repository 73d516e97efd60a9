"""Word, PDF and picture say the same words, laid out as the standard says, whatever the words are."""

import io
import zipfile
from datetime import date

import pandas as pd
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook

from dashboard.paper.brief import Brief, Heading, PaperError, Paragraph, Section, Table, chinese_date, chinese_number
from dashboard.paper.bulletin import Bulletin, Card, StationLine, picture, plain
from dashboard.paper.pdf import pdf
from dashboard.paper.word import word
from dashboard.paper.workbook import workbook

SIGNS = ("拟稿", "审核", "签发")
HOSTILE = ('#import "/etc/passwd"', "$x^2$ *粗* _斜_ @a <b> \\ `c`", "<script>alert(1)</script>", "]] { } //", "=HYPERLINK(1)")


def a_brief(*texts: str, rows: int = 2) -> Brief:
    table = Table(caption="表1　各站点", headings=("站点", "AQI"), rows=tuple((f"站{i}", str(100 + i)) for i in range(rows)))
    first = Section(title="空气质量分析", headings=(Heading(title="昨日情况", parts=(*(Paragraph(text=text) for text in texts), table)),))
    second = Section(title="管控意见", parts=(Paragraph(text="组织属地巡查。", addressee="住房城乡建设局"),))
    return Brief(
        bureau="试验县生态环境局",
        title="试验县大气污染防治日研判报告",
        dated_on=date(2026, 12, 8),
        sections=(first, second),
        about="数据时间 2026-12-08 08:00",
        mark="演示数据",
        drafted_by="张三",
    )


def words_of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return "".join(text.split())


def words_of_word(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(paragraph.text for paragraph in paper.paragraphs), *cells]).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup(text: str) -> None:
    brief = a_brief(text)
    expected = "".join(text.split())
    assert expected in words_of_word(word(brief, signs=SIGNS))
    # Typst may put hyphens and quotes as other marks; the letters are the same
    assert sorted(set(filter(str.isalnum, expected)) - set(words_of_pdf(pdf(brief, signs=SIGNS)))) == []


def test_word_and_pdf_say_the_same() -> None:
    brief = a_brief("昨日（12月7日）AQI 199，中度污染。")
    in_word, in_pdf = words_of_word(word(brief, signs=SIGNS)), words_of_pdf(pdf(brief, signs=SIGNS))
    for said in ("一、空气质量分析", "（一）昨日情况", "AQI199", "二、管控意见", "【住房城乡建设局】", "2026年12月8日", "拟稿：张三"):
        assert said in in_word
        assert said in in_pdf


def test_the_word_page_is_that_of_the_standard() -> None:
    """GB/T 9704-2012 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 mm x 225 mm."""
    (section,) = Document(io.BytesIO(word(a_brief("甲"), signs=SIGNS))).sections
    # Word keeps lengths in twentieths of a point
    in_mm = [round(length / Mm(1)) for length in (section.page_width, section.page_height, section.top_margin, section.left_margin)]
    assert in_mm == [210, 297, 37, 28]
    assert round((section.page_width - section.left_margin - section.right_margin) / Mm(1)) == 156
    assert round((section.page_height - section.top_margin - section.bottom_margin) / Mm(1)) == 225


def test_every_run_names_its_chinese_font_and_language() -> None:
    paper = Document(io.BytesIO(word(a_brief("甲"), signs=SIGNS)))
    runs = [run for paragraph in paper.paragraphs for run in paragraph.runs]
    fonts = {run._element.rPr.rFonts.get(qn("w:eastAsia")) for run in runs}
    assert fonts == {"方正小标宋简体", "楷体_GB2312", "黑体", "仿宋_GB2312"}
    assert {run._element.rPr.find(qn("w:lang")).get(qn("w:eastAsia")) for run in runs} == {"zh-CN"}


def test_a_long_table_repeats_its_head_and_says_demo_on_every_page() -> None:
    made = pdf(a_brief("甲", rows=90), signs=SIGNS)
    document = pypdfium2.PdfDocument(made)
    pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    assert len(pages) >= 4
    assert all("演示数据" in page for page in pages)
    assert sum("站点AQI" in page for page in pages) >= 3
    (row, *_) = Document(io.BytesIO(word(a_brief("甲", rows=90), signs=SIGNS))).tables[0].rows
    assert row._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_table_that_does_not_fit_its_head_is_refused() -> None:
    with pytest.raises(PaperError, match="表1"):
        Table(caption="表1", headings=("a", "b"), rows=(("1",),))


@pytest.mark.parametrize(("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_numbers_in_chinese(number: int, said: str) -> None:
    assert chinese_number(number) == said


def test_a_date_has_no_leading_zero() -> None:
    assert chinese_date(date(2026, 3, 1)) == "2026年3月1日"


def test_the_picture_is_1080_wide_and_the_text_says_what_it_shows() -> None:
    bulletin = Bulletin(
        title="试验县空气质量08时快报",
        about="2026年12月8日8时",
        lines=("昨日 AQI 199，中度污染。", *HOSTILE),
        card=Card(label="当前", text="AQI 160 中度污染", fill="#ff0000", ink="#ffffff"),
        headings=("站点", "AQI", "级别"),
        stations=(StationLine(name="政务中心", text="160", level="中度污染", fill="#ff0000", ink="#ffffff"),),
        foot="实时数据，未经审核。",
        mark="演示数据",
    )
    made = picture(bulletin)
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20], "big") == 1080
    assert plain(bulletin).splitlines()[:3] == ["演示数据", "试验县空气质量08时快报", "2026年12月8日8时"]
    assert "政务中心 160 中度污染" in plain(bulletin)


def test_no_cell_of_a_workbook_is_a_formula_and_numbers_stay_numbers() -> None:
    cells = ["=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "http://evil.invalid", "36"]
    rows = pd.DataFrame({"name": cells, "value": [-35.2, 1.0, float("nan"), 4, 5, 6, 7]})
    content = workbook(rows, title="表", headings={"name": "名称"}, about={"导出人": "=张三"})
    sheet = load_workbook(io.BytesIO(content)).active
    assert [sheet.cell(row, 1).value for row in range(3, 10)] == cells
    assert {sheet.cell(row, 1).data_type for row in range(1, 10)} == {"s"}
    assert sheet.cell(3, 2).value == -35.2
    assert sheet.cell(5, 2).value in (None, "")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")
