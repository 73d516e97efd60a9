"""The page on complaints, in every state its data can be in."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.internal.access.person import Person
from dashboard.internal.complaint_parts.city_map import _kind
from dashboard.internal.reading import complaint_pairs, complaints, warehouse
from dashboard.wording import TEXTS, Wording
from tests.browser.hostile import MARK, NAMES
from tests.dashboard import office_build, small_build
from tests.dashboard.internal.opening import opened, said
from tests.dashboard.small_build import write_city

TABLES = small_build.TABLES + office_build.TABLES
ALL = dict.fromkeys(complaints.FILTERS) | {"since": "2020-01-01 00:00:00", "until": "2026-12-08 08:00:00"}
# A, B, C: one kind, within 500 m and 30 days, three reports of two persons. D lies 3 km off. E is C's text again. F is of another kind.
FIVE = """
insert into rule_complaint_rules (rule_id, title_zh, title_en, min_reports, min_persons, radius_m, window_days, is_same_category,
    valid_from, clause,
    status) values ('repeat', '重复信访举报', 'repeat complaint', 3, 2, 500, 30, true, '2000-01-01', '产品默认值', 'unconfirmed');
insert into complaints (complaint_id, received_at, month_id, channel, category, status, content, address,
    object_name, lon, lat, x_m, y_m, district,
    repeat_group_id, is_repeat, repeats_complaint_id, hot_spot_id, place_quality) values
    ('A', '2026-11-10 08:00', 202611, '12345', '恶臭', '已办结', '夜里有味道，电话13912345678', '东街1号', '某厂',
        113.62, 34.75, 0, 0, '东区', 'A', false, null, 'A', 'ok'),
    ('B', '2026-11-12 08:00', 202611, '12369', '恶臭', '办理中', '又有味道', '东街2号', null,
        113.621, 34.75, 300, 400, '东区', 'A', true, null, 'A', 'ok'),
    ('C', '2026-11-20 20:00', 202611, '12369', '恶臭', '未受理', '还是有味道', '东街3号', null,
        113.62, 34.752, 0, 30, '东区', 'A', true, null, null, 'ok'),
    ('D', '2026-11-20 08:00', 202611, '12369', '恶臭', '办理中', '远处', null, null,
        113.65, 34.75, 3000, 0, '西区', null, false, null, null, 'ok'),
    ('E', '2026-11-22 20:00', 202611, '12345', '恶臭', '办理中', '还是有味道', '东街3号', null,
        113.62, 34.752, 0, 30, '东区', 'A', true, 'C', null, 'ok'),
    ('F', '2026-11-12 09:00', 202611, '12345', '噪声', '办理中', '夜里施工', null, null, null, null,
        null, null, '东区', null, false, null, null, 'missing');
insert into stg_complaints (complaint_id, reporter_key) values ('A', 'p1'), ('B', 'p2'), ('C', 'p1'), ('D', 'p1'), ('E', null), ('F', null);
insert into hot_spots (hot_spot_id, reports) values ('A', 2);
insert into enterprises (enterprise_id, name, source_type) values ('E1', '某厂', 'industry'), ('E2', '别家', 'catering');
insert into complaint_enterprises (complaint_id, enterprise_id, distance_m, bearing_deg, wind_match, weighted_m, rank_no)
values ('A', 'E2', 400, 95, 'not_upwind', 800, 2), ('A', 'E1', 500, 181, 'upwind', 500, 1);
"""


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_without_a_feed_the_page_says_that_no_data_is_not_no_complaint(tmp_path: Path, language: str) -> None:
    page = opened(write_city(tmp_path / "city", tables=TABLES), "complaints", language=language)
    assert Wording(language)("complaints.no_feed") in said(page)
    assert not page.dataframe


def test_an_old_build_without_complaints_says_the_same(tmp_path: Path) -> None:
    page = opened(write_city(tmp_path / "city", tables=TABLES, rows="drop table complaints;"), "complaints")
    assert Wording()("complaints.no_feed") in said(page)


def test_the_headline_counts_what_the_filters_leave(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city", tables=TABLES, rows=FIVE)
    assert "受理 6 件，未办结 5 件；重复件 3 件，涉及 1 组；热点 1 处" in said(opened(city, "complaints"))
    build = warehouse.current(city)
    counted = complaints.counts(build, ALL | {"category": "噪声"})
    assert (counted["reports"], counted["placeless"]) == (1, 1)
    assert complaints.counts(build, ALL | {"channel": "12369", "status": "办理中", "district": "西区"})["reports"] == 1
    assert complaints.counts(build, ALL | {"since": "2026-11-20 08:00:00"})["reports"] == 2


def pair(build: warehouse.Published, one: str, other: str) -> pd.Series:
    return complaint_pairs.pairs(build, one).set_index("complaint_id").loc[other]


def test_a_pair_says_distance_days_person_and_rule(tmp_path: Path) -> None:
    """A and B: sides of 300 m and 400 m make 500 m, on the rule's edge; two days; two persons."""
    build = warehouse.current(write_city(tmp_path / "city", tables=TABLES, rows=FIVE))
    found = pair(build, "A", "B")
    assert (found["distance_m"], found["days_apart"], found["link"], bool(found["is_same_person"])) == (500, 2, "group_near", False)
    assert (found["radius_m"], found["window_days"], found["min_reports"]) == (500, 30, 3)
    assert bool(pair(build, "A", "C")["is_same_person"])
    assert pair(build, "C", "E")["link"] == pair(build, "E", "C")["link"] == "copy"
    assert pd.isna(pair(build, "B", "E")["is_same_person"])


def test_what_is_far_or_of_another_kind_is_no_pair(tmp_path: Path) -> None:
    build = warehouse.current(write_city(tmp_path / "city", tables=TABLES, rows=FIVE))
    assert set(complaint_pairs.pairs(build, "A")["complaint_id"]) == {"B", "C", "E"}
    assert complaint_pairs.pairs(build, "D").empty
    assert complaint_pairs.pairs(build, "F").empty


def test_nobody_learns_who_sent_a_complaint(tmp_path: Path) -> None:
    build = warehouse.current(write_city(tmp_path / "city", tables=TABLES, rows=FIVE))
    frames = [complaint_pairs.pairs(build, "A"), *(listing.rows(build, **ALL, id="A") for listing in complaints.LISTINGS)]
    assert not any("p1" in frame.astype(str).to_string() or "reporter_key" in frame for frame in frames)
    private = ("content", "address", "object_name as", "lon", "lat")
    assert [(one.key, word) for one in complaints.LISTINGS for word in private if f" {word}," in one.select] == []


def test_one_complaint_shows_its_text_its_pair_and_its_candidates(tmp_path: Path) -> None:
    page = opened(write_city(tmp_path / "city", tables=TABLES, rows=FIVE), "complaints", id="A")
    text = said(page)
    assert "夜里有味道，电话［电话］" in text
    assert "13912345678" not in text
    assert (
        "相距 500 米，相隔 2 天；类型相同，文字不同，不同来信人" in text
        or "相距 30 米，相隔 10.5 天；类型相同，文字不同，同一来信人" in text
    )
    assert "规则：重复信访举报，500 米、30 天内同类至少 3 件、2 人" in text
    listed = next(table.value for table in page.dataframe if "rank_no" in table.value)
    assert listed[["name", "distance_m", "direction", "wind_match"]].to_numpy().tolist() == [
        ["某厂", 500, "南", "在上风向"],
        ["别家", 400, "东", "不在上风向"],
    ]


def test_texts_are_for_who_may_read_them(tmp_path: Path) -> None:
    build = warehouse.current(write_city(tmp_path / "city", tables=TABLES, rows=FIVE))
    readers = {
        role
        for role in ("leader", "planner", "officer", "steward", "admin")
        if complaints.text(build, "A", Person(name="甲", roles=frozenset({role}))) is not None
    }
    assert readers == {"planner"}


def test_an_unknown_complaint_and_one_without_a_place_are_sentences(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city", tables=TABLES, rows=FIVE)
    assert Wording()("complaints.unknown") in said(opened(city, "complaints", id="nobody"))
    assert Wording()("complaint_candidates.no_place") in said(opened(city, "complaints", id="F"))


def test_hot_spots_are_said_to_be_counts(tmp_path: Path) -> None:
    assert Wording()("complaint_spots.note") in said(opened(write_city(tmp_path / "city", tables=TABLES, rows=FIVE), "complaints"))


def test_every_status_has_a_shape() -> None:
    assert [_kind(status, is_closed=False) for status in ("已办结", "办理中", "未受理", None, "转办")] == [
        "closed",
        "open",
        "new",
        "other",
        "other",
    ]
    assert _kind("归档", is_closed=True) == "closed"


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    quoted = ", ".join(
        f"('H{i}', '2026-12-01', 202612, {small_build.text(n)}, {small_build.text(n)}, "
        f"{small_build.text(n)}, {small_build.text(n)}, 113.6, 34.7, 0, 0)"
        for i, n in enumerate(NAMES)
    )
    columns = "complaint_id, received_at, month_id, category, status, content, address, lon, lat, x_m, y_m"
    rows = f"insert into complaints ({columns}) values {quoted};"
    city = write_city(tmp_path / "city", tables=TABLES, rows=rows)
    for number in (1, 2, 11, 13):
        text = said(opened(city, "complaints", id=f"H{number}"))
        assert NAMES[number] not in text
        assert f"onerror={MARK}>" not in text


def test_many_complaints_are_counted_in_full_and_listed_in_part(tmp_path: Path) -> None:
    rows = """insert into complaints (complaint_id, received_at, month_id, category, status, lon, lat, x_m, y_m)
    select 'N' || i, timestamp '2026-12-08 07:00' - to_minutes(cast(i as integer)), 202612, '恶臭', '办理中', 113.5 + i / 1e6, 34.7, i, 0
    from range(100000) as r(i);"""
    page = opened(write_city(tmp_path / "city", tables=TABLES, rows=rows), "complaints")
    assert "受理 100,000 件" in said(page)
    assert len(page.dataframe[0].value) == 3_000
