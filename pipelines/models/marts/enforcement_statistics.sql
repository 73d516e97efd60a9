-- One row per area, period, clue channel ('' is all) and measure: numerator, denominator, value.
-- A count has no denominator; a share is null where its denominator is 0; nothing is a share of unknowns.
with measured as (
    select area_kind, area, period_kind, period, channel, 'visit_count' as measure, '家次' as unit, on_site as numerator,
        cast(null as double) as denominator, 1 as is_count from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'off_site_count', '家次', off_site, null, 1 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'assistance_count', '家次', assistance, null, 1 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'people_count', '人次', people, people_visits, 1 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'people_per_visit', '人', people, people_visits, 0 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'problem_count', '个', problems, judged_checks, 1 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'case_count', '起', opened, null, 1 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'decision_count', '份', decided, null, 1 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'fine_sum', '元', coalesce(fine_cny, 0.0e0), decided, 1 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'fine_per_decision', '元', fine_cny, decided, 0 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'off_site_share', '%', off_site, off_site + on_site, 100 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'joint_share', '%', joint, joint_known, 100 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'problem_rate', '%', problem_checks, judged_checks, 100 from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'random_problem_rate', '%', random_problems, random_checks, 100
    from enforcement_tallies
    union all
    select area_kind, area, period_kind, period, channel, 'case_rate', '%', opened, on_site, 100 from enforcement_tallies
)

select
    area_kind, area, period_kind, period, channel, measure, unit, numerator, denominator,
    case is_count when 1 then numerator when 100 then numerator * 100.0e0 / nullif(denominator, 0.0e0)
        else numerator / nullif(denominator, 0.0e0) end as value
from measured
