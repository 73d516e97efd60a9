"""What was accepted in the ledger changes the next build, and no build that knew nothing of it."""

from __future__ import annotations

import csv
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.settings import load as load_settings
from lanxun.cli import main
from pipelines.contract import contracts
from supervision.ledger import audit, corrections
from supervision.ledger.engine import Ledger, open_ledger
from supervision.ledger.export import COLUMNS, export
from tests.faults import builds
from tests.supervision.ledger.people import AT, OTHER_STEWARD, STEWARD, propose

RECEIVED_AT = datetime(2026, 3, 11, 8, tzinfo=UTC)
DECIDED_AT = datetime(2026, 3, 12, 9, 15, 20)
NAME = "select name from enterprises where enterprise_id = 'E3'"
READING = "select pm25_ugm3 from station_hours where station_id = 'S1' and observed_at = timestamp '2026-03-05 08:00'"


def _accepted(ledger: Ledger, *, table: str, key: str, column: str, old: str, new: str, at: datetime = DECIDED_AT) -> None:
    number = corrections.propose(ledger, STEWARD, table=table, key=key, column=column, old=old, new=new, reason="现场\n核实", at=at)
    corrections.decide(ledger, OTHER_STEWARD, number, is_accepted=True, note="同意", version=1, at=at)


def _city(tmp_path: Path) -> Path:
    folder = builds.write(tmp_path / "tiny")
    for path in (folder / "raw").iterdir():
        os.utime(path, (RECEIVED_AT.timestamp(), RECEIVED_AT.timestamp()))
    return folder


def _built(folder: Path, *options: str) -> tuple[object, object]:
    done = builds.build(folder, *options)
    assert done.returncode == 0, done.stderr
    ((name,),), ((pm25,),) = builds.rows(folder, NAME), builds.rows(folder, READING)
    return name, pm25


def test_the_columns_are_those_of_the_contract() -> None:
    assert tuple(field.name for field in contracts()["corrections"].fields) == COLUMNS


def test_an_accepted_correction_is_in_the_next_build_and_in_no_replay_of_an_earlier_day(tmp_path: Path) -> None:
    folder = _city(tmp_path)
    assert _built(folder) == ("虚构3号公司", 38.0)
    assert not (folder / "ledger").exists(), "a build makes no ledger"
    ledger = open_ledger(load_settings(folder).ledger_url)
    propose(ledger, key="E5", at=DECIDED_AT)  # proposed is not accepted
    _accepted(ledger, table="enterprises", key="E3", column="name", old="虚构3号公司", new='新"三"号, 公司')
    _accepted(ledger, table="readings", key="S1|2026-03-05 08:00", column="pm25_ugm3", old="38", new="88")
    later = DECIDED_AT + timedelta(days=1)
    _accepted(ledger, table="readings", key="S1|2026-03-05 08:00", column="pm25_ugm3", old="88", new="58", at=later)
    ledger.close()
    assert _built(folder) == ('新"三"号, 公司', 58.0)
    assert builds.rows(folder, "select count(*) from enterprises where status = '停产'") == [(0,)]
    assert _built(folder, "--known-at", "2026-03-12T09:15:19") == ("虚构3号公司", 38.0)
    assert _built(folder, "--known-at", "2026-03-12T09:15:20") == ('新"三"号, 公司', 88.0)
    assert _built(folder, "--full") == ('新"三"号, 公司', 58.0)


def test_only_what_was_accepted_is_exported_in_the_order_of_the_decisions(ledger: Ledger, tmp_path: Path) -> None:
    first, second, third = (propose(ledger, key=key) for key in ("E1", "E2", "E3"))
    for minutes, (number, is_accepted) in enumerate(((third, True), (first, True), (second, False))):
        at = AT + timedelta(minutes=minutes)
        corrections.decide(ledger, OTHER_STEWARD, number, is_accepted=is_accepted, note="核实", version=1, at=at)
    folder = export(ledger, tmp_path / "out")
    with (folder / "corrections.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [(row["key"], row["at"], row["by"]) for row in found] == [
        ("E3", "2026-12-08 09:15:30", "魏笙，审核 顾朝"),
        ("E1", "2026-12-08 09:16:30", "魏笙，审核 顾朝"),
    ]
    head = json.loads((folder / "head.json").read_text(encoding="utf-8"))
    assert audit.verify(ledger, anchor=(head["seq"], head["hash"])).is_whole


def test_an_export_of_the_same_decisions_is_the_same_file_untouched(ledger: Ledger, tmp_path: Path) -> None:
    _accepted(ledger, table="enterprises", key="E3", column="name", old="a", new="b")
    folder = export(ledger, tmp_path / "out")
    before = {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.iterdir()}
    export(ledger, folder)
    assert {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.iterdir()} == before
    assert sorted(before) == ["corrections.csv", "head.json"]


def test_a_ledger_that_does_not_open_leaves_the_earlier_decisions_in_force(tmp_path: Path) -> None:
    folder = _city(tmp_path)
    ledger = open_ledger(load_settings(folder).ledger_url)
    _accepted(ledger, table="enterprises", key="E3", column="name", old="虚构3号公司", new="新三号公司")
    ledger.close()
    assert _built(folder)[0] == "新三号公司"
    for path in (folder / "ledger").iterdir():
        path.unlink()
    (folder / "ledger" / "ledger.sqlite").write_bytes(b"no database at all" * 400)
    done = builds.build(folder)
    assert done.returncode == 0, done.stderr
    assert "沿用上一次的台账导出" in done.stdout
    assert builds.rows(folder, NAME) == [("新三号公司",)]
    for path in (folder / "work" / "ledger").iterdir():
        path.unlink()
    done = builds.build(folder)
    assert done.returncode == 2
    assert "the ledger at" in done.stderr
    assert builds.rows(folder, NAME) == [("新三号公司",)]


@pytest.mark.parametrize("name", ["ledger"])
def test_a_city_may_not_take_the_name_of_the_ledgers_feed(tmp_path: Path, name: str) -> None:
    folder = _city(tmp_path)
    (folder / "feeds.toml").write_text(builds.FEEDS.replace('name = "stations"', f'name = "{name}"'), encoding="utf-8")
    open_ledger(load_settings(folder).ledger_url).close()
    done = builds.build(folder)
    assert done.returncode == 2
    assert "another name" in done.stderr


def test_the_command_names_a_changed_line_and_a_chain_cut_after_the_last_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = _city(tmp_path)
    assert main(["audit", str(folder)]) == 0
    assert "还没有台账" in capsys.readouterr().out
    ledger = open_ledger(load_settings(folder).ledger_url)
    _accepted(ledger, table="enterprises", key="E3", column="name", old="a", new="b")
    export(ledger, folder / "work" / "ledger")
    assert main(["audit", str(folder)]) == 0
    assert "审计链完整：2 行" in capsys.readouterr().out
    with ledger._writing() as con:
        for (name,) in con.execute(text("select name from sqlite_master where type = 'trigger'")).all():
            con.execute(text(f"drop trigger {name}"))
        con.execute(text("delete from audit where seq = 2"))
    assert main(["audit", str(folder)]) == 1
    assert "breaks at line 2 (cut)" in capsys.readouterr().err
    with ledger._writing() as con:
        con.execute(text("update audit set who = '某人' where seq = 1"))
    ledger.close()
    assert main(["audit", str(folder)]) == 1
    assert "breaks at line 1 (changed)" in capsys.readouterr().err


def test_one_setting_moves_the_ledger_and_the_build_still_reads_it(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _city(tmp_path)
    (folder / "serve.toml").write_text('[ledger]\nurl_env = "TRIAL_LEDGER"\n', encoding="utf-8")
    done = builds.build(folder)
    assert (done.returncode, "TRIAL_LEDGER" in done.stderr) == (2, True)
    monkeypatch.setenv("TRIAL_LEDGER", address)
    ledger = open_ledger(load_settings(folder).ledger_url)
    _accepted(ledger, table="enterprises", key="E3", column="name", old="虚构3号公司", new="新三号公司")
    ledger.close()
    assert _built(folder)[0] == "新三号公司"
