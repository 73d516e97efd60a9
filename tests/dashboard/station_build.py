"""A published build around one station, of as many hours and sources as a test wants."""

from pathlib import Path

from tests.dashboard.small_build import TABLES, text, write_city

TABLES_OF_STATION = (
    TABLES.replace(
        "create table enterprises (enterprise_id varchar, name varchar, source_type varchar, address varchar, lon double, lat double,\n"
        "    place_quality varchar);",
        "create table enterprises (enterprise_id varchar, name varchar, source_type varchar, address varchar, lon double, lat double,\n"
        "    place_quality varchar, district varchar, township varchar, status varchar, grade varchar, pollutants varchar,\n"
        "    is_on_positive_list boolean, has_cems boolean, has_power_meter boolean, has_video boolean);",
    )
    .replace(
        "create table stations (station_id varchar, name varchar, level varchar, lon double, lat double, place_quality varchar);",
        "create table stations (station_id varchar, name varchar, level varchar, lon double, lat double, place_quality varchar,\n"
        "    x_m double, y_m double);",
    )
    .replace(
        "create table zone_members (zone_kind varchar, zone_id varchar, enterprise_id varchar, ring_km double);",
        "create table zone_members (zone_kind varchar, zone_id varchar, station_id varchar, enterprise_id varchar, ring_km bigint,\n"
        "    distance_m double, bearing_deg double, in_zone boolean, upwind_share_24h double, wind_distance_m double,\n"
        "    place_quality varchar);",
    )
    + """
create table station_hours (station_id varchar, observed_at timestamp, observed_on date, standard_id varchar, pm25_ugm3 double,
    pm10_ugm3 double, so2_ugm3 double, no2_ugm3 double, o3_ugm3 double, co_mgm3 double, aqi bigint, level_code bigint,
    primary_pollutant varchar, invalid_reason varchar);
create table station_days (station_id varchar, observed_on date, basis varchar, is_in_force boolean, pm25_ugm3 double, pm10_ugm3 double,
    so2_ugm3 double, no2_ugm3 double, o3_8h_max_ugm3 double, co_mgm3 double);
create table station_winds (station_id varchar, observed_at timestamp, met_id varchar, distance_m double, wind_from_deg double,
    wind_ms double, ux double, uy double, is_calm boolean, half_angle_cos double, step_h bigint);
create table complaints (complaint_id varchar, received_at timestamp, category varchar, status varchar, is_verified boolean,
    is_repeat boolean, district varchar, township varchar, lon double, lat double, x_m double, y_m double);
create table enterprise_evidence (enterprise_id varchar, kind varchar, kind_zh varchar, occurred_on date, evidence varchar,
    source_file varchar, source_line bigint);
create table patrol_candidates (enterprise_id varchar, band varchar, total double, competent_body varchar, exclusion varchar);
create table meter_days (enterprise_code varchar, day_on date, side varchar, recorded_s double, running_s double);
create table stg_zones (zone_id varchar, name varchar, station_id varchar, measures varchar, geometry varchar, source_datum varchar,
    source_file varchar, source_line bigint);
create table stg_emergency_plan (enterprise_id varchar, line varchar, level varchar, measure varchar);
create table alerts_in_force (level varchar, level_zh varchar, starts_at timestamp, document varchar);
create table rule_aqi_levels as
    select 4 as level_code, 151 as aqi_from, '中度污染' as category_zh, 'Moderately polluted' as category_en, '#FF0000' as hex,
        'light' as text_tone, date '2012-02-29' as valid_from, cast(null as date) as valid_to;
create table rule_control_zones as
    select r as ring_km, 1000.0 * r as radius_m, '第' || r || '环' as title_zh, '各类' as sources_zh, '每日巡查' as measures_zh,
        1 as patrol_days, '常见做法' as clause, 'unconfirmed' as status, date '2000-01-01' as valid_from, cast(null as date) as valid_to
    from (select unnest([1, 3, 5]) as r);
create table rule_source_types as
    select 'industry' as source_type, '生态环境部门' as competent_body, cast(null as varchar) as second_body,
        date '2000-01-01' as valid_from, cast(null as date) as valid_to;
create table rule_wind_rules as
    select 20.0 as kernel_sigma_deg, 1.0 as calm_below_ms, 5000.0 as distance_scale_m, date '2000-01-01' as valid_from,
        cast(null as date) as valid_to;
create table rule_indicators (key varchar, title_zh varchar, title_en varchar, unit varchar, definition_zh varchar,
    definition_en varchar, mart varchar, decimals bigint, clause varchar, status varchar, valid_from date);
"""
)
STATIONS = """
insert into stations values ('S1', '市政府', 'national', 113.62, 34.75, 'ok', 0, 0),
    ('S2', '学校', 'national', 113.65, 34.75, 'ok', 2750, 0),
    ('M1', '路口', 'micro', 113.63, 34.75, 'ok', 900, 0);
insert into station_hours
select s, t, cast(t - interval 1 hour as date), 'HJ633-2026', 100 + 10 * h, 150, 20, 30, 10, 1.2, 160, 4, 'PM2.5', null
from (select unnest(['S1', 'S2', 'M1']) as s), (select unnest(range(72)) as h), (select timestamp '2026-12-08 08:00' as n),
    lateral (select n - to_hours(h) as t);
"""


def winds(*, calm_hours: int, hours: int = 72, from_deg: float = 90.0) -> str:
    """Insert hours of wind from one direction at 2 m/s, the latest of them calm."""
    return f"""
    insert into station_winds
    select 'S1', timestamp '2026-12-08 08:00' - to_hours(h), 'W1', 1234.0, {from_deg}, if(h < {calm_hours}, 0.4, 2.0),
        sin(radians({from_deg})), cos(radians({from_deg})), h < {calm_hours}, if(h < {calm_hours}, -1.0, cos(radians(45))), 1
    from (select unnest(range({hours})) as h);
    """


def source(
    enterprise_id: str, *, share: float | None = 1.0, bearing_deg: float = 90.0, distance_m: float = 2000.0, listed: bool = False
) -> str:
    """Insert one source with a repeated complaint on it."""
    said = "null" if share is None else str(share)
    return f"""
    insert into enterprises values ('{enterprise_id}', '某某{enterprise_id}有限公司', 'industry', '某路 1 号', 113.64, 34.75,
        'ok', '甲县', '乙镇', '正常生产', null, '颗粒物', {listed}, false, false, false);
    insert into zone_members values ('ring', 'S1', 'S1', '{enterprise_id}', 3, 2000, {bearing_deg}, true, {said}, 1234, 'ok');
    insert into enterprise_evidence values ('{enterprise_id}', 'complaint_repeat', '重复信访举报', '2026-12-05',
        '2026-12-05 信访举报（工业废气），相距 40 米，重复件', '信访.csv', 7);
    insert into patrol_candidates values ('{enterprise_id}', '中', 30, '生态环境部门', null);
    """


def zone(measures: str | None) -> str:
    """Insert one drawn zone with the text of its plan."""
    said = "null" if measures is None else text(measures)
    square = '{"type":"Polygon","coordinates":[[[113.61,34.74],[113.63,34.74],[113.63,34.76],[113.61,34.76],[113.61,34.74]]]}'
    return f"insert into stg_zones values ('Z1', '市政府管控区', 'S1', {said}, {text(square)}, 'wgs84', '管控区.geojson', 1);"


def station_city(folder: Path, rows: str = "") -> Path:
    """Write a city whose build has every table of the station page."""
    return write_city(folder, tables=TABLES_OF_STATION, rows=rows)
