"""研判日报 and 快报 say the facts of the build word for word, and nothing that must not leave the house."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from dashboard import settings
from dashboard.internal.briefing import Source, brief, bulletin
from dashboard.internal.papers import PAPERS, signs, source
from dashboard.internal.reading.warehouse import current
from dashboard.paper.brief import PaperError, Paragraph
from dashboard.paper.bulletin import plain
from dashboard.paper.pdf import pdf
from dashboard.paper.word import word
from dashboard.wording import Wording
from lanxun.cli import main
from pipelines.city import load
from supervision.ledger import opinions, signoffs
from supervision.ledger.actor import Actor
from supervision.ledger.engine import open_ledger
from supervision.ledger.opinions import Opinion

NUMBER = re.compile(r"\d+(?:\.\d+)?")
AT = datetime(2026, 12, 8, 8, 30)
PLANNER = Actor(name="张三", roles=frozenset({"planner"}))


@pytest.fixture(scope="module")
def morning(demo_city: Path) -> Source:
    return Source(build=current(demo_city), city=load(demo_city), settings=settings.load(demo_city), wording=Wording())


def facts(morning: Source) -> dict[str, str]:
    rows = morning.build.rows("select fact_key, text from briefing_facts")
    return dict(zip(rows["fact_key"], rows["text"], strict=True))


def an_opinion(text: str) -> Opinion:
    values = dict.fromkeys(Opinion.__dataclass_fields__)
    return Opinion(**(values | {"for_on": date(2026, 12, 9), "text": text, "said_by": "李工", "typed_by": "张三", "typed_at": AT}))


def test_every_sentence_that_quotes_facts_is_those_facts_word_for_word(morning: Source) -> None:
    known, made = facts(morning), brief(morning, has_pictures=False)
    quoting = [paragraph for paragraph in made.paragraphs() if paragraph.facts]
    assert len(quoting) >= 9
    for paragraph in quoting:
        assert paragraph.text == "".join(known[key] for key in paragraph.facts)


def test_a_paragraph_without_facts_is_the_conclusion_or_has_no_figure(morning: Source) -> None:
    free = [paragraph.text for paragraph in brief(morning, has_pictures=False).paragraphs() if not paragraph.facts]
    with_figures = [text for text in free if NUMBER.search(text)]
    assert len(with_figures) == 1
    assert with_figures[0].startswith("今日8时")


def test_every_figure_of_the_conclusion_stands_in_a_fact(morning: Source) -> None:
    known = set(NUMBER.findall(" ".join(facts(morning).values())))
    (conclusion,) = [p.text for p in brief(morning, has_pictures=False).paragraphs() if not p.facts and NUMBER.search(p.text)]
    assert len(NUMBER.findall(conclusion)) >= 5
    assert [number for number in NUMBER.findall(conclusion) if number not in known] == []


def test_the_table_holds_the_readings_of_the_marts(morning: Source) -> None:
    (air, *_) = brief(morning, has_pictures=False).sections
    (table,) = [part for heading in air.headings for part in heading.parts if not isinstance(part, Paragraph)]
    expected = morning.build.rows(
        "select s.name, h.aqi_at_hand from station_hours as h join stations as s using (station_id) "
        "where h.observed_at = (select max(observed_at) from city_hours_today) and s.level <> 'micro' and h.aqi_at_hand is not null"
    )
    assert {row[0]: int(row[1]) for row in table.rows} == dict(zip(expected["name"], expected["aqi_at_hand"].astype(int), strict=True))


def test_word_and_pdf_agree_to_the_digit(morning: Source) -> None:
    made = brief(morning)
    paper = Document(io.BytesIO(word(made, signs=signs(morning.wording))))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    in_word = sorted(NUMBER.findall(" ".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])))
    document = pypdfium2.PdfDocument(pdf(made, signs=signs(morning.wording)))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    for number in set(in_word):
        assert number in "".join(text.split())
    for paragraph in made.paragraphs():
        for number in NUMBER.findall(paragraph.text):
            assert number in in_word


def test_the_short_report_names_no_enterprise_no_complaint_and_no_task(morning: Source) -> None:
    said = plain(bulletin(morning))
    names = morning.build.rows("select name from enterprises where name is not null")["name"]
    assert not [name for name in names if name in said]
    assert not [word for word in ("信访", "投诉", "举报", "检查", "线索", "企业", "巡查", "清单") if word in said.replace("企业与读数", "")]
    assert "演示数据" in said
    assert "实时未审核" in said


def test_an_opinion_stands_with_its_name_and_none_means_no_forecast(morning: Source) -> None:
    made = brief(replace(morning, opinions=[an_opinion("扩散条件转差，请加密调度。")]), has_pictures=False)
    assert "12月9日会商意见（李工）：扩散条件转差，请加密调度。" in [paragraph.text for paragraph in made.paragraphs()]


def test_an_opinion_that_would_disturb_a_monitor_is_refused(morning: Source) -> None:
    with pytest.raises(PaperError, match="李工"):
        brief(replace(morning, opinions=[an_opinion("在政务中心站点周边开雾炮作业。")]), has_pictures=False)


def test_a_signature_holds_for_these_words_only(demo_city: Path, tmp_path: Path, morning: Source) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}", needs_second_person=False)
    city, said, build = morning.city, morning.settings, morning.build
    unsigned = brief(source(city, said, build, Wording(), ledger), has_pictures=False)
    assert unsigned.drafted_by == ""
    signoffs.sign(ledger, PLANNER, kind="brief", sha256=unsigned.sha256, step="draft", title="日报", at=AT)
    assert brief(source(city, said, build, Wording(), ledger), has_pictures=False).drafted_by == "张三"
    opinions.give(ledger, PLANNER, for_on=date(2026, 12, 9), text="转差。", said_by="李工", build_id=build.build_id, at=AT)
    assert brief(source(city, said, build, Wording(), ledger), has_pictures=False).drafted_by == ""
    ledger.close()


def test_the_command_writes_all_papers(demo_city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", str(demo_city), "--out", str(tmp_path), "--drafted-by", "王五"]) == 0
    written = {path.name.split("-", 2)[2]: path for path in tmp_path.iterdir()}
    assert set(written) == {*PAPERS, "bulletin.txt"}
    assert "拟稿：王五" in "".join(paragraph.text for paragraph in Document(str(written["brief.docx"])).paragraphs)
    assert str(written["brief.pdf"]) in capsys.readouterr().out
