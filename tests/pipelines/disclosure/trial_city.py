"""A city with one published build of a few rows: what the public extract reads, and personal data that it must not let through."""

import datetime as dt
from pathlib import Path

import duckdb

from pipelines.city import City, load
from pipelines.rules import load_rules

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
TABLES = """
create table run_moment as select timestamp '2026-12-08 08:00' as as_of_at, date '2026-12-08' as as_of_on,
    cast(null as timestamp) as known_at;
create table run_city as select '试验县' as name, 'national' as mean_level;
create table stations (station_id varchar, name varchar, level varchar, district varchar, township varchar, lon double, lat double,
    place_quality varchar, active_from date, active_to date);
insert into stations values
    ('S1', '政务中心', 'national', '甲区', '一街道', 113.6253, 34.7466, 'ok', null, null),
    ('S2', '公园', 'national', '乙区', '二街道', 113.7253, 34.7966, 'ok', null, null),
    ('S3', '撤销的站', 'national', '乙区', '二街道', 113.7353, 34.7866, 'ok', null, '2026-01-01'),
    ('M1', '夜市微站', 'micro', '乙区', '二街道', 113.7453, 34.7866, 'ok', null, null);
create table station_areas as select * from (values ('S1', 'city', '试验县'), ('S2', 'city', '试验县')) as t (station_id, area_kind, area);
create table station_hours as
    select station_id, timestamp '2026-12-08 08:00' as observed_at, date '2026-12-08' as observed_on,
        pm25 * 1000 as pm25_ngm3, cast(90000 as bigint) as pm10_ngm3, cast(9000 as bigint) as so2_ngm3, cast(40000 as bigint) as no2_ngm3,
        cast(20000 as bigint) as o3_ngm3, cast(900 as bigint) as co_ugm3,
        pm25 * 1e0 as pm25_ugm3, 9e1 as pm10_ugm3, 9e0 as so2_ugm3, 4e1 as no2_ugm3, 2e1 as o3_ugm3, 9e-1 as co_mgm3,
        aqi, level_code, 'PM2.5' as primary_pollutant
    from (values ('S1', 100::bigint, 130::bigint, 3::bigint), ('S2', 111, 145, 3), ('M1', 300, 350, 6))
        as t (station_id, pm25, aqi, level_code);
create table hourly_aqi_rules as select 'HJ633-2026' as standard_id, date '2026-03-01' as valid_from, date '9999-12-31' as valid_to,
    100::bigint as missing_publish_above, 50::bigint as primary_above, 1::bigint as aqi_min;
create table hourly_iaqi as select 'HJ633-2026' as standard_id, v::bigint as value, v::bigint as iaqi_so2, v::bigint as iaqi_no2,
    v::bigint as iaqi_pm10, (v + 30)::bigint as iaqi_pm25, v::bigint as iaqi_co, v::bigint as iaqi_o3 from range(0, 500) as t (v);
create table stg_forecasts (issued_at timestamp, valid_on date, aqi_low bigint, aqi_high bigint, primary_pollutant varchar, source varchar);
insert into stg_forecasts values ('2026-12-07 17:00', '2026-12-08', 116, 159, 'PM2.5', '监测中心'),
    ('2026-12-07 17:00', '2026-12-09', 40, 50, null, '监测中心'), ('2026-12-08 17:00', '2026-12-09', 400, 450, 'PM2.5', '尚未发布');
create table city_days (area_kind varchar, basis varchar, is_in_force boolean, observed_on date, aqi bigint, level_code bigint,
    primary_pollutant varchar, pm25_ugm3 double);
insert into city_days values ('city', 'raw', true, '2026-12-07', 199, 4, 'PM2.5', 149),
    ('city', 'raw', true, '2026-12-08', 300, 5, 'PM2.5', 250);
create table enterprises (enterprise_id varchar, name varchar, address varchar, liaison_name varchar, liaison_phone varchar);
insert into enterprises values ('E1', '甲建材有限公司', '试验县一街道科学大道100号', '王大山', '15451219792'),
    ('E2', '乙化工有限公司', '试验县二街道工业路8号院', '李小河', '15451219793'),
    ('E3', '丙印刷有限公司', '试验县二街道工业路9号院', '赵云海', '15451219794');
create table enterprise_codes as select enterprise_id as code, enterprise_id from enterprises;
create table positive_listings (enterprise_id varchar, category varchar, batch varchar, listed_on date, valid_to date, is_in_force boolean);
insert into positive_listings values ('E1', 'C6', '第一批', '2026-03-25', '2027-03-24', true),
    ('E2', 'C5', '第一批', '2025-03-25', '2026-03-24', false);
create table stg_inspections (visit_id varchar, enterprise_id varchar, visited_at timestamp, visited_on date, is_random boolean,
    agency varchar, outcome varchar, officer_licences varchar, approved_by varchar, plan_id varchar);
insert into stg_inspections values
    ('JC000000001', 'E1', '2026-11-20 10:00', '2026-11-20', true, '县生态环境分局', '未发现问题',
        '519021000030；519021000015', '魏笙', 'JH2026-SSJ'),
    ('JC000000002', 'E2', '2026-11-21 10:00', '2026-11-21', true, '县生态环境分局', '立案查处',
        '519021000030', '魏笙', 'JH2026-SSJ'),
    ('JC000000003', 'E3', '2026-12-20 10:00', '2026-12-20', true, '县生态环境分局', '未发现问题', null, '魏笙', 'JH2026-SSJ'),
    ('JC000000004', 'E3', '2026-11-22 10:00', '2026-11-22', true, '县生态环境分局', null, null, '魏笙', 'JH2026-SSJ'),
    ('JC000000005', 'E3', '2026-11-23 10:00', '2026-11-23', false, '县生态环境分局', '立案查处', null, '魏笙', 'JH2026-SSJ'),
    ('JC000000006', 'E3', '2024-11-23 10:00', '2024-11-23', true, '县生态环境分局', '立案查处', null, '魏笙', 'JH2024-SSJ');
create table stg_corrections (table_name varchar, row_key varchar, column_name varchar, old_text varchar, new_text varchar, reason varchar,
    corrected_by varchar, corrected_at timestamp);
insert into stg_corrections values
    ('inspections', 'JC000000001', 'outcome', '责令改正', '未发现问题', '录入时选错了结果', '魏笙', '2026-11-25 09:00'),
    ('enterprises', 'E1', 'lon', '34.746600', '113.625300', '经纬度填反', '魏笙', '2026-11-25 09:00');
create table complaints (complaint_id varchar, received_at timestamp, month_id integer, district varchar, category varchar, content varchar,
    address varchar);
"""
COUNTS = {("甲区", "噪声"): 7, ("甲区", "扬尘"): 3, ("乙区", "噪声"): 9, ("乙区", "扬尘"): 12}
Months = dict[str, dict[tuple[str, str], int]]


def complaint_rows(months: Months) -> list[list[object]]:
    """One complaint a line, each with a text, a place and a telephone number that must not come through."""
    rows: list[list[object]] = []
    for month, counts in months.items():
        for (district, category), reports in counts.items():
            for _ in range(reports):
                said = f"我家楼下第{len(rows)}号的味道很大，请致电15424483{len(rows):03d}。"
                at = dt.datetime.fromisoformat(f"{month}-05T10:00:00")
                rows.append(
                    [f"TS{len(rows):09d}", at, at.year * 100 + at.month, district, category, said, f"{district}村委会斜对门{len(rows)}号"]
                )
    return rows


def write(folder: Path, *, months: Months | None = None, build_id: str = "20261208T003000-abc123", changes: str = "") -> City:
    """Write the city with a build, or give a city that is there another build."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "city.toml").exists():
        (folder / "city.toml").write_text(CITY, encoding="utf-8")
        (folder / "feeds.toml").write_text("", encoding="utf-8")
        (folder / "serve.toml").write_text(
            '[bodies]\nbureau = "县生态环境分局"\npublic_contact = "政务公开岗，0371-65551234"\n', encoding="utf-8"
        )
    warehouse = folder / "warehouse"
    warehouse.mkdir(exist_ok=True)
    path = warehouse / f"{build_id}.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute(TABLES)
        for name, rows in load_rules(jurisdiction="CN").items():
            con.register("incoming", rows)
            con.execute(f"create table {name} as select * from incoming")
            con.unregister("incoming")
        if rows := complaint_rows({"2026-11": COUNTS} if months is None else months):
            con.executemany("insert into complaints values (?, ?, ?, ?, ?, ?, ?)", rows)
        con.execute(changes)
    (warehouse / "current").write_text(path.name + "\n", encoding="utf-8")
    return load(folder)
