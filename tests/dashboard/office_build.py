"""Empty tables of supervision as a build writes them, for tests of the pages on one enterprise and on complaints."""

TABLES = """
create or replace table enterprises (enterprise_id varchar, uscc varchar, is_uscc_valid boolean, name varchar, names_merged varchar,
    source_type varchar, industry_code varchar, industry varchar, address varchar, lon double, lat double, x_m double, y_m double,
    place_quality varchar, place_note varchar, proposed_lon double, proposed_lat double, district_code varchar, district varchar,
    township_code varchar, township varchar, permit_no varchar, permit_category varchar, permit_valid_to date, is_key_unit boolean,
    grade varchar, graded_on date, pollutants varchar, so2_t double, nox_t double, pm_t double, voc_t double, has_cems boolean,
    has_power_meter boolean, has_video boolean, shift_hours varchar, status varchar, is_on_positive_list boolean, liaison_name varchar,
    liaison_phone varchar, source_count bigint);
create or replace table enterprise_codes (code varchar, enterprise_id varchar);
create or replace table enterprise_links (source_key varchar, enterprise_id varchar, rule varchar, score double, distance_m double,
    linked_to varchar, feed_rank bigint, rank_no bigint, uscc varchar, is_uscc_valid boolean, names_merged varchar,
    source_count bigint, link_note varchar);
create or replace table stg_enterprises (source_key varchar, enterprise_id varchar, uscc varchar, name varchar, former_names varchar,
    source_type varchar, industry_code varchar, industry varchar, address varchar, district varchar, township varchar, lon double,
    lat double, datum varchar, permit_no varchar, permit_category varchar, permit_valid_to date, is_key_unit boolean, grade varchar,
    graded_on date, pollutants varchar, so2_t double, nox_t double, pm_t double, voc_t double, has_cems boolean,
    has_power_meter boolean, has_video boolean, shift_hours varchar, status varchar, liaison_name varchar, liaison_phone varchar,
    source_feed varchar, source_file varchar, source_sheet varchar, source_line bigint, source_received_at timestamp,
    source_datum varchar);
create or replace table enterprise_events (enterprise_id varchar, kind varchar, occurred_on date, quantity double,
    source_table varchar, source_key varchar, source_file varchar, source_line bigint, evidence varchar);
create or replace table enterprise_versions (enterprise_id varchar, version_no bigint, valid_from date, valid_to date, grade varchar,
    permit_category varchar, permit_valid_to date, is_key_unit boolean, status varchar, is_on_positive_list boolean,
    positive_list_batch varchar);
create or replace table enterprise_evidence (enterprise_id varchar, kind varchar, kind_zh varchar, occurred_on date, quantity double,
    evidence varchar, source_table varchar, source_key varchar, source_file varchar, source_line bigint, reason_id varchar,
    reason_zh varchar, points double, clause varchar, status varchar);
create or replace table candidate_points (enterprise_id varchar, reason_id varchar, reason_group varchar, title_zh varchar,
    points double, points_alone double, points_max double, fact_key varchar, observed double, observed_on date, evidence varchar,
    source_table varchar, source_key varchar, source_file varchar, source_line bigint, clause varchar, status varchar);
create or replace table patrol_candidates (enterprise_id varchar, name varchar, source_type varchar, district varchar,
    township varchar, points_upwind double, points_own_data double, points_complaint double, points_history double,
    points_unfixed double, points_hazard double, points_recency double, total double, band varchar, reasons varchar, latest_on date,
    is_excluded boolean, exclusion_rule_id varchar, exclusion varchar, override varchar, competent_body varchar, second_body varchar,
    measures varchar, is_own_matter boolean, action varchar, basis varchar, is_basis_available boolean, within_hours double,
    frequency_used bigint, frequency_limit bigint, is_frequency_used_up boolean, rank_no bigint);
create or replace table frequency_used (enterprise_id varchar, used bigint, max_per_year bigint, left_this_year bigint, last_on date,
    limit_id varchar, clause varchar, status varchar);
create or replace table rule_frequency_limits (jurisdiction varchar, limit_id varchar, title_zh varchar, agency varchar,
    source_type varchar, grade varchar, max_per_year bigint, unit varchar, period varchar, counted_kinds varchar, exempt_kinds varchar,
    valid_from date, valid_to date, clause varchar, status varchar);
create or replace table positive_listings (enterprise_id varchar, enterprise_code varchar, batch varchar, category varchar,
    listed_on date, valid_to date, removed_on date, reason varchar, is_in_force boolean, source_file varchar, source_line bigint);
create or replace table positive_list_checks (enterprise_id varchar, rule_id varchar, part varchar, rule_group varchar,
    title_zh varchar, fact_key varchar, observed double, threshold double, comparator varchar, unit varchar, is_met boolean,
    evidence varchar, observed_on date, source_table varchar, source_key varchar, effect varchar, is_listed boolean, clause varchar,
    status varchar);
create or replace table visits (visit_id varchar, enterprise_id varchar, enterprise_code varchar, visited_at timestamp,
    visited_on date, visited_month bigint, mode varchar, kind varchar, is_random boolean, is_joint boolean, is_night boolean,
    is_holiday boolean, is_re_check boolean, basis varchar, plan_id varchar, agency varchar, unit varchar, channel varchar,
    campaign varchar, officers bigint, problems_found bigint, outcome varchar, source_file varchar, source_line bigint);
create or replace table enforcement_cases (case_id varchar, enterprise_id varchar, enterprise_code varchar, opened_on date,
    decided_on date, opened_month bigint, decided_month bigint, kind varchar, fine_fen bigint, clause varchar, source_file varchar,
    source_line bigint);
create or replace table complaints (complaint_id varchar, received_at timestamp, month_id integer, channel varchar, category varchar,
    status varchar, closed_on date, is_verified boolean, object_name varchar, content varchar, address varchar, lon double, lat double,
    x_m double, y_m double, place_quality varchar, place_note varchar, district_code varchar, district varchar, township_code varchar,
    township varchar, repeat_group_id varchar, group_reports bigint, is_repeat boolean, repeats_complaint_id varchar,
    hot_spot_id varchar, sources_within_2km bigint);
create or replace table stg_complaints (complaint_id varchar, received_at timestamp, channel varchar, category varchar,
    content varchar, address varchar, district varchar, object_name varchar, lon double, lat double, datum varchar, status varchar,
    closed_on date, is_verified boolean, reporter_key varchar, month_id integer, source_feed varchar, source_file varchar,
    source_sheet varchar, source_line bigint, source_received_at timestamp, source_datum varchar);
create or replace table complaint_enterprises (complaint_id varchar, enterprise_id varchar, month_id integer, distance_m double,
    bearing_deg double, wind_match varchar, weighted_m double, rank_no bigint);
create or replace table complaint_winds (complaint_id varchar, month_id integer, met_id varchar, observed_at timestamp,
    distance_m double, wind_from_deg double, wind_ms double, ux double, uy double, is_calm boolean, half_angle_cos double,
    step_h bigint);
create or replace table hot_spots (hot_spot_id varchar, reports bigint, first_received_at timestamp, last_received_at timestamp,
    lon double, lat double, x_m double, y_m double, categories bigint);
create or replace table rule_complaint_rules (jurisdiction varchar, rule_id varchar, title_zh varchar, title_en varchar,
    min_reports bigint, min_persons bigint, radius_m double, window_days bigint, is_same_category boolean, hours_before bigint,
    max_rank bigint, cell_m double, baseline_days bigint, simulations bigint, recurrence_days bigint, near_radius_m double,
    valid_from date, valid_to date, clause varchar, status varchar);
create or replace table stg_emergency_plan (enterprise_id varchar, line varchar, level varchar, measure varchar, target_share double,
    stop_from varchar, source_feed varchar, source_file varchar, source_line bigint);
create or replace table stg_meters (meter_id varchar, enterprise_id varchar, line varchar, side varchar, source_feed varchar,
    source_file varchar, source_line bigint, rated_w bigint);
create or replace table stg_outlets (outlet_id varchar, enterprise_id varchar, pollutant varchar, source_feed varchar,
    source_file varchar, source_line bigint, limit_ugm3 bigint);
create or replace table stg_power (month_id integer, meter_id varchar, observed_at timestamp, power_w bigint);
create or replace table stg_emissions (month_id integer, outlet_id varchar, pollutant varchar, observed_at timestamp,
    value_ugm3 bigint, flag varchar);
create or replace table meter_days (month_id integer, meter_id varchar, enterprise_code varchar, line varchar, side varchar,
    day_on date, recorded_s bigint, running_s bigint, standing_s bigint, energy_ws bigint, highest_w bigint);
create or replace table outlet_days (month_id integer, outlet_id varchar, enterprise_code varchar, pollutant varchar, day_on date,
    limit_ugm3 bigint, hours bigint, running_hours bigint, valid_hours bigint, exceedance_hours bigint, sum_ugm3 bigint,
    max_ugm3 bigint);
create or replace table zone_members (zone_kind varchar, zone_id varchar, station_id varchar, level varchar, enterprise_id varchar,
    distance_m double, bearing_deg double, ring_km bigint, in_zone boolean, upwind_share_1h double, upwind_share_3h double,
    upwind_share_6h double, upwind_share_24h double, calm_share_24h double, wind_distance_m double, place_quality varchar);
create or replace table stations (station_id varchar, name varchar, level varchar, district_code varchar, district varchar,
    township_code varchar, township varchar, lon double, lat double, x_m double, y_m double, place_quality varchar, place_note varchar,
    met_id varchar, met_distance_m double, active_from date, active_to date);
create or replace table rule_indicators (jurisdiction varchar, key varchar, title_zh varchar, title_en varchar, unit varchar,
    definition_zh varchar, definition_en varchar, mart varchar, better varchar, decimals bigint, valid_from date, valid_to date,
    clause varchar, status varchar);
"""
