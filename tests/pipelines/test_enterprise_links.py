"""Links: one enterprise in several lists becomes one, branches never merge, a person may undo everything."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyproj import Geod

from pipelines import linkage, names
from pipelines.analyses import enterprise_links
from tests.pipelines.enterprise_world import lists
from tests.pipelines.place_tables import city_of, inputs, run_places

CODE, OTHER_CODE, WRONG_CODE = "914403001922038216", "91330100799655058B", "914403001922038217"
NEAR = 0.001  # degrees: about 91 m


def row(key: str, name: str, **changes: Any) -> dict[str, Any]:
    feed, _, enterprise_id = key.partition(":")
    base = {"lon": 113.6253, "lat": 34.7466, "source_datum": "wgs84", "source_type": "industry"}
    return base | {"source_feed": feed, "enterprise_id": enterprise_id, "name": name} | changes


def link(
    *rows: dict[str, Any], corrections: dict[str, str] | None = None, feeds: tuple[str, ...] = ("a", "b", "c")
) -> dict[str, dict[str, Any]]:
    tables = inputs(enterprises=list(rows))
    city = city_of(*feeds)
    places = pa.Table.from_pylist(list(run_places(tables, city)[0].values())) if rows else None
    wanted = {
        "table_name": ["enterprise_links"] * len(corrections or {}),
        "row_key": list(corrections or {}),
        "column_name": ["enterprise_id"] * len(corrections or {}),
        "new_text": list((corrections or {}).values()),
    }
    corrected = pa.table({name: pa.array(values, pa.string()) for name, values in wanted.items()})
    assert places is not None
    found = enterprise_links.run(
        {"stg_enterprises": tables["stg_enterprises"], "site_places": places, "stg_corrections": corrected}, city=city
    )
    return {r["source_key"]: r for r in found.to_pylist()}


def ids(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {key: r["enterprise_id"] for key, r in found.items()}


def test_one_valid_code_in_two_lists_is_one_enterprise_whatever_it_is_called():
    found = link(row("b:7", "宏达化工", uscc=CODE), row("a:1", "长垣甲厂", uscc=CODE, lon=113.7))
    assert ids(found) == {"a:1": "1", "b:7": "1"}
    assert (found["b:7"]["rule"], found["b:7"]["linked_to"], found["b:7"]["score"]) == ("uscc", "a:1", 100.0)
    apart_m = Geod(ellps="WGS84").inv(113.6253, 34.7466, 113.7, 34.7466)[2]
    assert found["b:7"]["distance_m"] == pytest.approx(apart_m, rel=2e-4)
    assert found["b:7"]["link_note"] == f"同一信用代码的两处相距 {found['b:7']['distance_m']:.0f} 米，请核实是否同一场所。"
    assert (found["a:1"]["rule"], found["a:1"]["linked_to"], found["a:1"]["source_count"]) == ("self", None, 2)


def test_a_wrong_check_digit_never_links_and_is_noted():
    found = link(row("a:1", "甲厂", uscc=WRONG_CODE), row("b:7", "宏达化工", uscc=WRONG_CODE))
    assert len(set(ids(found).values())) == 2
    assert found["a:1"]["link_note"] == "统一社会信用代码校验不符，不用于合并。"
    assert found["a:1"]["is_uscc_valid"] is False


def test_nearly_one_name_within_a_kilometre_is_one_enterprise():
    found = link(row("a:1", "长垣市宏达化工有限公司"), row("b:7", "宏达化工\uff08有限责任公司\uff09", lon=113.6253 + NEAR))
    assert ids(found) == {"a:1": "1", "b:7": "1"}
    assert found["b:7"]["rule"] == "name_and_distance"
    assert found["b:7"]["distance_m"] == pytest.approx(91.6, abs=0.5)


def test_one_name_two_kilometres_apart_is_two_enterprises():
    assert len(set(ids(link(row("a:1", "宏达化工有限公司"), row("b:7", "宏达化工有限公司", lon=113.65))).values())) == 2


def test_two_valid_codes_that_differ_are_two_enterprises_on_one_spot():
    assert len(set(ids(link(row("a:1", "宏达化工有限公司", uscc=CODE), row("b:7", "宏达化工有限公司", uscc=OTHER_CODE))).values())) == 2


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("宏达化工有限公司第一分公司", "宏达化工有限公司第二分公司"),
        ("宏达化工有限公司", "宏达化工有限公司长垣分公司"),
        ("华莱士(人民路店)", "华莱士(宏力大道店)"),
        ("吴忠市第一污水处理厂", "吴忠市第二污水处理厂"),
        ("中石化长城能源化工有限公司(水泥)", "中石化长城能源化工有限公司(甲醇)"),
        ("国正烩面馆", "铁六烩面馆"),
    ],
)
def test_branches_shops_and_neighbours_of_one_trade_never_merge(here, there):
    assert len(set(ids(link(row("a:1", here), row("b:7", there, lon=113.6253 + NEAR / 10))).values())) == 2


def test_a_row_links_to_the_best_of_several_and_only_to_that():
    found = link(
        row("a:1", "宏达精细化工有限公司"), row("a:2", "宏达化工有限公司"), row("b:7", "宏达化工公司"), row("b:8", "宏达精细化工公司")
    )
    assert ids(found) == {"a:1": "1", "a:2": "2", "b:7": "2", "b:8": "1"}


def test_within_one_list_only_one_name_on_one_spot_merges():
    found = link(
        row("a:1", "甲面馆"), row("a:2", "甲 面馆", lon=113.6253 + NEAR / 10), row("a:3", "甲面馆", lon=113.65), row("a:4", "甲面庄")
    )
    assert ids(found) == {"a:1": "1", "a:2": "1", "a:3": "3", "a:4": "4"}


def test_two_plants_of_one_code_in_one_list_stay_two_and_each_finds_its_own():
    found = link(
        row("a:1", "宏达化工有限公司", uscc=CODE),
        row("a:2", "宏达化工有限公司", uscc=CODE, lon=113.70),
        row("b:7", "宏达化工", uscc=CODE, lon=113.701),
        row("b:8", "宏达化工", uscc=CODE, lon=113.626),
    )
    assert ids(found) == {"a:1": "1", "a:2": "2", "b:7": "2", "b:8": "1"}


def test_the_first_list_of_the_city_gives_the_id():
    rows = (row("a:1", "宏达化工"), row("b:7", "宏达化工"))
    assert set(ids(link(*rows)).values()) == {"1"}
    assert set(ids(link(*rows, feeds=("b", "a"))).values()) == {"7"}


def test_one_code_for_two_enterprises_of_two_lists_stays_two():
    assert ids(link(row("a:1", "宏达化工"), row("b:1", "国正水泥"))) == {"a:1": "1", "b:1": "b:1"}


def test_a_correction_parts_what_the_rules_joined_and_joins_what_they_left():
    rows = (row("a:1", "宏达化工", uscc=CODE), row("b:7", "宏达化工", uscc=CODE), row("b:8", "国正水泥"))
    assert ids(link(*rows)) == {"a:1": "1", "b:7": "1", "b:8": "8"}
    found = link(*rows, corrections={"b:7": "7", "b:8": "1"})
    assert ids(found) == {"a:1": "1", "b:7": "7", "b:8": "1"}
    assert (found["b:7"]["rule"], found["b:8"]["rule"]) == ("correction", "correction")
    assert found["a:1"]["names_merged"] == "宏达化工；国正水泥"


def test_the_order_of_delivery_changes_nothing():
    rows = [
        row(f"{feed}:{n}", f"{sign}化工有限公司", lon=113.6 + n / 500) for feed in "abc" for n, sign in enumerate(("宏达", "国正", "龙凤"))
    ]
    assert link(*rows) == link(*reversed(rows))


def test_a_place_that_is_missing_or_outside_never_links_by_name():
    found = link(row("a:1", "宏达化工", lon=None), row("b:7", "宏达化工", lon=None), row("c:8", "宏达化工", lon=116.0, lat=39.0))
    assert len(set(ids(found).values())) == 3


@pytest.mark.parametrize("seed", range(5))
def test_a_labelled_town_is_linked_with_precision_099_and_recall_095(seed):
    rows = lists(seed)
    found = linkage.link(rows)
    leader_who = rows["who"].to_numpy()[found["leader"].to_numpy()]
    is_linked = (found["leader"] != np.arange(len(rows))).to_numpy()
    is_right = leader_who == rows["who"].to_numpy()
    is_known = rows.duplicated("who").to_numpy()
    assert is_right[is_linked].mean() >= 0.99
    assert (is_right & is_linked)[is_known].mean() >= 0.95


def test_a_hundred_thousand_rows_are_linked_within_fifteen_seconds():
    rng = np.random.default_rng(1)
    size = 50_000
    text = ["".join(part) + "化工有限公司" for part in rng.choice(list("宏达发盛兴隆华瑞祥泰鑫源恒丰金鼎新中天成"), (size, 3))]
    spots = rng.uniform(0, 50_000, (40, 2))[rng.integers(0, 40, size)] + rng.normal(0, 1500, (size, 2))
    first = pd.DataFrame({"name": text, "x_m": spots[:, 0], "y_m": spots[:, 1], "source_feed": "a", "valid_uscc": "", "corrected": None})
    rows = pd.concat([first, first.assign(source_feed="b", x_m=first["x_m"] + 30.0)], ignore_index=True)
    rows["source_key"] = rows["source_feed"] + ":" + rows.index.astype(str)
    started_s = time.perf_counter()
    linkage.link(rows)
    assert time.perf_counter() - started_s < 15.0


@pytest.mark.parametrize(
    ("name", "branch", "core"),
    [
        ("阿五黄河大鲤鱼(郑州陇海西路店)", "郑州陇海西路店", "阿五黄河大鲤鱼"),
        ("河南省长垣市宏达化工有限责任公司", "", "宏达化工"),
        ("宏达化工有限公司（停产）", "", "宏达化工"),
        ("宏达商行（个体工商户）", "", "宏达商行"),
        ("宏达化工有限公司长垣分公司", "长垣分公司", "宏达化工有限公司长垣分公司"),
        ("中国石化（郑州）有限公司", "", "中国石化(郑州)"),
        ("石嘴山第四污水处理厂", "第四污水处理厂", "石嘴山第四污水处理厂"),
    ],
)
def test_a_name_is_read_into_its_branch_and_its_distinctive_part(name, branch, core):
    assert (names.branch(name), names.core(name)) == (branch, core)
