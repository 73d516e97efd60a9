"""A brief as a Word file laid out as GB/T 9704-2012: page 37/28 mm, 22 lines of 28 characters, 小标宋, 黑体, 楷体, 仿宋."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from dashboard.paper.brief import Brief, Part, Picture, Section, Table, chinese_date, chinese_number

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, FIRST, SECOND, BODY, LATIN = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "Times New Roman"
BODY_PT, TITLE_PT, LINE_PT, TABLE_PT, NOTE_PT = 16, 22, 28, 12, 14
INDENT_CHARACTERS = 2
PICTURE_MM, TALL_PICTURE_MM = 150, 125


def _font(run: object, name: str, size_pt: float, *, is_bold: bool = False) -> None:
    run.font.name = LATIN  # type: ignore[attr-defined]
    run.font.size = Pt(size_pt)  # type: ignore[attr-defined]
    run.font.bold = is_bold  # type: ignore[attr-defined]
    properties = run._element.get_or_add_rPr()  # type: ignore[attr-defined]
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _line(paragraph: WordParagraph, *, line_pt: float = LINE_PT, is_indented: bool = False) -> None:
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line_pt)
    layout.space_before = layout.space_after = Pt(0)
    if is_indented:
        indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(INDENT_CHARACTERS * 100))
        indent.set(qn("w:firstLine"), str(INDENT_CHARACTERS * BODY_PT * 20))


def _say(
    paper: Paper, text: str, font: str, *, size_pt: float = BODY_PT, is_indented: bool = True, is_centred: bool = False
) -> WordParagraph:
    paragraph = paper.add_paragraph()
    _line(paragraph, is_indented=is_indented, line_pt=LINE_PT if size_pt <= BODY_PT else size_pt * 1.6)
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(paragraph.add_run(text), font, size_pt)
    return paragraph


def _page(paper: Paper, brief: Brief) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(foot.add_run("— "), "宋体", NOTE_PT)
    _page_number(foot)
    _font(foot.add_run(" —"), "宋体", NOTE_PT)
    if brief.mark:
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _font(head.add_run(brief.mark), FIRST, NOTE_PT)


def _page_number(foot: WordParagraph) -> None:
    run = foot.add_run()
    _font(run, "宋体", NOTE_PT)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)


def _repeated(row: object) -> None:
    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    for name in ("w:tblHeader", "w:cantSplit"):
        properties.append(OxmlElement(name))


def _table(paper: Paper, table: Table) -> None:
    caption = _say(paper, table.caption, FIRST, size_pt=NOTE_PT, is_indented=False, is_centred=True)
    caption.paragraph_format.keep_with_next = True
    drawn: WordTable = paper.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    _repeated(drawn.rows[0])
    for number, texts in enumerate((table.headings, *table.rows)):
        row = drawn.rows[0] if number == 0 else drawn.add_row()
        if number:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _line(paragraph, line_pt=18)
            # the first rows stay with the head, so that a table never begins with its head alone
            paragraph.paragraph_format.keep_with_next = number < min(2, len(table.rows))
            _font(paragraph.add_run(text), FIRST if number == 0 else BODY, TABLE_PT)
    if table.note:
        _say(paper, table.note, BODY, size_pt=TABLE_PT, is_indented=False)


def _picture(paper: Paper, picture: Picture) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    size = {"height": Mm(TALL_PICTURE_MM)} if picture.is_tall else {"width": Mm(PICTURE_MM)}
    paragraph.add_run().add_picture(BytesIO(picture.png), **size)
    _say(paper, picture.caption, BODY, size_pt=NOTE_PT, is_indented=False, is_centred=True)


def _part(paper: Paper, part: Part) -> None:
    if isinstance(part, Table):
        _table(paper, part)
    elif isinstance(part, Picture):
        _picture(paper, part)
    else:
        paragraph = _say(paper, f"【{part.addressee}】" if part.addressee else "", FIRST)
        _font(paragraph.add_run(part.text), BODY, BODY_PT)


def _section(paper: Paper, number: int, section: Section) -> None:
    heading = _say(paper, f"{chinese_number(number)}、{section.title}", FIRST)
    heading.paragraph_format.keep_with_next = True
    for part in section.parts:
        _part(paper, part)
    for place, second in enumerate(section.headings, start=1):
        heading = _say(paper, f"（{chinese_number(place)}）{second.title}", SECOND)
        heading.paragraph_format.keep_with_next = True
        for part in second.parts:
            _part(paper, part)


def word(brief: Brief, *, signs: tuple[str, str, str]) -> bytes:
    """Lay a brief out as a Word file; `signs` are the words for 拟稿, 审核 and 签发."""
    paper = Document()
    paper.core_properties.title, paper.core_properties.author = brief.title, brief.bureau
    _page(paper, brief)
    _say(paper, brief.title, TITLE, size_pt=TITLE_PT, is_indented=False, is_centred=True)
    _say(paper, f"{brief.bureau}　{chinese_date(brief.dated_on)}", SECOND, is_indented=False, is_centred=True)
    _say(paper, "", BODY)
    for number, section in enumerate(brief.sections, start=1):
        _section(paper, number, section)
    _say(paper, "", BODY)
    names = (brief.drafted_by, brief.reviewed_by, brief.issued_by)
    signed = "　　".join(f"{sign}：{name or '＿＿＿＿＿'}" for sign, name in zip(signs, names, strict=True))
    _say(paper, signed, BODY, is_indented=False)
    _say(paper, brief.about, BODY, size_pt=TABLE_PT, is_indented=False)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()
