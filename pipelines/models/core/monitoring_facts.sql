-- One row per enterprise, fact and window some rule asks for: share of the expected data that arrived, hours missing,
-- hours valid, and hours in which a line's production could be held against its treatment (window null: all of history).
-- Windows are whole days before as-of; power counts recorded time, emissions count hours whatever their flag.
with asked as (
    select fact, window_days, valid_from, valid_to from rule_positive_list_rules
    union all
    select fact, window_days, valid_from, valid_to from rule_conversion_rules
),

windows as (
    select distinct asked.fact, cast(asked.window_days as bigint) as window_days, run_moment.as_of_on
    from asked
    cross join run_moment
    where asked.fact in ('capture_share_pct', 'missing_hours', 'exceedance_count') and asked.window_days > 0
        and asked.valid_from <= run_moment.as_of_on and coalesce(asked.valid_to >= run_moment.as_of_on, true)
),

sources as (
    select stg_outlets.enterprise_id as enterprise_code, 'outlet_days' as source_table,
        concat(stg_outlets.outlet_id, '/', stg_outlets.pollutant) as source_key
    from stg_outlets
    where exists (select 1 from outlet_days)
    union all
    select stg_meters.enterprise_id, 'meter_days', stg_meters.meter_id
    from stg_meters
    where exists (select 1 from meter_days)
),

arrived as (
    select 'outlet_days' as source_table, concat(outlet_id, '/', pollutant) as source_key, day_on, hours * 1.0e0 as hours,
        valid_hours * 1.0e0 as valid_hours from outlet_days
    union all
    select 'meter_days', meter_id, day_on, recorded_s / 3600.0e0, recorded_s / 3600.0e0 from meter_days
),

window_sums as (
    select
        windows.fact, windows.window_days, arrived.source_table, arrived.source_key,
        sum(arrived.hours) as hours, sum(arrived.valid_hours) as valid_hours
    from arrived
    join windows
        on arrived.day_on < windows.as_of_on and cast(windows.as_of_on - arrived.day_on as bigint) <= windows.window_days
    group by windows.fact, windows.window_days, arrived.source_table, arrived.source_key
),

shares as (
    select
        windows.fact, windows.window_days, enterprise_codes.enterprise_id, sources.source_table,
        24.0e0 * windows.window_days as expected_hours,
        coalesce(window_sums.hours, 0.0e0) as hours, coalesce(window_sums.valid_hours, 0.0e0) as valid_hours
    from windows
    cross join sources
    join enterprise_codes on enterprise_codes.code = sources.enterprise_code
    left join window_sums
        on window_sums.source_table = sources.source_table and window_sums.source_key = sources.source_key
        and window_sums.fact = windows.fact and window_sums.window_days = windows.window_days
),

totals as (
    select
        fact, window_days, enterprise_id, sum(hours) / sum(expected_hours) * 100.0e0 as share_pct,
        max(case when source_table = 'outlet_days' then expected_hours - hours end) as missing_hours,
        sum(case when source_table = 'outlet_days' then valid_hours else 0.0e0 end) as emission_hours
    from shares
    group by fact, window_days, enterprise_id
)

select enterprise_id, 'capture_share_pct' as fact_key, window_days, round(share_pct, 2) as observed,
    concat('近 ', cast(window_days as string), ' 天应收数据到达 ', cast(round(share_pct, 1) as string), '%') as evidence
from totals
where fact = 'capture_share_pct'
union all
select enterprise_id, 'missing_hours', window_days, missing_hours,
    concat('近 ', cast(window_days as string), ' 天自动监测缺失最多 ', cast(cast(floor(missing_hours) as bigint) as string), ' 小时')
from totals
where fact = 'missing_hours' and missing_hours > 0
union all
select enterprise_id, 'emission_hours', window_days, emission_hours,
    concat('近 ', cast(window_days as string), ' 天自动监测有效 ', cast(cast(floor(emission_hours) as bigint) as string), ' 小时')
from totals
where fact = 'exceedance_count' and emission_hours > 0
union all
select enterprise_codes.enterprise_id, 'power_hours', cast(null as bigint), sum(line_days.compared_s) / 3600.0e0,
    concat('产污、治污用电对照 ', cast(cast(floor(sum(line_days.compared_s) / 3600.0e0) as bigint) as string), ' 小时')
from line_days
join enterprise_codes on enterprise_codes.code = line_days.enterprise_code
where line_days.compared_s > 0
group by enterprise_codes.enterprise_id
