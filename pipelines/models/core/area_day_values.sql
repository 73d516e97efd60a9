-- One row per area, day, basis and statistic: the mean of the valid station values, in 1e-9 ng/m³ (CO 1e-9 µg/m³) and rounded.
-- A station value is held to half a unit, so a sum of n of them lies within n halves; a sum that near to a tie is a tie.
with sums as (
    select
        s.area_kind, s.area, s.observed_on, s.basis, s.pollutant, s.statistic, s.value_sum, s.n,
        s.n * 1000000000 * case s.pollutant when 'co' then t.co_step_n else t.step_n end as d
    from area_day_sums as s
    cross join run_moment as m
    cross join display_steps as t
    where s.observed_on < m.as_of_on or s.source_step = 'day'
),

divided as (
    select
        area_kind, area, observed_on, basis, pollutant, statistic, value_sum, n, d,
        (2 * value_sum + d) % (2 * d) as left_over,
        cast(floor((2 * value_sum + d - (2 * value_sum + d) % (2 * d)) / (2e0 * d) + 0.5e0) as bigint) as half_up,
        cast(floor((value_sum - value_sum % n) / (1e0 * n) + 0.5e0) as bigint) as whole,
        value_sum % n as rest
    from sums
)

select
    v.area_kind, v.area, v.observed_on, v.basis, v.pollutant, v.statistic,
    v.whole + case when 2 * v.rest >= v.n then 1 else 0 end as value_n9,
    v.half_up + case
        when v.left_over <= v.n then -(v.half_up % 2)
        when v.left_over >= 2 * v.d - v.n then v.half_up % 2
        else 0
    end as rounded,
    v.n as valid_stations,
    a.station_count,
    100 * v.n >= a.percent_stations as is_valid
from divided as v
inner join area_days as a on v.area_kind = a.area_kind and v.area = a.area and v.observed_on = a.observed_on
