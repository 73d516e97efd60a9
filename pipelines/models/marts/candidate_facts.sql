-- One row per enterprise, fact and window: what was observed, when, and the row it came from. No threshold, no points.
-- window_days: null for a state, 0 for all of history, else the days before as-of in which events were counted.
with never_visited as (
    select enterprises.enterprise_id, city_problem_rate.rate
    from enterprises
    cross join city_problem_rate
    left join visit_facts on visit_facts.enterprise_id = enterprises.enterprise_id and visit_facts.fact_key = 'days_since_visit'
    where visit_facts.enterprise_id is null
)

select
    enterprise_id, fact_key, window_days, observed, cast(null as string) as observed_text, observed_on,
    source_table, source_key, source_file, source_line, evidence
from event_facts
union all
select
    enterprise_id, fact_key, cast(null as bigint), observed, cast(null as string), observed_on,
    source_table, source_key, source_file, source_line, evidence
from visit_facts
union all
select
    enterprise_id, 'days_since_visit', cast(null as bigint), cast(null as double), cast(null as string), cast(null as date),
    'enterprises', enterprise_id, cast(null as string), cast(null as bigint), '无现场检查记录'
from never_visited
union all
select
    enterprise_id, 'violation_rate', cast(null as bigint), rate, cast(null as string), cast(null as date),
    'enterprises', enterprise_id, cast(null as string), cast(null as bigint), '无现场检查记录，按本辖区平均问题发现率计'
from never_visited
union all
select
    enterprise_id, fact_key, cast(null as bigint), observed, observed_text, observed_on,
    source_table, source_key, source_file, source_line, evidence
from listing_facts
union all
select
    enterprise_id, fact_key, cast(null as bigint), observed, observed_text, observed_on,
    'enterprises', enterprise_id, cast(null as string), cast(null as bigint), evidence
from register_facts
union all
select
    enterprise_id, fact_key, cast(null as bigint), observed, observed_text, cast(null as date),
    'enterprises', enterprise_id, cast(null as string), cast(null as bigint), evidence
from category_facts
union all
select
    enterprise_id, fact_key, window_days, observed, cast(null as string), cast(null as date),
    case fact_key when 'power_hours' then 'meter_days' else 'outlet_days' end, enterprise_id,
    cast(null as string), cast(null as bigint), evidence
from monitoring_facts
union all
select
    enterprise_id, 'frequency_left', cast(null as bigint), cast(left_this_year as double), limit_id, last_on,
    'frequency_used', enterprise_id, cast(null as string), cast(null as bigint),
    concat('本年度计入频次的现场检查 ', cast(used as string), ' 次，上限 ', cast(max_per_year as string), ' 次')
from frequency_used
where used > 0
