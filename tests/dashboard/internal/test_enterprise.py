"""The page on one enterprise, in every state its data can be in."""

from pathlib import Path

import pytest

from dashboard.internal.access.person import Person
from dashboard.internal.enterprise_parts import identity
from dashboard.internal.month_grid import Row, grid, months_until
from dashboard.internal.reading import enterprise, enterprise_months, enterprise_records, warehouse
from dashboard.wording import TEXTS, Wording
from tests.browser.hostile import NAMES
from tests.dashboard import office_build, small_build
from tests.dashboard.internal.opening import opened, said
from tests.dashboard.small_build import write_city

TABLES = small_build.TABLES + office_build.TABLES
WHERE = "lon, lat, x_m, y_m, place_quality, district, township"
ONE = f"""
insert into stations (station_id, name, level, lon, lat, place_quality) values ('S1', '市政府', 'national', 113.63, 34.76, 'ok');
insert into enterprises (enterprise_id, uscc, is_uscc_valid, name, names_merged, source_type, status, grade,
    liaison_name, liaison_phone, {WHERE})
values ('E1', '91410100MA0000000X', true, '中原<建材>有限公司', '中原<建材>有限公司；中原建材二厂', 'industry', '正常生产', 'B',
        '张三', '13800138000', 113.62, 34.75, 0, 0, 'ok', '东区', '一镇'),
    ('E2', null, null, '城南水泥制品有限公司', '城南水泥制品有限公司', 'industry', null, null, null, null,
        null, null, null, null, 'missing', '西区', '二镇'),
    ('E3', null, null, '城北水泥制品有限公司', '城北水泥制品有限公司', 'industry', null, null, null, null,
        113.6, 34.7, 1, 1, 'ok', '西区', '二镇');
insert into enterprise_codes values ('E1', 'E1'), ('91410100MA0000000X', 'E1'), ('PW-7', 'E1'), ('E2', 'E2'), ('E3', 'E3');
insert into visits (visit_id, enterprise_id, visited_at, visited_on, mode, kind, problems_found, outcome)
values ('V1', 'E1', '2026-03-05 09:30', '2026-03-05', 'on_site', '日常', 1, '责令改正'),
    ('V2', 'E1', '2025-02-01 10:00', '2025-02-01', 'off_site', '个案', 0, '未发现问题');
insert into enterprise_events (enterprise_id, kind, occurred_on, source_table, source_key, evidence) values
    ('E1', 'visit', '2026-03-05', 'visits', 'V1', '现场检查'), ('E1', 'problem', '2026-03-05', 'visits', 'V1', '发现问题'),
    ('E1', 'off_site_check', '2025-02-01', 'visits', 'V2', '非现场检查');
insert into frequency_used values ('E1', 2, 2, 0, '2026-03-05', 'default', '条款', 'unconfirmed');
insert into rule_frequency_limits (limit_id, title_zh, exempt_kinds) values ('default', '年度上限', '个案');
insert into complaints (complaint_id, received_at, category, status, object_name, content, lon, lat)
values ('X1', '2026-10-01 08:00', '恶臭', '已办结', '中原<建材>有限公司', '味道大，电话13912345678', 113.62, 34.75);
insert into complaint_enterprises (complaint_id, enterprise_id, distance_m, bearing_deg, wind_match, rank_no)
values ('X1', 'E1', 120, 350, 'upwind', 1);
"""


def test_no_id_shows_how_to_search(tmp_path: Path) -> None:
    assert Wording()("enterprise.search_help") in said(opened(write_city(tmp_path / "city", tables=TABLES), "enterprise"))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_an_unknown_id_is_a_sentence(tmp_path: Path, language: str) -> None:
    page = opened(write_city(tmp_path / "city", tables=TABLES, rows=ONE), "enterprise", language=language, id="NOBODY")
    assert Wording(language)("enterprise.unknown") in said(page)


@pytest.mark.parametrize(
    "typed", ["E1", "91410100MA0000000X", "91410100ma0000000x", "PW-7", "https://code.invalid/e/PW-7", "http://a.invalid/?code=E1"]
)
def test_a_code_however_it_comes_opens_the_file(tmp_path: Path, typed: str) -> None:
    page = opened(write_city(tmp_path / "city", tables=TABLES, rows=ONE), "enterprise", q=typed)
    assert 'data-enterprise="E1"' in said(page)


@pytest.mark.parametrize("typed", ["建材", "中原建村", "建材二厂"])
def test_a_name_is_found_by_a_part_a_former_form_and_with_a_wrong_mark(tmp_path: Path, typed: str) -> None:
    build = warehouse.current(write_city(tmp_path / "city", tables=TABLES, rows=ONE))
    assert enterprise.by_name(build, typed)["enterprise_id"].tolist()[0] == "E1"


def test_several_of_a_name_are_listed_and_nobody_is_said(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city", tables=TABLES, rows=ONE)
    page = opened(city, "enterprise", q="水泥制品")
    assert page.dataframe[0].value["enterprise_id"].tolist() == ["E2", "E3"]
    assert Wording()("enterprise.nobody") in said(opened(city, "enterprise", q="医院"))


def test_one_enterprise_says_first_whether_one_may_go(tmp_path: Path) -> None:
    text = said(opened(write_city(tmp_path / "city", tables=TABLES, rows=ONE), "enterprise", id="E1"))
    assert "已计 2 次，上限 2 次，频次已用完；仅不计频次的检查（个案）可以入企" in text
    assert "中原&lt;建材&gt;有限公司" in text
    assert "<建材>" not in text
    assert text.index("能不能去") < text.index("为什么去") < text.index("data-figure")


def test_an_enterprise_without_a_place_has_no_map_and_says_what_follows(tmp_path: Path) -> None:
    page = opened(write_city(tmp_path / "city", tables=TABLES, rows=ONE), "enterprise", id="E2")
    assert Wording()("enterprise.no_place") in said(page)


def test_lists_that_nobody_delivered_are_not_called_empty(tmp_path: Path) -> None:
    text = said(opened(write_city(tmp_path / "city", tables=TABLES, rows=ONE), "enterprise", id="E1"))
    assert Wording()("enterprise.no_list") in text
    assert Wording()("enterprise_cases.none") not in text
    assert Wording()("enterprise_visits.none") in said(opened(tmp_path / "city", "enterprise", id="E2"))


def test_an_old_build_without_the_marts_still_says_who_it_is(tmp_path: Path) -> None:
    kept = {"enterprises", "enterprise_codes", "stations", "zone_members"}
    names = [line.split()[4] for line in office_build.TABLES.splitlines() if line.startswith("create")]
    drops = "".join(f"drop table {name};" for name in names if name not in kept)
    text = said(opened(write_city(tmp_path / "city", tables=TABLES, rows=ONE + drops), "enterprise", id="E1"))
    assert "中原&lt;建材&gt;有限公司" in text
    assert Wording()("enterprise.frequency_unknown") in text
    assert Wording()("enterprise.strip_unknown") in text


def test_the_text_of_a_complaint_is_shown_without_the_number_to_call(tmp_path: Path) -> None:
    page = opened(write_city(tmp_path / "city", tables=TABLES, rows=ONE), "enterprise", id="E1")
    shown = next(table.value for table in page.dataframe if "content" in table.value)
    assert shown["content"].tolist() == ["味道大，电话［电话］"]
    assert shown["direction"].tolist() == ["北"]


def test_only_who_may_see_a_person_gets_the_liaison_and_the_texts(tmp_path: Path) -> None:
    build = warehouse.current(write_city(tmp_path / "city", tables=TABLES, rows=ONE))
    found = {role: Person(name="甲", roles=frozenset({role})) for role in ("planner", "officer", "steward")}
    assert {role for role, person in found.items() if "liaison_phone" in enterprise.one(build, "E1", person).index} == {
        "planner",
        "officer",
    }
    assert {role for role, person in found.items() if enterprise_records.texts(build, person, enterprise_id="E1")} == {"planner"}


def test_no_table_that_can_be_downloaded_holds_a_private_column() -> None:
    private = ("content", "liaison", "officer_licences", "reporter_key", "address")
    assert [(table.key, word) for table in enterprise_records.LISTINGS for word in private if word in table.select] == []


def test_a_month_before_the_first_list_is_not_an_empty_month(tmp_path: Path) -> None:
    """Visits are listed from February 2025 on; there were two, in February 2025 and March 2026."""
    build = warehouse.current(write_city(tmp_path / "city", tables=TABLES, rows=ONE))
    begun = enterprise_months.beginnings(build, "E1")
    assert (begun["visit"], begun["complaint"]) == (202502, 202610)
    assert "alarm" not in begun
    assert enterprise_months.counts(build, "E1") == {("visit", 202603): 1, ("problem", 202603): 1, ("off_site", 202502): 1}


def test_the_grid_tells_no_list_from_no_record_and_writes_each_number() -> None:
    months = months_until(202602, 4)
    assert months == [202511, 202512, 202601, 202602]
    drawn = grid([Row(name="<b>", numbers={202601: 1234}, begins=202512)], months, no_record="没有台账")
    assert (drawn.count('class="none"'), drawn.count("1,234"), drawn.count('aria-label="0"')) == (1, 1, 2)
    assert "<b>" not in drawn


def test_hostile_names_stay_names(tmp_path: Path) -> None:
    quoted = ", ".join(f"('H{i}', {small_build.text(name)}, {small_build.text(name)}, 113.6, 34.7, 'ok')" for i, name in enumerate(NAMES))
    rows = f"insert into enterprises (enterprise_id, name, names_merged, lon, lat, place_quality) values {quoted};"
    city = write_city(tmp_path / "city", tables=TABLES, rows=rows)
    for number in (1, 2, 11, 13, 22):
        text = said(opened(city, "enterprise", id=f"H{number}"))
        assert NAMES[number] not in text.replace(identity.STYLE, "")


def test_a_large_file_is_shown(tmp_path: Path) -> None:
    rows = """
    insert into enterprise_evidence (enterprise_id, kind, kind_zh, occurred_on, evidence, source_table, source_key)
    select 'E1', 'visit', '现场检查', date '2020-01-01' + cast(i % 2000 as integer), '第 ' || i || ' 次', 'visits', 'V' || i
    from range(20000) as r(i);
    insert into enterprises (enterprise_id, name, names_merged)
    select 'N' || i, '某某' || i || '公司', '某某' || i || '公司' from range(200000) as r(i);
    """
    page = opened(write_city(tmp_path / "city", tables=TABLES, rows=ONE + rows), "enterprise", id="E1")
    assert max(len(table.value) for table in page.dataframe) == 20_000
    assert 'data-enterprise="N77777"' in said(opened(tmp_path / "city", "enterprise", q="某某77777公司"))
