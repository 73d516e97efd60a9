"""For random dirty files: every line is accounted for, and every loaded value is what an independent reading gives."""

from __future__ import annotations

import csv
import io
import math
import tempfile
from datetime import datetime
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.contract import Field
from pipelines.intake.casting import plain
from pipelines.intake.fields import Rule, read
from pipelines.intake.units import Conversion
from tests.pipelines.intake.town import READINGS, build, feed, intake, rows

NUMBERS = [
    "36",
    "0.5",
    " 7 ",
    "36.25",
    "1e1",
    "１２",
    "1,043",
    "—",
    "/",
    "-9999",
    "-99",
    "<0.5",
    "NaN",
    "1e400",
    "abc",
    "",
    "-1",
    "99999",
    "1_0",
]
TIMES = [
    "2024-01-05 08:00",
    "2024-01-05 08:00:00",
    "2024/1/5 9:00",
    "2024年1月5日 8时",
    "2024-01-05 24:00",
    "24/1/5",
    "昨天",
    "",
    "2024010511",
]
CODES = ["1001A", "1002A", "站", "", "—", " x ", '5" 管', "a,b", "two\nlines", "合计", "站点编码"]
ENDS = ["\n", "\r\n", "\n\n", "\n,,\n"]


def _independent_number(text: str) -> float | None:
    """What a person would write down for these texts; written without the ladder."""
    table = {"36": 36.0, "0.5": 0.5, " 7 ": 7.0, "36.25": 36.25, "1e1": 10.0, "１２": 12.0, "1,043": 1043.0}
    return table.get(text)


def _independent_time(text: str) -> datetime | None:
    table = {
        "2024-01-05 08:00": datetime(2024, 1, 5, 8), "2024-01-05 08:00:00": datetime(2024, 1, 5, 8), "2024/1/5 9:00": datetime(2024, 1, 5, 9),  # noqa: E501
        "2024年1月5日 8时": datetime(2024, 1, 5, 8), "2024-01-05 24:00": datetime(2024, 1, 6), "2024010511": datetime(2024, 1, 5, 11),
    }  # fmt: skip
    return table.get(text)


record = st.tuples(st.sampled_from(CODES), st.sampled_from(TIMES), st.sampled_from(NUMBERS), st.integers(0, 2), st.sampled_from(ENDS))


def _written(records: list[tuple[str, str, str, int, str]]) -> bytes:
    stream = io.StringIO()
    stream.write("站点编码,时间,PM2.5\n")
    for code, time, number, shape, end in records:
        cells = [code, time, number][: 2 if shape == 1 else 3]
        csv.writer(stream, lineterminator=end).writerow(cells + (["多"] if shape == 2 else []))
    return stream.getvalue().encode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(record, max_size=12))
def test_lines_add_up_and_values_agree(records: list[tuple[str, str, str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), feed("readings", READINGS), {"a.csv": _written(records)})
        (partition,) = intake(Path(folder)).partitions
        loaded = rows(partition)
    assert partition.line_count == _written(records).count(b"\n")
    expected = {
        (code.strip(), _independent_time(time), _independent_number(number))
        for code, time, number, shape, _ in records
        if shape == 0 and code.strip() not in ("", "—", "合计") and _independent_time(time)
    }
    assert {(row["station_id"], row["observed_at"], row["pm25_ugm3"]) for row in loaded} == expected


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_below_good_headings_are_accounted(noise: bytes) -> None:
    data = "站点编码,时间,PM2.5\n1001A,2024-01-05 08:00,36\n一号站,2024-01-05 09:00,3\n".encode() + noise
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), feed("readings", READINGS), {"a.csv": data})
        (partition,) = intake(Path(folder)).partitions
    assert partition.line_count == data.count(b"\n") + (not data.endswith(b"\n"))


texts = st.one_of(
    st.sampled_from([*NUMBERS, *TIMES, *CODES]),
    st.from_regex(r"[-+]?[0-9]{0,6}[.]?[0-9]{0,4}(e[-+]?[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[ T]?([0-9]{2}:[0-9]{2}(:[0-9]{2})?)?", fullmatch=True),
    st.text(max_size=12).filter(lambda text: "\x00" not in text),
)
RULES = [
    Rule(field=Field(name="v", kind="number", title="")),
    Rule(field=Field(name="v", kind="number", title="", minimum=0.0, maximum=10_000.0)),
    Rule(field=Field(name="v", kind="number", title="", minimum=0.0), conversion=Conversion(by=1000.0)),
    Rule(field=Field(name="v", kind="integer", title="")),
    Rule(field=Field(name="v", kind="string", title="")),
    Rule(field=Field(name="v", kind="string", title=""), words={"1001A": "x"}),
    Rule(field=Field(name="v", kind="datetime", title="")),
    Rule(field=Field(name="v", kind="date", title="")),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=1, max_size=30))
def test_sql_never_contradicts_the_ladder(sample: list[str]) -> None:
    con = duckdb.connect()
    con.execute("create table t (x varchar)")
    con.executemany("insert into t values (?)", [[text] for text in sample])
    for rule in RULES:
        for text, value in con.execute(f"select x, {plain('x', rule)} from t").fetchall():
            if value is not None:
                reading = read(text, rule)
                assert reading.reason is None, (text, value, rule.field.kind, reading)
                assert reading.value == value or (isinstance(value, float) and math.isclose(reading.value, value, rel_tol=1e-15)), (
                    text,
                    value,
                )
