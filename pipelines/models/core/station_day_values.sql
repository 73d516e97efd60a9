-- One row per station, day, basis and statistic: the value in 1e-9 ng/m³ (CO 1e-9 µg/m³), rounded half to even to the display
-- step from the exact fraction, and whether it is valid by the text in force on the day.
with limits as (
    select
        pollutant,
        averaging,
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        max(limit_value) as limit_value
    from rule_air_quality_limits
    where averaging = 'max_8h'
    group by pollutant, averaging, valid_from, valid_to
),

minimums as (
    select
        statistic,
        pollutant,
        least,
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from rule_validity_rules
    where (statistic = 'mean_24h' and item = 'hours') or (statistic = 'max_8h' and item = 'windows')
),

divided as (
    select
        f.station_id,
        f.observed_on,
        f.month_id,
        f.basis,
        f.source_step,
        f.pollutant,
        f.statistic,
        f.value_num,
        f.value_den,
        f.hours,
        f.value_den * case f.pollutant when 'co' then s.co_step_n else s.step_n end as step_den,
        (f.value_num * 1000) % f.value_den as left_over,
        cast(floor(((f.value_num * 1000) - (f.value_num * 1000) % f.value_den) / (1e0 * f.value_den) + 0.5e0) as bigint) as thousandths,
        m.least,
        f.statistic <> 'mean_24h' and f.value_num > l.limit_value * 1e3 * f.value_den as is_above_limit
    from station_day_facts as f
    inner join run_months as k on f.month_id = k.month_id
    cross join display_steps as s
    left join minimums as m
        on f.pollutant = m.pollutant and case when f.statistic = 'mean_24h' or f.source_step = 'day' then 'mean_24h' else 'max_8h' end = m.statistic
        and f.observed_on between m.valid_from and m.valid_to
    left join limits as l on f.pollutant = l.pollutant and f.observed_on between l.valid_from and l.valid_to
),

halves as (
    select
        station_id,
        observed_on,
        month_id,
        basis,
        source_step,
        pollutant,
        statistic,
        value_num,
        step_den,
        hours,
        least,
        is_above_limit,
        thousandths * 1000000 + cast(floor((2 * left_over * 1000000 + value_den) / (2e0 * value_den)) as bigint) as value_n9,
        cast(floor((2 * value_num + step_den) / (2e0 * step_den)) as bigint) as half_up
    from divided
)

select
    station_id,
    observed_on,
    month_id,
    basis,
    source_step,
    pollutant,
    statistic,
    value_n9,
    half_up - case when (2 * value_num + step_den) % (2 * step_den) = 0 then half_up % 2 else 0 end as rounded,
    hours,
    coalesce(hours >= least, true) or coalesce(is_above_limit, false) as is_valid
from halves
