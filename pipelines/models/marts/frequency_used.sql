-- One row per enterprise: on-site inspections counted against the yearly limit since 1 January, by the busiest agency, and the limit.
-- For display; the ledger decides. Visits of a kind the limit exempts (个案) do not count.
with limits as (
    select agency, source_type, grade, max_per_year, concat('；', counted_kinds, '；') as counted_kinds, limit_id, clause, status
    from rule_frequency_limits
    cross join run_moment
    where valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
),

applicable as (
    select
        enterprises.enterprise_id, limits.agency, limits.max_per_year, limits.counted_kinds, limits.limit_id, limits.clause, limits.status,
        row_number() over (
            partition by enterprises.enterprise_id
            order by
                case when limits.source_type = '*' then 1 else 0 end + case when limits.grade = '*' then 1 else 0 end asc nulls last,
                limits.max_per_year asc nulls last, limits.limit_id asc nulls last, limits.agency asc nulls last
        ) as choice
    from enterprises
    join limits
        on limits.source_type in ('*', enterprises.source_type) and limits.grade in ('*', coalesce(enterprises.grade, '*'))
),

counted as (
    select applicable.enterprise_id, coalesce(visits.agency, '') as agency, count(*) as used, max(visits.visited_on) as last_on
    from applicable
    join visits on visits.enterprise_id = applicable.enterprise_id
    cross join run_moment
    where applicable.choice = 1
        and applicable.agency in ('*', coalesce(visits.agency, '*'))
        and extract(year from visits.visited_on) = extract(year from run_moment.as_of_on)
        and coalesce(visits.mode, 'on_site') = 'on_site'
        and instr(applicable.counted_kinds, concat('；', coalesce(visits.kind, '日常'), '；')) > 0
    group by applicable.enterprise_id, coalesce(visits.agency, '')
),

busiest as (
    select enterprise_id, max(used) as used, max(last_on) as last_on from counted group by enterprise_id
)

select
    applicable.enterprise_id,
    coalesce(busiest.used, 0) as used,
    cast(applicable.max_per_year as bigint) as max_per_year,
    cast(applicable.max_per_year as bigint) - coalesce(busiest.used, 0) as left_this_year,
    busiest.last_on,
    applicable.limit_id,
    applicable.clause,
    applicable.status
from applicable
left join busiest on busiest.enterprise_id = applicable.enterprise_id
where applicable.choice = 1
