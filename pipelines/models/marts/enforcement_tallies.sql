-- One row per area, period and clue channel ('' is all of it): the counts every enforcement statistic is made of.
with views as (
    select 0 as by_district, 0 as by_channel, 0 as by_month union all select 0, 0, 1 union all select 0, 1, 0 union all select 0, 1, 1
    union all select 1, 0, 0 union all select 1, 0, 1 union all select 1, 1, 0 union all select 1, 1, 1
)

select
    case when views.by_district = 1 then 'district' else 'city' end as area_kind,
    case when views.by_district = 1 then enforcement_events.district else run_city.name end as area,
    case when views.by_month = 1 then 'month' else 'year' end as period_kind,
    case when views.by_month = 1
        then concat(substring(cast(enforcement_events.month_id as string), 1, 4), '-', substring(cast(enforcement_events.month_id as string), 5, 2))
        else substring(cast(enforcement_events.month_id as string), 1, 4) end as period,
    case when views.by_channel = 1 then enforcement_events.channel else '' end as channel,
    cast(sum(enforcement_events.on_site) as double) as on_site, cast(sum(enforcement_events.off_site) as double) as off_site,
    cast(sum(enforcement_events.assistance) as double) as assistance, cast(sum(enforcement_events.people) as double) as people,
    cast(sum(enforcement_events.people_visits) as double) as people_visits, cast(sum(enforcement_events.joint) as double) as joint,
    cast(sum(enforcement_events.joint_known) as double) as joint_known, cast(sum(enforcement_events.problems) as double) as problems,
    cast(sum(enforcement_events.problem_checks) as double) as problem_checks, cast(sum(enforcement_events.judged_checks) as double) as judged_checks,
    cast(sum(enforcement_events.random_problems) as double) as random_problems, cast(sum(enforcement_events.random_checks) as double) as random_checks,
    cast(sum(enforcement_events.opened) as double) as opened, cast(sum(enforcement_events.decided) as double) as decided,
    cast(sum(enforcement_events.fine_fen) as double) / 100.0e0 as fine_cny
from enforcement_events
cross join views
cross join run_city
where views.by_district = 0 or enforcement_events.district <> ''
group by
    case when views.by_district = 1 then 'district' else 'city' end,
    case when views.by_district = 1 then enforcement_events.district else run_city.name end,
    case when views.by_month = 1 then 'month' else 'year' end,
    case when views.by_month = 1
        then concat(substring(cast(enforcement_events.month_id as string), 1, 4), '-', substring(cast(enforcement_events.month_id as string), 5, 2))
        else substring(cast(enforcement_events.month_id as string), 1, 4) end,
    case when views.by_channel = 1 then enforcement_events.channel else '' end
