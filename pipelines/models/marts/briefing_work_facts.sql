-- One row per fact on complaints, alerts, candidates, the positive list and visits. A feed that is empty gives no fact, not a zero.
-- filter and value_column as in briefing_day_facts.
with moment as (
    select
        as_of_at, as_of_on, cast(as_of_on - interval '1' day as date) as yesterday, cast(as_of_on - interval '7' day as date) as week_from,
        substring(cast(as_of_on as string), 1, 7) as month_period
    from run_moment
),

reports as (
    select
        sum(case when cast(complaints.received_at as date) = moment.yesterday then 1 else 0 end) as last_day,
        sum(case when cast(complaints.received_at as date) >= moment.week_from then 1 else 0 end) as last_week,
        sum(case when cast(complaints.received_at as date) >= moment.week_from and complaints.is_repeat then 1 else 0 end) as repeats,
        moment.yesterday, moment.week_from, moment.as_of_on
    from complaints
    cross join moment
    join rule_complaint_rules as silence on silence.rule_id = 'silent_feed'
    where cast(complaints.received_at as date) < moment.as_of_on
        and silence.valid_from <= moment.as_of_on and coalesce(silence.valid_to >= moment.as_of_on, true)
    group by moment.yesterday, moment.week_from, moment.as_of_on, silence.window_days
    -- A feed silent for longer was not delivered: no fact, not a zero.
    having cast(moment.as_of_on - max(cast(complaints.received_at as date)) as bigint) <= silence.window_days
),

candidates as (
    select count(*) as open_candidates, sum(case when action = '入企检查' then 1 else 0 end) as entries,
        sum(case when action = '非现场核查' then 1 else 0 end) as off_site
    from patrol_candidates
    where not is_excluded
),

listed as (
    select count(*) as enterprises from enterprises where is_on_positive_list
)

select 'complaints_yesterday' as fact_key, 'work' as section, 31 as sort_no, 'complaint_count' as indicator, last_day * 1.0e0 as value, '件' as unit,
    concat('昨日收到信访举报 ', cast(last_day as string), ' 件。') as text, cast(yesterday as string) as period, cast(null as string) as standard_id,
    'complaints' as mart, concat('[["received_at",">=","datetime","', cast(yesterday as string), ' 00:00:00"],["received_at","<","datetime","',
        cast(as_of_on as string), ' 00:00:00"]]') as filter, 'rows' as value_column
from reports
union all
select 'complaints_week', 'work', 32, 'complaint_count', last_week * 1.0e0, '件',
    concat('近 7 天收到信访举报 ', cast(last_week as string), ' 件，其中重复件 ', cast(repeats as string), ' 件。'),
    concat(cast(week_from as string), '/', cast(yesterday as string)), cast(null as string), 'complaints',
    concat('[["received_at",">=","datetime","', cast(week_from as string), ' 00:00:00"],["received_at","<","datetime","',
        cast(as_of_on as string), ' 00:00:00"]]'), 'rows'
from reports
union all
select 'alert', 'work', 33, 'alert_in_force', count(*) * 1.0e0, '个',
    concat('重污染天气', max(alerts_in_force.level_zh), '预警生效中，自 ',
        cast(cast(extract(month from min(alerts_in_force.starts_at)) as bigint) as string), '月',
        cast(cast(extract(day from min(alerts_in_force.starts_at)) as bigint) as string), '日 ',
        cast(cast(extract(hour from min(alerts_in_force.starts_at)) as bigint) as string), ' 时起', coalesce('（' || max(alerts_in_force.document) || '）', ''), '。'),
    cast(max(moment.as_of_at) as string), cast(null as string), 'alerts_in_force',
    '[["starts_at","<=","datetime","' || cast(max(moment.as_of_at) as string) || '"]]', 'rows'
from alerts_in_force
cross join moment
having count(*) > 0
union all
select 'candidates', 'work', 34, 'patrol_candidate_count', open_candidates * 1.0e0, '家',
    concat('拟查对象 ', cast(open_candidates as string), ' 家，其中建议入企检查 ', cast(entries as string), ' 家，非现场核查 ',
        cast(off_site as string), ' 家；均为线索，非结论。'),
    cast(moment.as_of_on as string), cast(null as string), 'patrol_candidates', '[["is_excluded","=","boolean","false"]]', 'rows'
from candidates
cross join moment
where open_candidates > 0
union all
select 'positive_list', 'work', 35, 'positive_list_count', enterprises * 1.0e0, '家',
    concat('监督执法正面清单内企业 ', cast(enterprises as string), ' 家。'),
    cast(moment.as_of_on as string), cast(null as string), 'enterprises', '[["is_on_positive_list","=","boolean","true"]]', 'rows'
from listed
cross join moment
where enterprises > 0
union all
select 'visits_month', 'work', 36, 'visit_count', enforcement_statistics.value, '家次',
    concat('本月现场检查 ', cast(cast(floor(enforcement_statistics.value + 0.5e0) as bigint) as string), ' 家次。'),
    enforcement_statistics.period, cast(null as string), 'enforcement_statistics',
    concat('[["area_kind","=","text","city"],["period_kind","=","text","month"],["period","=","text","', enforcement_statistics.period,
        '"],["channel","=","text",""],["measure","=","text","visit_count"]]'), 'value'
from enforcement_statistics
join moment on moment.month_period = enforcement_statistics.period
where enforcement_statistics.area_kind = 'city' and enforcement_statistics.channel = '' and enforcement_statistics.measure = 'visit_count'
union all
select 'off_site_share_year', 'work', 37, 'off_site_share', enforcement_statistics.value, '%',
    concat('今年以来非现场执法占比 ', cast(round(enforcement_statistics.value, 1) as string), '%（非现场检查 ',
        cast(cast(floor(enforcement_statistics.numerator) as bigint) as string), ' 家次，检查共 ',
        cast(cast(floor(enforcement_statistics.denominator) as bigint) as string), ' 家次）。'),
    enforcement_statistics.period, cast(null as string), 'enforcement_statistics',
    concat('[["area_kind","=","text","city"],["period_kind","=","text","year"],["period","=","text","', enforcement_statistics.period,
        '"],["channel","=","text",""],["measure","=","text","off_site_share"]]'), 'value'
from enforcement_statistics
join moment on substring(moment.month_period, 1, 4) = enforcement_statistics.period
where enforcement_statistics.area_kind = 'city' and enforcement_statistics.channel = '' and enforcement_statistics.measure = 'off_site_share'
    and enforcement_statistics.value is not null
