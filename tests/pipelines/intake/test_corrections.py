"""Corrections are replayed: newest last, only where the old value still stands, and each outcome is told."""

from __future__ import annotations

import datetime as dt

import duckdb

from pipelines.contract import contracts
from pipelines.intake.corrections import Correction, corrected
from tests.model_harness import create


def _correction(number: int, column: str, old: str | None, new: str | None, *, key: str = "A|2024-01-05 08:00") -> Correction:
    at = dt.datetime(2024, 2, number)
    return Correction(correction_id=str(number), table="readings", key=key, column=column, old=old, new=new, at=at)


def test_corrections_apply_in_order_and_say_what_they_did() -> None:
    con = duckdb.connect()
    create(con, "raw_readings", [{"station_id": "A", "observed_at": dt.datetime(2024, 1, 5, 8), "pm25_ugm3": 360.0}])
    given = [
        _correction(3, "pm25_ugm3", "36", "37"),
        _correction(1, "pm25_ugm3", "360", "36"),
        _correction(4, "pm25_ugm3", "999", "1"),
        _correction(5, "pm25_ugm3", None, "-1"),
        _correction(6, "so2_ugm3", None, "5"),
        _correction(7, "pm25_ugm3", None, "1", key="B|2024-01-05 08:00"),
        _correction(8, "pm25_ugm3", None, "1", key="A"),
        _correction(9, "colour", None, "1"),
        _correction(10, "station_id", None, None),
    ]
    outcomes = corrected(con, table="readings", corrections=given, contract=contracts()["readings"])
    assert [(o.correction_id, o.rows, o.reason) for o in outcomes] == [
        ("1", 1, None), ("3", 1, None), ("4", 0, "old_value_differs"), ("5", 0, "out_of_range"), ("6", 1, None),
        ("7", 0, "no_such_key"), ("8", 0, "wrong_key"), ("9", 0, "unknown_column"), ("10", 0, "required_missing"),
    ]  # fmt: skip
    assert con.execute("select pm25_ugm3, so2_ugm3 from raw_readings").fetchall() == [(37.0, 5.0)]
