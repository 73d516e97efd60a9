-- One row per area, period, basis and statistic (mean, p90, p95, p98) of a pollutant: the value as a whole number of display steps.
-- A daily value is within 1 unit (1e-9 ng/m³) of the exact one; a sum that near to a tie is a tie. Percentiles: HJ 663 A.6, linear.
with wanted as (
    select distinct pollutant, percentile
    from rule_evaluation_items
    where percentile is not null
),

decimals as (
    select r.pollutant, max(r.decimals) as decimals
    from rule_rounding_rules as r
    cross join (select max(observed_on) as last_on from period_days) as l
    where r.quantity = 'published_mean' and l.last_on between r.valid_from and coalesce(r.valid_to, date '9999-12-31')
    group by r.pollutant
),

ordered as (
    select
        v.area_kind, v.area, p.period_kind, p.period_no, v.basis, v.pollutant, v.value_n9,
        row_number() over (
            partition by v.area_kind, v.area, p.period_kind, p.period_no, v.basis, v.pollutant
            order by v.value_n9 asc nulls last, v.observed_on asc nulls last
        ) as position_no,
        count(*) over (partition by v.area_kind, v.area, p.period_kind, p.period_no, v.basis, v.pollutant) as day_count
    from area_day_values as v
    inner join period_days as p on v.observed_on = p.observed_on
    where v.is_valid and v.statistic in ('mean_24h', 'max_8h')
),

sums as (
    select
        area_kind, area, period_kind, period_no, basis, pollutant, 'mean' as statistic, max(day_count) as day_count,
        cast(sum(value_n9) as bigint) as value_sum, max(day_count) as parts
    from ordered
    group by area_kind, area, period_kind, period_no, basis, pollutant
    union all
    select
        o.area_kind, o.area, o.period_kind, o.period_no, o.basis, o.pollutant, concat('p', cast(w.percentile as string)) as statistic,
        max(o.day_count) as day_count,
        cast(sum(o.value_n9 * case
            when o.position_no = cast(floor((o.day_count - 1) * w.percentile / 1e2) as bigint) + 1
                then 100 - ((o.day_count - 1) * w.percentile) % 100
            else ((o.day_count - 1) * w.percentile) % 100
        end) as bigint) as value_sum,
        100 as parts
    from ordered as o
    inner join wanted as w on o.pollutant = w.pollutant
    where o.position_no between cast(floor((o.day_count - 1) * w.percentile / 1e2) as bigint) + 1
        and cast(floor((o.day_count - 1) * w.percentile / 1e2) as bigint) + 2
    group by o.area_kind, o.area, o.period_kind, o.period_no, o.basis, o.pollutant, w.percentile
),

halves as (
    select
        s.area_kind, s.area, s.period_kind, s.period_no, s.basis, s.pollutant, s.statistic, s.day_count, s.parts, d.decimals,
        s.parts * case d.decimals when 0 then 1000000000000 when 1 then 100000000000 else 10000000000 end as step_parts,
        2 * s.value_sum + s.parts * case d.decimals when 0 then 1000000000000 when 1 then 100000000000 else 10000000000 end as twice
    from sums as s
    inner join decimals as d on s.pollutant = d.pollutant
),

divided as (
    select
        area_kind, area, period_kind, period_no, basis, pollutant, statistic, day_count, parts, decimals, step_parts,
        twice % (2 * step_parts) as left_over,
        cast(floor((twice - twice % (2 * step_parts)) / (2e0 * step_parts) + 0.5e0) as bigint) as half_up
    from halves
)

select
    area_kind, area, period_kind, period_no, basis, pollutant, concat(pollutant, '_', statistic) as indicator, day_count, decimals,
    half_up + case
        when left_over <= 2 * parts then -(half_up % 2)
        when left_over >= 2 * step_parts - 2 * parts then half_up % 2
        else 0
    end as value_steps
from divided
