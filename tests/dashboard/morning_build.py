"""A published build of one winter morning at two control stations, small enough to be checked by hand."""

TABLES = """
create or replace table stations (station_id varchar, name varchar, level varchar, lon double, lat double, place_quality varchar,
    township varchar, active_to date);
create table station_hours (station_id varchar, observed_at timestamp, aqi_at_hand bigint, primary_pollutant varchar, pm25_ugm3 double);
create table city_days (area_kind varchar, area varchar, observed_on date, basis varchar, standard_id varchar, is_in_force boolean,
    aqi bigint, level_code bigint, primary_pollutant varchar);
create table air_indices (area_kind varchar, area varchar, period_kind varchar, period varchar, to_on date, basis varchar,
    standard_id varchar, is_in_force boolean, is_default boolean, pm25_mean_ugm3 double, pm25_yoy_pct double, good_days bigint,
    good_days_yoy double, valid_days bigint, composite_index double, composite_yoy_pct double, composite_rank bigint, ranked_areas bigint);
create table target_gaps (area_kind varchar, indicator varchar, period varchar, target_value double, value double, gap double,
    is_met boolean, document varchar);
create table rank_standings (area varchar, indicator varchar, period varchar, published_rank bigint, ranked_areas bigint, source varchar,
    is_latest boolean);
create table alerts_in_force (level varchar, level_zh varchar, starts_at timestamp, ends_at timestamp, document varchar);
create table stg_forecasts (issued_at timestamp, valid_on date, aqi_low bigint, aqi_high bigint, primary_pollutant varchar,
    wind_from_deg double, wind_ms double, rain_mm double, source varchar);
create table station_winds (station_id varchar, observed_at timestamp, wind_from_deg double, wind_ms double, is_calm boolean);
create table rule_upwind_rules (wind_from_ms double, wind_below_ms double, half_angle_deg double, valid_from date, valid_to date);
create table rule_aqi_levels (level_code bigint, aqi_from bigint, aqi_to bigint, category_zh varchar, category_en varchar, hex varchar,
    text_tone varchar, valid_from date, valid_to date);
create table briefing_facts (fact_key varchar, indicator varchar, value double, unit varchar, text varchar, period varchar,
    standard_id varchar, mart varchar, filter varchar);
create table complaints (complaint_id varchar, received_at timestamp, category varchar, township varchar, lon double, lat double,
    place_quality varchar);
create or replace table zone_members (zone_kind varchar, zone_id varchar, station_id varchar, enterprise_id varchar, distance_m double,
    bearing_deg double, ring_km bigint, in_zone boolean);
create table patrol_candidates (enterprise_id varchar, name varchar, source_type varchar, township varchar, competent_body varchar,
    is_own_matter boolean, action varchar, basis varchar, within_hours double, band varchar, total double, rank_no bigint,
    is_excluded boolean);
insert into rule_aqi_levels values
    (1, 0, 50, '优', 'Excellent', '#00E400', 'dark', '2012-02-29', null),
    (2, 51, 100, '良', 'Good', '#FFFF00', 'dark', '2012-02-29', null),
    (3, 101, 150, '轻度污染', 'Lightly polluted', '#FF7E00', 'dark', '2012-02-29', null),
    (4, 151, 200, '中度污染', 'Moderately polluted', '#FF0000', 'light', '2012-02-29', null),
    (5, 201, 300, '重度污染', 'Heavily polluted', '#99004C', 'light', '2012-02-29', null),
    (6, 301, null, '严重污染', 'Severely polluted', '#7E0023', 'light', '2012-02-29', null);
insert into rule_upwind_rules values (0, 1, 180, '2000-01-01', null), (1, 2, 60, '2000-01-01', null), (2, null, 45, '2000-01-01', null);
"""
# The build's moment is 2026-12-08 08:00.
ROWS = """
insert into stations values
    ('A', '政务中心', 'national', 113.62, 34.75, 'ok', '甲镇', null), ('B', '公园', 'national', 113.66, 34.75, 'ok', '乙镇', null),
    ('T', '甲镇站', 'township', 113.55, 34.70, 'ok', '甲镇', null), ('M', '夜市微站', 'micro', 113.63, 34.76, 'ok', '甲镇', null);
insert into station_hours values
    ('A', '2026-12-08 08:00', 160, 'PM2.5', 122), ('B', '2026-12-08 08:00', 120, 'PM2.5', 91),
    ('T', '2026-12-08 08:00', 213, 'PM2.5', 163), ('M', '2026-12-08 08:00', 320, 'PM2.5', 270),
    ('A', '2026-12-08 07:00', 155, 'PM2.5', 118), ('A', '2026-12-06 08:00', 300, 'PM2.5', 250);
insert into city_days values
    ('city', '试验县', '2026-12-07', 'raw', 'HJ633-2026', true, 90, 2, 'PM2.5'),
    ('city', '试验县', '2026-12-06', 'raw', 'HJ633-2026', true, 120, 3, 'PM2.5'),
    ('city', '试验县', '2025-12-07', 'raw', 'HJ633-2026', false, 75, 2, 'PM10'),
    ('city', '试验县', '2025-12-07', 'raw', 'HJ633-2012', true, 50, 1, null);
insert into air_indices values
    ('city', '试验县', 'month_to_date', '2026-12', '2026-12-07', 'raw', 'HJ633-2026', true, true, 60, -12.5, 4, 1, 7, 5.1, 1, 1, 1),
    ('city', '试验县', 'year_to_date', '2026', '2026-12-07', 'raw', 'HJ633-2026', true, true, 36, 9.1, 274, -20, 341, 4.2, 6.8, 1, 1),
    ('township', '甲镇', 'month_to_date', '2026-12', '2026-12-07', 'raw', 'HJ633-2026', true, true, 70, null, 4, null, 7, 6.5, null, 2, 2),
    ('township', '乙镇', 'month_to_date', '2026-12', '2026-12-07', 'raw', 'HJ633-2026', true, true, 50, null, 5, null, 7, 5.2, null, 1, 2);
insert into target_gaps values ('city', 'pm25', '2026-12', 57, 60, 3, false, '文'), ('city', 'good_days', '2026', 270, 274, 4, true, '文');
insert into rank_standings values
    ('试验县', 'composite_index', '2026-11', 11, 22, '市局', true), ('试验县', 'pm25', '2026-11', 13, 22, '市局', true),
    ('试验县', 'composite_index', '2025', 14, 22, '市局', true), ('别县', 'composite_index', '2026-11', 1, 22, '市局', true);
insert into alerts_in_force values ('yellow', '黄色', '2026-12-06 12:00', null, '重污办5号');
insert into stg_forecasts values
    ('2026-12-07 17:00', '2026-12-08', 90, 130, 'PM2.5', 23, 1.7, 0, '监测中心'),
    ('2026-12-07 17:00', '2026-12-09', 33, 50, null, 90, 2, 0, '监测中心'),
    ('2026-12-06 17:00', '2026-12-10', 111, 112, null, 90, 2, 0, '监测中心'),
    ('2026-12-08 17:00', '2026-12-09', 222, 223, null, 90, 2, 0, '监测中心');
insert into station_winds values
    ('A', '2026-12-08 08:00', 50, 0.8, true), ('A', '2026-12-08 07:00', 90, 2.5, false), ('A', '2026-12-08 06:00', 100, 1.5, false),
    ('B', '2026-12-08 08:00', 200, 3, false);
insert into briefing_facts values
    ('pm25_now', 'pm25_hour', 119, 'μg/m³', '', '2026-12-08 08:00:00', null, 'station_hours', '[]'),
    ('late_stations', 'late_station_count', 1, '个', '', '2026-12-08 08:00:00', null, 'station_freshness', '[]');
insert into complaints values
    ('C1', '2026-12-02 09:00', '工业废气', '甲镇', 113.6, 34.7, 'ok'), ('C2', '2026-11-30 09:00', '餐饮油烟', '甲镇', 113.6, 34.7, 'ok'),
    ('C3', '2026-12-08 09:00', '恶臭', '甲镇', 113.6, 34.7, 'ok');
insert into zone_members values
    ('ring', 'M', 'M', 'E1', 100, 0, 1, true), ('ring', 'A', 'A', 'E1', 860, 175, 1, true), ('ring', 'B', 'B', 'E1', 4000, 270, 5, true);
insert into patrol_candidates values
    ('E1', '甲铸件公司', 'industry', '甲镇', '生态环境部门', true, '入企检查', '个案检查', 12, '高', 54, 1, false),
    ('E2', '乙塑胶公司', 'industry', '乙镇', '生态环境部门', true, '非现场核查', '在线', null, '中', 30, 2, false),
    ('E3', '丙面馆', 'catering', null, '城市管理部门', false, '转办', '投诉', null, '中', 20, 3, false),
    ('E4', '丁公司', 'industry', '乙镇', '生态环境部门', true, '入企检查', '', null, '低', 10, 4, true);
"""
