"""A feed may be a SELECT in a bureau's own PostgreSQL or MySQL."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import psycopg
import pymysql
import pytest

from pipelines.errors import InputError
from pipelines.intake import database
from tests.faults import builds
from tests.pipelines.intake.database_servers import PASSWORD, PASSWORD_IN_URL, free_port, mariadb, postgresql
from tests.pipelines.intake.town import build, intake, rows

FEED = """
[[feed]]
name = "hotline"
table = "complaints"
datum = "wgs84"
url_env = "TOWN_URL"
query = '''{query}'''
columns = {{ complaint_id = "id", received_at = "at", content = "said", lon = "lon", lat = "lat", closed_on = "shut", is_verified = "so" }}
"""
QUERY = "select id, {at} as at, said, lon, lat, shut, so from letters where said not like '%测试%' or said is null order by id;"
TOLD = "夜间“异味”：刺鼻、持续；㙟村 𠮷 ½"
LETTERS = [
    ("T1", "2024-01-05 08:00:00", TOLD, "113.6253681", "34.746600", "2024-01-09", "true"),
    ("T2", "2024-07-01 00:30:00", None, None, None, None, None),
    ("T3", "2024-07-02 23:59:59", "工地扬尘", "113.5", "34.5", "2024-07-03", "false"),
    ("T4", "2024-07-02 23:59:59", "这是测试", "113.5", "34.5", None, None),
]
PARTS = ("id", "received_at", "content", "lon", "lat", "closed_on", "is_verified")
READ = [
    ("T1", datetime(2024, 1, 5, 8), TOLD, 113.6253681, 34.7466, date(2024, 1, 9), True),
    ("T2", datetime(2024, 7, 1, 0, 30), None, None, None, None, None),
    ("T3", datetime(2024, 7, 2, 23, 59, 59), "工地扬尘", 113.5, 34.5, date(2024, 7, 3), False),
]


def _address(port: int, *, scheme: str = "postgresql", password: str = PASSWORD_IN_URL, database: str = "postgres") -> str:
    return f"{scheme}://lanxun:{password}@127.0.0.1:{port}/{database}"


def _admin(port: int, database: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(host="127.0.0.1", port=port, user="lanxun", password=PASSWORD, dbname=database, autocommit=True)


def _fill(port: int, database: str = "postgres") -> None:
    with _admin(port, database) as con:
        con.execute("set client_encoding to utf8")
        con.execute("set time zone 'Asia/Shanghai'")
        kinds = "id text, zoned timestamptz, plain timestamp, said text, lon numeric(12, 7), lat numeric, shut date, so bool"
        con.execute(f"create table letters ({kinds})")
        for letter in LETTERS:
            con.execute("insert into letters values (%s, %s, %s, %s, %s, %s, %s, %s)", (letter[0], *letter[1:2] * 2, *letter[2:]))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with postgresql() as found:
        _fill(found)
        yield found


def _read(folder: Path) -> list[tuple[object, ...]]:
    (partition,) = intake(folder).partitions
    names = ("complaint_id", *PARTS[1:])
    return [tuple(row[name] for name in names) for row in sorted(rows(partition), key=lambda row: row["complaint_id"])]


@pytest.mark.parametrize("at", ["zoned", "plain"])
@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_what_postgresql_holds_is_what_is_read(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch, at: str, scheme: str) -> None:
    """The server tells its zoned moments in Chicago's time; the city's clock is eight hours ahead of UTC."""
    build(tmp_path, FEED.format(query=QUERY.format(at=at)), {})
    monkeypatch.setenv("TOWN_URL", _address(port, scheme=scheme))
    assert _read(tmp_path) == READ


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "EUC_CN"])
def test_an_old_encoding_of_the_server_spoils_no_text(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    with _admin(port) as con:
        con.execute(f"create database old_{encoding} template template0 encoding '{encoding}'")
    with _admin(port, f"old_{encoding.lower()}") as con:
        con.execute("create table t (id text, said text)")
        con.execute(f"insert into t values ('T1', convert_from('\\x{'异味'.encode().hex()}', 'UTF8'))")
    build(tmp_path, FEED.format(query="select id, '2024-01-05' as at, said, 1 as lon, 1 as lat, null as shut, null as so from t"), {})
    monkeypatch.setenv("TOWN_URL", _address(port, database=f"old_{encoding.lower()}"))
    (partition,) = intake(tmp_path).partitions
    assert [row["content"] for row in rows(partition)] == ["异味"]


def test_the_same_rows_are_one_archived_file_whatever_zone_the_server_tells(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, FEED.format(query=QUERY.format(at="zoned")), {})
    monkeypatch.setenv("TOWN_URL", _address(port))
    (first,) = intake(tmp_path).partitions
    monkeypatch.setenv("TOWN_URL", _address(port) + "?options=-c%20timezone%3DAsia/Kathmandu")
    (second,) = intake(tmp_path).partitions
    assert first.sha256 == second.sha256
    (kept,) = [path for path in (tmp_path / "archive").rglob("*") if path.is_file() and path.suffix != ".json"]
    assert kept.name == first.sha256 == hashlib.sha256(kept.read_bytes()).hexdigest()
    with _admin(port) as con:
        con.execute("update letters set so = true where id = 'T3'")
        try:
            (third,) = intake(tmp_path).partitions
        finally:
            con.execute("update letters set so = false where id = 'T3'")
    assert third.sha256 != first.sha256


def test_json_of_the_server_stays_json(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[[feed]]\nname = "d"\ntable = "districts"\nurl_env = "TOWN_URL"\nquery = "select * from areas"\ndatum = "wgs84"\n'
    text += 'columns = { code = "code", name = "name", geometry = "shape" }\nconstants = { level = "district" }\n'
    shape = '{"type": "Polygon", "coordinates": [[[113.1, 34.1], [113.2, 34.1], [113.2, 34.2], [113.1, 34.1]]]}'
    with _admin(port) as con:
        con.execute("create table areas (code text, name text, shape jsonb)")
        con.execute("insert into areas values ('410102', '中原区', %s)", (shape,))
    build(tmp_path, text, {})
    monkeypatch.setenv("TOWN_URL", _address(port))
    (partition,) = intake(tmp_path).partitions
    assert partition.lines["loaded"] == 1
    assert "Polygon" in str(rows(partition)[0]["geometry"])


def _sentence(folder: Path) -> str:
    with pytest.raises(InputError) as told:
        intake(folder)
    text = str(told.value)
    assert "\n" not in text
    assert not any(secret in text for secret in (PASSWORD, PASSWORD_IN_URL, "Irrtum", "127.0.0.1"))
    return text


def test_what_fails_is_one_sentence_without_the_password(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, FEED.format(query=QUERY.format(at="zoned")), {})
    for wrong in (_address(port, password="Irrtum"), _address(free_port()), _address(port, database="nowhere"), "oracle://u:Irrtum@h/d"):
        monkeypatch.setenv("TOWN_URL", wrong)
        text = _sentence(tmp_path)
        assert text.startswith("feed 'hotline': no connection to the database (")
        assert "TOWN_URL" in text
    monkeypatch.setenv("TOWN_URL", _address(port))
    for query, kind in (
        ("select * from nothing_here", "UndefinedTable, code 42P01"),
        ("selekt 1", "SyntaxError, code 42601"),
        ("select 1 / 0 as id", "DivisionByZero, code 22012"),
        ("select 'infinity'::timestamptz as at", "DataError"),
        ("select :x as id", "InvalidRequestError"),
    ):
        build(tmp_path, FEED.format(query=query), {})
        text = _sentence(tmp_path)
        assert f"feed 'hotline': the query failed ({kind}); check the SELECT" in text


def test_a_server_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(database.DEFAULTS, "postgresql", database.DEFAULTS["postgresql"] | {"connect_timeout": "2"})
    with socket.create_server(("127.0.0.1", 0)) as mute:
        build(tmp_path, FEED.format(query="select 1"), {})
        monkeypatch.setenv("TOWN_URL", _address(mute.getsockname()[1]))
        started = time.monotonic()
        _sentence(tmp_path)
        assert time.monotonic() - started < 20


def test_a_city_with_its_enterprises_in_postgresql_publishes(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = builds.write(tmp_path / "tiny")
    with _admin(port) as con:
        con.execute("create table firms (编号 text primary key, 名称 text, 经度 numeric(9, 6), 纬度 numeric(9, 6))")
        con.execute("insert into firms select 'E' || i, '虚构' || i || '号公司', 113.5 + i / 1000.0, 34.5 from generate_series(0, 39) i")
    feeds = (folder / "feeds.toml").read_text(encoding="utf-8")
    query = 'url_env = "TOWN_URL"\nquery = "select * from firms order by 编号"'
    (folder / "feeds.toml").write_text(feeds.replace('files = ["enterprises.csv"]', query), encoding="utf-8")
    monkeypatch.setenv("TOWN_URL", _address(port, password="Irrtum"))
    refused = builds.build(folder)
    assert refused.returncode == 2
    assert "Irrtum" not in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr
    monkeypatch.setenv("TOWN_URL", _address(port))
    done = builds.build(folder)
    assert done.returncode == 0, done.stderr
    told = builds.rows(folder, "select name, round(lon, 6), lat from enterprises where enterprise_id = 'E7'")
    assert told == [("虚构7号公司", 113.507, 34.5)]
    assert builds.rows(folder, "select count(*) from enterprises") == [(40,)]
    assert not any(PASSWORD.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_mariadb_holds_is_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mariadb() as found:
        with pymysql.connect(host="127.0.0.1", port=found, user="lanxun", password=PASSWORD, database="town", autocommit=True) as con:
            cursor = con.cursor()
            kinds = "id varchar(9), plain datetime, said text, lon decimal(12, 7), lat decimal(9, 6), shut date, so boolean"
            cursor.execute(f"create table letters ({kinds})")
            for letter in LETTERS:
                so = {"true": 1, "false": 0, None: None}[letter[6]]
                cursor.execute("insert into letters values (%s, %s, %s, %s, %s, %s, %s)", (*letter[:6], so))
        for scheme in ("mysql", "mariadb"):
            build(tmp_path, FEED.format(query=QUERY.format(at="plain")), {})
            monkeypatch.setenv("TOWN_URL", _address(found, scheme=scheme, database="town"))
            assert _read(tmp_path) == READ
            # SQLSTATE of the manual: 28000 access denied, 42S02 no such table; 2003 is the client's own number for no server
            monkeypatch.setenv("TOWN_URL", _address(found, scheme=scheme, database="town", password="Irrtum"))
            assert "no connection to the database (OperationalError, code 28000)" in _sentence(tmp_path)
            monkeypatch.setenv("TOWN_URL", _address(found, scheme=scheme, database="town"))
            build(tmp_path, FEED.format(query="select * from nothing_here"), {})
            assert "the query failed (ProgrammingError, code 42S02)" in _sentence(tmp_path)
    assert "no connection to the database (OperationalError, code 2003)" in _sentence(tmp_path)


def test_a_killed_test_run_leaves_no_server(port: int) -> None:
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed; run: sudo apt-get install -y util-linux")
    code = "from tests.pipelines.intake.database_servers import postgresql\nimport time\n"
    code += "with postgresql() as port:\n    print(port, flush=True)\n    time.sleep(60)\n"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        Path(scratch).chmod(0o755)
        settings = {**os.environ, "TMPDIR": scratch}
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=settings) as run:
            assert run.stdout is not None
            left = int(run.stdout.readline())
            (mark,) = Path(scratch).glob("*/data/postmaster.pid")
            run.kill()
        end = time.monotonic() + 20
        while mark.exists():
            assert time.monotonic() < end, "the server outlives the process that started it"
            time.sleep(0.1)
        with pytest.raises(psycopg.OperationalError):
            _admin(left)
