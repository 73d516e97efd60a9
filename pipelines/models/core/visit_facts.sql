-- One row per enterprise and fact read from its visits: recency, faded rate of problems, a problem never re-checked, frequency used.
-- The half-life, the weight of the city's rate and the yearly limit are rules.
with settings as (
    select
        max(case when setting = 'violation_half_life' then value end) as half_life_days
    from rule_patrol_settings
    cross join run_moment
    where valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
),

prior as (
    select max(prior_weight) as weight
    from rule_patrol_points
    cross join run_moment
    where fact = 'violation_rate' and valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
),

on_site as (
    select
        visits.enterprise_id, visits.visit_id, visits.visited_at, visits.visited_on, visits.kind, visits.is_re_check,
        visits.problems_found, visits.source_file, visits.source_line,
        power(0.5e0, cast(run_moment.as_of_on - visits.visited_on as bigint) * 1.0e0 / settings.half_life_days) as fade,
        extract(year from visits.visited_on) = extract(year from run_moment.as_of_on) as is_this_year,
        row_number() over (partition by visits.enterprise_id order by visits.visited_at desc nulls last, visits.visit_id desc nulls last)
            as recency
    from visits
    cross join run_moment
    cross join settings
    where visits.enterprise_id is not null and coalesce(visits.mode, 'on_site') = 'on_site'
),

histories as (
    select
        enterprise_id, count(*) as visit_count,
        sum(case when problems_found > 0 then 1 else 0 end) as problem_visits,
        sum(case when problems_found > 0 then fade else 0.0e0 end) as faded_problem_visits,
        max(case when problems_found > 0 then visited_on end) as last_problem_on,
        max(visited_on) as last_visit_on
    from on_site
    group by enterprise_id
),

latest as (
    select enterprise_id, visit_id, visited_on, problems_found, source_file, source_line from on_site where recency = 1
)

select
    enterprise_id, 'days_since_visit' as fact_key, cast(run_moment.as_of_on - visited_on as bigint) * 1.0e0 as observed,
    visited_on as observed_on, 'visits' as source_table, visit_id as source_key, source_file, source_line,
    concat('最近一次现场检查 ', cast(visited_on as string)) as evidence
from latest
cross join run_moment
union all
select
    histories.enterprise_id, 'violation_rate',
    (histories.faded_problem_visits + prior.weight * city_problem_rate.rate) / (histories.visit_count + prior.weight),
    histories.last_problem_on, 'visits', latest.visit_id, latest.source_file, latest.source_line,
    concat('累计现场检查 ', cast(histories.visit_count as string), ' 次，', cast(histories.problem_visits as string), ' 次发现问题')
from histories
join latest on latest.enterprise_id = histories.enterprise_id
cross join prior
cross join city_problem_rate
union all
select
    enterprise_id, 'unverified_fix_count', 1.0e0, visited_on, 'visits', visit_id, source_file, source_line,
    concat(cast(visited_on as string), ' 检查发现问题 ', cast(problems_found as string), ' 个，尚无复核记录')
from latest
where problems_found > 0
