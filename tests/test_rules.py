"""The rule tables load, and a faulty one is refused in one sentence."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.errors import ConfigurationError
from pipelines.rules import STANDARDS_DIR, load_rules, rule_schemas


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rule tables that a test may spoil."""
    return Path(shutil.copytree(STANDARDS_DIR, tmp_path / "standards"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("jurisdiction", ["CN", "US"])
def test_every_declared_table_loads_with_its_types(jurisdiction: str) -> None:
    rules = load_rules(jurisdiction=jurisdiction)
    assert set(rules) == {f"rule_{name}" for name in rule_schemas()}
    for table in rules.values():
        assert table.schema.field("valid_to").type == pa.date32()
        assert set(table["jurisdiction"].to_pylist()) <= {jurisdiction, "*"}


def test_a_city_elsewhere_gets_no_chinese_limit() -> None:
    assert set(load_rules(jurisdiction="US")["rule_air_quality_limits"]["limits_id"].to_pylist()) == {"NAAQS"}
    assert load_rules(jurisdiction="US")["rule_aqi_breakpoints"].num_rows == 0


def test_a_city_elsewhere_is_told_no_chinese_clause_and_lacks_no_row() -> None:
    here, elsewhere = load_rules(jurisdiction="CN"), load_rules(jurisdiction="US")
    chinese = re.compile(r"(HJ|GB|DB\d*)(/T)?\s*\d|〔|令第|环办|国办|国发|生态环境部|国家口径|全国")
    # what a public file may disclose is still told by China's texts alone
    told = [row["clause"] for name, table in elsewhere.items() if name != "rule_disclosure_columns" for row in table.to_pylist()]
    assert [clause for clause in told if chinese.search(clause)] == []
    for name, key in (("indicators", "key"), ("reading_flags", "flag"), ("emission_flags", "flag"), ("pollutants", "pollutant")):
        table = f"rule_{name}"
        assert set(elsewhere[table][key].to_pylist()) >= set(here[table][key].to_pylist())
        assert any(chinese.search(clause) for clause in here[table]["clause"].to_pylist())


def test_every_rule_of_the_positive_list_is_there() -> None:
    named = set(load_rules(jurisdiction="CN")["rule_positive_list_rules"]["rule_id"].to_pylist())
    wanted = {f"IN-{n}" for n in range(1, 10)} | {f"OUT-{n}" for n in range(1, 9)} | {"EX-1", "EX-2", "RE-1", "VAL-1", "PUB-1"}
    assert wanted <= named


def test_the_largest_ring_fits_into_a_cell() -> None:
    rows = load_rules(jurisdiction="CN")["rule_control_zones"].to_pylist()
    assert [row["ring_km"] for row in rows] == [1, 3, 5]
    assert {row["largest_radius_m"] for row in rows} == {max(row["radius_m"] for row in rows)}
    assert all(row["cell_m"] >= row["largest_radius_m"] for row in rows)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("control_zones", "ring_km", "ringkm", r"control_zones\.csv, line 1: unknown column 'ringkm'; use one of"),
        ("control_zones", ",cell_m", "", r"control_zones\.csv, line 1: column 'cell_m' is missing; add it"),
        ("control_zones", "*,1,1000", "*,one,1000", r"line 2, ring_km 'one': is not an integer; write it like 1"),
        ("control_zones", "*,1,1000", "*,1,nan", r"line 2, radius_m 'nan': is not a number; write it like 0\.5"),
        ("upwind_rules", "true", "yes", r"line 2, is_calm 'yes': is not a boolean; write it like true or false"),
        ("aqi_standards", "2026-02-28", "2026/2/28", r"line 2, valid_to '2026/2/28': is not a date; write it like 2026-03-01"),
        ("aqi_standards", "2026-02-28", "2012-01-01", r"line 2, valid_to '2012-01-01': is before valid_from 2012-02-29; correct"),
        ("aqi_standards", "2026-02-28", "2026-03-01", r"line 3, valid_from .*line 2 is in force on the same day for the only row"),
        ("aqi_standards", ",HJ 633—2012,official", ",,official", r"line 2, clause '': is empty; every rule row states it"),
        ("aqi_standards", "HJ 633—2012,official", "HJ 633—2012,", r"line 2, status '': is empty; every rule row states it"),
        ("aqi_standards", "HJ 633—2012,official", "HJ 633—2012,sure", r"line 2, status 'sure': is unknown; use one of official, repor"),
        ("control_zones", "*,3,3000", "*,1,3000", r"line 3, valid_from .*in force on the same day for ring_km 1; end it the day"),
        ("control_zones", "*,1,1000,", "*,1,1000,1,", r"line 2: 15 cells for 14 columns; quote a cell that holds a comma"),
    ],
)
def test_a_faulty_rule_is_refused_with_its_place(folder: Path, name: str, old: str, new: str, message: str) -> None:
    spoil(folder, name, old, new)
    with pytest.raises(ConfigurationError, match=message):
        load_rules(folder, jurisdiction="CN")


def test_a_table_that_is_not_declared_is_refused(folder: Path) -> None:
    (folder / "taxes.csv").write_text("jurisdiction\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"taxes\.csv is not declared in .*schema\.json; describe its columns there"):
        load_rules(folder, jurisdiction="CN")


def test_a_declared_table_that_is_missing_is_refused(folder: Path) -> None:
    (folder / "wind_rules.csv").unlink()
    with pytest.raises(ConfigurationError, match=r"wind_rules\.csv is missing, but .*schema\.json declares it"):
        load_rules(folder, jurisdiction="CN")


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "wind_rules.csv").write_bytes("jurisdiction,clause\n*,风\n".encode("gb18030"))
    with pytest.raises(ConfigurationError, match=r"wind_rules\.csv, line \d: not readable as UTF-8 CSV .*; save it as UTF-8"):
        load_rules(folder, jurisdiction="CN")


def test_a_missing_or_broken_schema_is_refused(folder: Path) -> None:
    (folder / "schema.json").write_text("{", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"schema\.json is not valid JSON"):
        load_rules(folder, jurisdiction="CN")
    (folder / "schema.json").unlink()
    with pytest.raises(ConfigurationError, match=r"schema\.json is missing; restore it from the package"):
        load_rules(folder, jurisdiction="CN")


def test_a_row_that_ends_the_day_before_makes_room_for_the_next(folder: Path) -> None:
    ends = load_rules(folder, jurisdiction="CN")["rule_aqi_standards"].to_pylist()
    assert (ends[1]["valid_from"] - ends[0]["valid_to"]).days == 1
