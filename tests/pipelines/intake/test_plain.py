"""A plain file is read in one pass, with exactly the outcome of the staged reading; whatever is not plain is left to that."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.intake import partition
from pipelines.intake.load import Partition
from tests.pipelines.intake.town import READINGS, build, feed, intake, rows

HEADINGS = "站点编码,时间,PM2.5"
PLAIN = [
    f"10{i % 7:02}A,2024-01-{1 + i // 24 % 28:02} {i % 24:02}:00,{'' if i % 11 == 0 else '—' if i % 13 == 0 else i % 90 / 2}"
    for i in range(500)
]
# One line each that the plain reading must not decide.
ODD = (
    "1001A,2024-02-30 01:00,5", "1001A,2024-02-01 01:00,<0.5", "1001A,2024-02-01 01:00,99999", "1001A,昨天,5", ",2024-02-01 01:00,5",
    "合计,,12", "站点编码,时间,PM2.5", "1001A,2024-02-01 01:00,1_0", "1001A,2024-02-01 01:00,NaN", "1001A,2024-02-01 01:00,1e400",
    "1001A,2024-02-01 01:00", "1001A,2024-02-01 01:00,5,6", "", "#REF!,2024-02-01 01:00,5", "1001A,2024-02-01 01:00,１２",
    '"1001A",2024-02-01 01:00,5',
)  # fmt: skip


def _taken(
    folder: Path, lines: Sequence[str], *, table: str = "readings", columns: str = READINGS
) -> tuple[Partition, list[dict[str, Any]]]:
    build(folder, feed(table, columns), {"a.csv": ("\n".join(lines) + "\n").encode()})
    (found,) = intake(folder).partitions
    return found, rows(found)


def _is_refused(*_: object, **__: object) -> int:
    raise AssertionError("the staged reading was asked for a plain file")


def _values(loaded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in ("source_sha256", "source_received_at")} for row in loaded]


def test_a_plain_file_is_read_in_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "fill", _is_refused)
    found, loaded = _taken(tmp_path, [HEADINGS, *PLAIN])
    assert found.lines == {"loaded": 500, "rejected": 0, "non_data": 1, "exact_duplicate": 0}
    assert [row["source_line"] for row in loaded] == list(range(2, 502))
    assert [row["pm25_ugm3"] for row in loaded[:3]] == [None, 0.5, 1.0]
    # Hour-ending: the last hour of December is delivered as the first moment of January.
    assert loaded[0]["month_id"] == 202312
    assert found.months == (202312, 202401)


def test_one_pass_and_staged_reading_agree(tmp_path: Path) -> None:
    one, quoted = [HEADINGS, *PLAIN], [HEADINGS, *(f'"{line.partition(",")[0]}",{line.partition(",")[2]}' for line in PLAIN)]
    (first, plain), (second, staged) = _taken(tmp_path / "plain", one), _taken(tmp_path / "quoted", quoted)
    assert (first.lines, first.months, first.observed_to) == (second.lines, second.months, second.observed_to)
    assert _values(plain) == _values(staged)


@pytest.mark.parametrize("odd", ODD)
def test_what_is_not_plain_is_counted_as_if_nothing_had_been_tried(tmp_path: Path, odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [HEADINGS, *PLAIN[:300], odd, *PLAIN[300:]]
    first, plain = _taken(tmp_path / "tried", lines)
    monkeypatch.setattr("pipelines.intake.plaincsv.Plan.is_possible", lambda _: False)
    second, staged = _taken(tmp_path / "untried", lines)
    assert (first.lines, first.months, first.observed_to) == (second.lines, second.months, second.observed_to)
    assert _values(plain) == _values(staged)
    for name in ("rejected_rows", "rejected_cells"):
        assert [row | {"sha256": ""} for row in rows(first, name)] == [row | {"sha256": ""} for row in rows(second, name)]


def test_a_column_of_blanks_keeps_the_type_of_its_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = 'columns = { station_id = "编号", name = "名称", active_from = "启用", active_to = "停用", lon = "经度", lat = "纬度" }'
    lines = ["编号,名称,启用,停用,经度,纬度", "S1,一站,2019-01-01,,,", "S2,二站,2020-01-01,,,"]
    first, _ = _taken(tmp_path / "tried", lines, table="stations", columns=body)
    monkeypatch.setattr("pipelines.intake.plaincsv.Plan.is_possible", lambda _: False)
    second, _ = _taken(tmp_path / "untried", lines, table="stations", columns=body)
    kinds = [
        duckdb.connect().execute(f"select column_name, column_type from (describe from '{found.folder / 'rows.parquet'}')").fetchall()
        for found in (first, second)
    ]
    assert kinds[0] == kinds[1]
    assert ("active_to", "DATE") in kinds[0]


def test_a_line_written_twice_counts_once_and_a_correction_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "fill", _is_refused)
    corrected = PLAIN[10].rpartition(",")[0] + ",77"
    found, loaded = _taken(tmp_path, [HEADINGS, *PLAIN, PLAIN[3], PLAIN[3], corrected])
    assert found.lines == {"loaded": 501, "rejected": 0, "non_data": 1, "exact_duplicate": 2}
    assert [row["source_line"] for row in loaded] == [*range(2, 502), 504]


def test_a_missing_code_is_no_reading_and_words_are_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "fill", _is_refused)
    body = 'columns = { enterprise_id = "编号", name = "名称", lon = "经度", lat = "纬度", is_key_unit = "重点", graded_on = "评级日期" }'
    lines = [
        "编号,名称,经度,纬度,重点,评级日期",
        "E1, 某某 厂 ,113.5,34.5,是,2024-05-01",
        "E2,乙厂,-9999,,否,2024/5/2",
        "E3,丙厂,113.6,34.6,,",
    ]
    _, loaded = _taken(tmp_path, lines, table="enterprises", columns=body)
    assert [(row["name"], row["lon"], row["lat"], row["is_key_unit"], str(row["graded_on"])) for row in loaded] == [
        ("某某 厂", 113.5, 34.5, True, "2024-05-01"), ("乙厂", None, None, False, "2024-05-02"), ("丙厂", 113.6, 34.6, None, "None"),
    ]  # fmt: skip


def test_lines_keep_their_numbers_across_many_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "fill", _is_refused)
    stations = [f"{n:04}A" for n in random.Random(3).sample(range(10_000), 40)]
    lines = [f"{s},2024-{1 + i // 672:02}-{1 + i // 24 % 28:02} {i % 24:02}:00:00,{i % 500}" for s in stations for i in range(3000)]
    found, loaded = _taken(tmp_path, [HEADINGS, *lines])
    assert found.lines["loaded"] == 120_000
    told = [(row["source_line"], row["station_id"], row["pm25_ugm3"]) for row in loaded]
    assert told == [(n + 2, stations[n // 3000], float(n % 3000 % 500)) for n in range(120_000)]
