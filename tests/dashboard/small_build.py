"""A published build of a few rows, for tests of the pages; the tables are those that every build has."""

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

from dashboard.maps.points import SOURCE_TYPES

TABLES = """
create table build_info (build_id varchar, city varchar, city_id varchar, is_demo boolean, as_of_at timestamp, known_at timestamp,
    started_at timestamp, finished_at timestamp, version varchar, engine varchar);
create table build_rules (rule_set varchar, version varchar, row_count bigint);
create table source_lines (file varchar, sheet varchar, sha256 varchar, feed varchar, table_name varchar, disposition varchar,
    lines bigint);
create table rejected_rows (file varchar, sha256 varchar, sheet varchar, line bigint, table_name varchar, reasons varchar, columns varchar,
    raw_text varchar);
create table rejected_cells (file varchar, sha256 varchar, sheet varchar, line bigint, table_name varchar, column_name varchar,
    reason varchar, raw_text varchar);
create table enterprises (enterprise_id varchar, name varchar, source_type varchar, address varchar, lon double, lat double,
    place_quality varchar);
create table stations (station_id varchar, name varchar, level varchar, lon double, lat double, place_quality varchar);
create table station_freshness (station_id varchar, name varchar, hours_late double, is_late boolean);
create table stg_districts (code varchar, name varchar, level varchar, geometry varchar, source_datum varchar);
create table zone_members (zone_kind varchar, zone_id varchar, enterprise_id varchar, ring_km double);
create table datum_votes (source_feed varchar, kind varchar, declared varchar, voted varchar, is_wrong boolean, support bigint,
    median_offset_m double, note varchar);
"""
ABOUT = """
insert into build_info values
    ('20261208T003000-abc123', '试验县', 'trial', true, '2026-12-08 08:00', null,
    '2026-12-08 00:30', '2026-12-08 00:30:09', '0.1.0', 'duckdb');
"""
CITY = """
city_id = "trial"
name = "试验县"
name_en = "Trial County"
jurisdiction = "CN"
crs = "EPSG:4547"
utc_offset = "+08:00"
bbox_deg = [113.4, 34.5, 113.9, 35.0]
is_demo = true
"""
KINDS = [category.code for category in SOURCE_TYPES]


def write_city(folder: Path, *, tables: str = TABLES, about: str = ABOUT, rows: str = "") -> Path:
    """Write a city's folder with one published build in it."""
    write_settings(folder)
    warehouse = folder / "warehouse"
    warehouse.mkdir(exist_ok=True)
    path = warehouse / "20261208T003000-abc123.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute(tables + about + rows)
    (warehouse / "current").write_text(path.name + "\n", encoding="utf-8")
    return folder


def write_settings(folder: Path) -> Path:
    """Write a city's folder without any build."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    (folder / "feeds.toml").write_text("", encoding="utf-8")
    return folder


def text(value: str) -> str:
    """Quote a text for SQL."""
    return "'" + value.replace("'", "''") + "'"


def one_row() -> str:
    """Insert one row into each table."""
    return """
    insert into build_rules values ('rule_control_zones', '0f3a', 4);
    insert into source_lines values ('企业.xlsx', '表一', 'aa', 'plants', 'enterprises', 'loaded', 1),
        ('企业.xlsx', '表一', 'aa', 'plants', 'enterprises', 'rejected', 1);
    insert into rejected_rows values ('企业.xlsx', 'aa', '表一', 3, 'enterprises', 'not_a_number', 'lon', '东经一百一十三度');
    insert into rejected_cells values ('读数.csv', 'bb', null, 9, 'readings', 'co_mgm3', 'out_of_range', '-9999');
    insert into enterprises values ('E1', '中原<建材>有限公司', 'industry', '科学大道 1 号', 113.62, 34.75, 'ok');
    insert into stations values ('S1', '市政府', 'national', 113.63, 34.76, 'ok');
    insert into station_freshness values ('S1', '市政府', 3, true);
    insert into zone_members values ('ring', 'S1', 'E1', 3);
    insert into datum_votes values ('plants', 'enterprise', 'wgs84', 'gcj02', true, 20, 551.0,
        '「plants」的企业坐标申报为 WGS84，疑为 GCJ-02（两者相差约 551 米）；坐标未移动，请核实。'),
        ('stations', 'station', 'unknown', null, false, 3, null, '「stations」的站点坐标未声明坐标系，可供核对的点不足 20 个，无法判断。'),
        ('lists', 'enterprise', 'cgcs2000', 'wgs84', false, 90, null, '「lists」的企业坐标申报为 CGCS2000，表决未见异常。');
    """


def many_rows(*, enterprises: int, stations: Sequence[tuple[str, str, float, float]], names: Sequence[str] = ("某某公司",)) -> str:
    """Insert enterprises on a grid, stations as given (name, level, lon, lat), and what a page shows besides."""
    kinds = json.dumps(KINDS).replace('"', "'")
    given = json.dumps(list(names), ensure_ascii=False)
    placed = ", ".join(f"('S{i}', {text(name)}, '{level}', {lon}, {lat}, 'ok')" for i, (name, level, lon, lat) in enumerate(stations))
    first = text(stations[0][0])
    return f"""
    insert into enterprises
    select printf('E%06d', i), cast(json_extract_string({text(given)}, '$[' || (i % {len(names)}) || ']') as varchar),
        ({kinds})[1 + (i % 10)], '东风路 ' || i || ' 号',
        113.45 + 0.4 * ((i * 7919) % 9973) / 9973, 34.55 + 0.4 * ((i * 104729) % 9967) / 9967, if(i % 97 = 0, 'suspected_datum', 'ok')
    from range({enterprises}) as r(i);
    insert into stations values {placed};
    insert into station_freshness values ('S0', {first}, 5, true);
    insert into zone_members
    select 'ring', 'S0', printf('E%06d', i), [1, 3, 5][1 + (i % 3)] from range({min(enterprises, 30)}) as r(i);
    insert into datum_votes values ('restaurants', 'enterprise', 'wgs84', 'gcj02', true, 17574, 569.2,
        '「restaurants」的企业坐标申报为 WGS84，疑为 GCJ-02（两者相差约 569 米）；坐标未移动，请核实。');
    insert into stg_districts select cast(i as varchar), n, if(i = 0, 'district', 'township'),
        '{{"type":"Polygon","coordinates":[[[' || x || ',34.5],[' || (x + w) || ',34.5],[' || (x + w) || ',35],[' || x || ',35],['
            || x || ',34.5]]]}}', 'wgs84'
    from (select i, if(i = 0, 113.4, 113.4 + 0.5 * (i - 1) / {len(names)}) as x, if(i = 0, 0.5, 0.5 / {len(names)}) as w,
        cast(json_extract_string({text(given)}, '$[' || (i % {len(names)}) || ']') as varchar) as n from range({len(names) + 1}) as r(i));
    insert into build_rules select 'rule_' || i, md5(i::varchar), i from range(12) as r(i);
    insert into source_lines
    select '文件 ' || i || '.csv', if(i % 2 = 0, null, '表一'), md5(i::varchar), 'feed', 'readings', d,
        case d when 'loaded' then 8000 + i when 'rejected' then i * 3 when 'non_data' then 2 else i % 4 end
    from range(18) as r(i), (select unnest(['loaded', 'rejected', 'non_data', 'exact_duplicate']) as d);
    insert into rejected_rows
    select '文件 ' || (i % 18) || '.csv', md5(i::varchar), '表一', i + 2, 'readings',
        ['not_a_date', 'not_a_number', 'required_missing', 'not_a_number,required_missing'][1 + i % 4], 'observed_at',
        {text(names[0])} || ',2026年13月40日,—'
    from range(400) as r(i);
    insert into rejected_cells
    select '文件 ' || (i % 18) || '.csv', md5(i::varchar), null, i + 2, 'readings', 'co_mgm3', 'out_of_range', '-9999'
    from range(150) as r(i);
    """
