-- One row per area, period, basis and standard: valid days and days by level, by that standard and as each day's own text has it.
with counts as (
    select
        c.area_kind, c.area, p.period_kind, p.period_no, c.basis, c.standard_id,
        count(c.aqi) as valid_days,
        count(case when c.level_code <= 2 then 1 end) as good_days,
        count(case when c.level_code >= 3 then 1 end) as days_above_100,
        count(case when c.level_code >= 5 then 1 end) as heavy_days,
        count(case when c.is_in_force then c.aqi end) as own_valid_days,
        count(case when c.is_in_force and c.level_code <= 2 then 1 end) as own_good_days,
        count(case when c.is_in_force and c.level_code >= 5 then 1 end) as own_heavy_days
    from city_days as c
    inner join period_days as p on c.observed_on = p.observed_on
    group by c.area_kind, c.area, p.period_kind, p.period_no, c.basis, c.standard_id
)

select
    area_kind, area, period_kind, period_no, basis, standard_id,
    valid_days, good_days, days_above_100, heavy_days,
    cast(sum(own_valid_days) over (partition by area_kind, area, period_kind, period_no, basis) as bigint) as published_valid_days,
    cast(sum(own_good_days) over (partition by area_kind, area, period_kind, period_no, basis) as bigint) as published_good_days,
    cast(sum(own_heavy_days) over (partition by area_kind, area, period_kind, period_no, basis) as bigint) as published_heavy_days
from counts
