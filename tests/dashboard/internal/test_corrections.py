"""A correction is proposed by one person, decided by another, exported for the next build, and waits until a build has it."""

from __future__ import annotations

import csv
import gc
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.internal.access import login
from dashboard.internal.access.person import Person
from dashboard.internal.data_parts.identities import unmerged
from dashboard.internal.data_parts.sites import proposed
from dashboard.wording import Wording
from supervision.ledger import corrections
from supervision.ledger.engine import Ledger, open_ledger
from supervision.ledger.export import export
from tests.dashboard.internal.opening import opened, said
from tests.dashboard.small_build import one_row, write_city

ZH = Wording()
FIELDS = "enterprise_id varchar, uscc varchar, name varchar, former_names varchar, source_type varchar, industry_code varchar, \
industry varchar, address varchar, district varchar, township varchar, lon double, lat double, datum varchar, permit_no varchar, \
permit_category varchar, permit_valid_to date, is_key_unit boolean, grade varchar, graded_on date, pollutants varchar, so2_t double, \
nox_t double, pm_t double, voc_t double, has_cems boolean, has_power_meter boolean, has_video boolean, shift_hours varchar, \
status varchar, liaison_name varchar, liaison_phone varchar"
DELIVERED = f"""
create table stg_enterprises (source_key varchar, source_feed varchar, {FIELDS});
insert into stg_enterprises by name
select 'plants:E1' as source_key, 'plants' as source_feed, 'E1' as enterprise_id, '中原<建材>有限公司' as name, 113.62 as lon,
    true as is_key_unit, '13900000000' as liaison_phone;
create table enterprise_links (source_key varchar, enterprise_id varchar, rule varchar, score double, distance_m double,
    linked_to varchar, feed_rank bigint, uscc varchar, is_uscc_valid boolean, link_note varchar);
insert into enterprise_links by name select 'plants:E1' as source_key, 'E1' as enterprise_id, 'self' as rule, 0 as feed_rank;
create table stg_corrections (correction_id varchar);
"""
LIAO = Person(name="廖一", roles=frozenset({"planner"}))
SONG = Person(name="宋二", roles=frozenset({"steward"}))
Sits = Callable[[Person], None]
AUDITOR = Person(name="邱三", roles=frozenset({"admin"}))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    st.cache_resource.clear()
    folder = write_city(tmp_path / "city", rows=one_row() + DELIVERED)
    (folder / "serve.toml").write_text("[ledger]\nsecond_person = true\n", encoding="utf-8")
    return folder


@pytest.fixture
def ledger(city: Path) -> Iterator[Ledger]:
    found = open_ledger(settings.load(city).ledger_url)
    yield found
    found.close()


@pytest.fixture
def sits(monkeypatch: pytest.MonkeyPatch) -> Sits:
    """Put a person in front of the screen."""
    return lambda person: monkeypatch.setattr(login, "alone", lambda: person)


def _reported(city: Path) -> AppTest:
    page = opened(city, "data", about="E1")
    page.selectbox(key="report-field").set_value("lon").run()
    page.text_input(key="new-plants:E1-lon").set_value("113.64")
    page.text_input(key="report-reason-plants:E1-lon").set_value("现场核实")
    page.button(key="report-propose").click().run()
    assert not page.exception
    return page


def _picked(page: AppTest) -> AppTest:
    """Pick the first row of the proposals, as a click on its box does."""
    page.session_state["data-proposals-all"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()
    assert not page.exception
    return page


def test_one_proposes_another_accepts_and_the_next_build_reads_it(city: Path, ledger: Ledger, sits: Sits, tmp_path: Path) -> None:
    sits(LIAO)
    page = _reported(city)
    assert [note.value for note in page.success] == [ZH("data.proposed", numbers="LX000000001")]
    (waiting,) = corrections.listed(ledger)
    assert (waiting.table_name, waiting.row_key, waiting.column_name) == ("enterprises", "E1", "lon")
    assert (waiting.old_text, waiting.new_text, waiting.reason, waiting.state) == ("113.62", "113.64", "现场核实", "proposed")
    sits(SONG)
    page = _picked(opened(city, "data", part="proposals"))
    page.text_input(key="note-1").set_value("与许可证一致")
    page.button(key="accept-1").click().run()
    assert [note.value for note in page.success] == [ZH("data.accepted", number="LX000000001")]
    with (export(ledger, tmp_path / "out") / "corrections.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["table"], row["key"], row["column"], row["old"], row["new"]) == ("enterprises", "E1", "lon", "113.62", "113.64")
    assert row["by"] == "廖一，审核 宋二"
    (shown,) = [frame.value for frame in opened(city, "data", part="proposals").dataframe]
    assert shown[["correction_state", "effect_in_build"]].iloc[0].tolist() == ["已采纳", "待下次构建生效"]


def test_a_build_that_contains_the_correction_says_so(city: Path, ledger: Ledger, sits: Sits) -> None:
    sits(LIAO)
    _reported(city)
    sits(SONG)
    page = _picked(opened(city, "data", part="proposals"))
    page.text_input(key="note-1").set_value("同意")
    page.button(key="accept-1").click().run()
    # a build is open as long as a page holds it, and the file is about to be written anew
    del page
    st.cache_resource.clear()
    gc.collect()
    write_city(city, rows=one_row() + DELIVERED + "insert into stg_corrections values ('LX000000001');")
    (shown,) = [frame.value for frame in opened(city, "data", part="proposals").dataframe]
    assert shown["effect_in_build"].iloc[0] == "本版已含"


def test_nobody_decides_what_he_proposed_unless_the_house_is_of_one(city: Path, ledger: Ledger, sits: Sits) -> None:
    sits(SONG)
    _reported(city)
    page = _picked(opened(city, "data", part="proposals"))
    assert ZH("data.own_proposal") in said(page)
    assert "accept-1" not in [button.key for button in page.button]
    (city / "serve.toml").write_text("", encoding="utf-8")
    page = _picked(opened(city, "data", part="proposals"))
    assert ZH("data.alone_proposal") in said(page)
    page.text_input(key="note-1").set_value("自审")
    page.button(key="accept-1").click().run()
    (own,) = corrections.listed(ledger)
    assert (own.state, own.is_alone) == ("accepted", True)


def test_who_may_propose_may_not_decide_and_the_other_way_it_is_said(city: Path, ledger: Ledger, sits: Sits) -> None:
    sits(SONG)
    _reported(city)
    sits(LIAO)
    page = _picked(opened(city, "data", part="proposals"))
    assert ZH("data.decide_not_yours") in said(page)
    sits(AUDITOR)
    assert ZH("data.names_not_yours") in said(opened(city, "data", about="E1"))


def test_a_value_that_the_contract_refuses_is_refused_at_once(city: Path, ledger: Ledger, sits: Sits) -> None:
    sits(LIAO)
    page = opened(city, "data", about="E1")
    page.selectbox(key="report-field").set_value("lon").run()
    page.text_input(key="new-plants:E1-lon").set_value("东经一百")
    page.text_input(key="report-reason-plants:E1-lon").set_value("试")
    page.button(key="report-propose").click().run()
    assert "新值不是数字" in page.error[0].value
    assert corrections.listed(ledger) == []


def test_a_telephone_number_is_offered_only_to_whoever_sees_personal_data(city: Path, sits: Sits) -> None:
    sits(SONG)
    assert "联系电话" not in opened(city, "data", about="E1").selectbox(key="report-field").options
    sits(LIAO)
    assert "联系电话" in opened(city, "data", about="E1").selectbox(key="report-field").options


def test_an_enterprise_that_is_not_there_is_said(city: Path, sits: Sits) -> None:
    sits(LIAO)
    assert ZH("data.report_unknown", about="E9") in said(opened(city, "data", about="E9"))


def test_the_audit_page_tells_who_did_what_and_whether_the_chain_is_whole(city: Path, ledger: Ledger, sits: Sits) -> None:
    sits(LIAO)
    _reported(city)
    assert ZH("app.not_yours") in said(opened(city, "audit"))
    sits(AUDITOR)
    page = opened(city, "audit")
    assert "审计链完整：1 行逐行相符" in page.success[0].value
    line = page.dataframe[0].value.iloc[0]
    assert (line["who"], line["act"], line["act_subject"]) == ("廖一", "提出更正", "更正 1")
    assert "原值：113.62；新值：113.64；状态：待审核" in line["act_change"]
    page.selectbox(key="audit-act").set_value("corrections.propose").run()
    assert len(page.dataframe[0].value) == 1
    page.date_input(key="audit-on").set_value(pd.Timestamp("2020-01-01").date()).run()
    assert ZH("audit.none") in said(page)


def test_a_line_changed_behind_the_ledgers_back_is_named(city: Path, ledger: Ledger, sits: Sits) -> None:
    sits(LIAO)
    _reported(city)
    with sqlite3.connect(city / "ledger" / "ledger.sqlite") as con:
        for (name,) in con.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            con.execute(f'drop trigger "{name}"')
        con.execute("update audit set who = '别人' where seq = 1")
    sits(AUDITOR)
    assert "审计链在第 1 行断开：这一行的内容被改动过" in opened(city, "audit").error[0].value


def _point(**said_of_it: object) -> pd.Series:
    told = {
        "place_kind": "enterprise", "row_key": "A", "given_lon": 38.5, "given_lat": 104.25, "datum": None, "datum_used": "wgs84",
        "proposed_lon": 104.2, "proposed_lat": 38.4, "voted": None, "place_quality": "outside_city",
    }  # fmt: skip
    return pd.Series(told | said_of_it)


def test_swapped_axes_are_swapped_back_as_delivered() -> None:
    assert [(cell.column, cell.old, cell.new) for cell in proposed(_point())] == [("lon", "38.5", "104.25"), ("lat", "104.25", "38.5")]


def test_a_wrong_datum_is_one_cell_and_the_place_stays_as_delivered() -> None:
    point = _point(place_quality="suspected_datum", voted="gcj02")
    assert [(cell.column, cell.old, cell.new) for cell in proposed(point)] == [("datum", None, "gcj02")]


def test_a_single_point_off_by_a_datum_gets_the_place_it_would_have() -> None:
    point = _point(place_quality="suspected_datum")
    assert [(cell.column, cell.new) for cell in proposed(point)] == [("lon", "104.2"), ("lat", "38.4")]


def test_nothing_is_proposed_where_nothing_is_known() -> None:
    assert proposed(_point(proposed_lon=None)) == []
    assert proposed(_point(place_quality="suspected_datum", datum_used="gcj02")) == []


@pytest.mark.parametrize(("is_taken", "own"), [(False, "B7"), (True, "list:B7")])
def test_a_row_that_is_taken_out_stands_under_its_own_code(is_taken: bool, own: str) -> None:
    cell = unmerged(pd.Series({"source_key": "list:B7", "row_key": "B7", "enterprise_id": "A1", "is_code_taken": is_taken}))
    assert (cell.table, cell.key, cell.column, cell.old, cell.new) == ("enterprise_links", "list:B7", "enterprise_id", "A1", own)
