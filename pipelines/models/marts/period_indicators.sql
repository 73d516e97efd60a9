-- One row per area, period, basis, standard, profile and indicator: a whole number of display steps. Concentrations know no standard.
select
    v.area_kind, v.area, v.period_kind, v.period_no, v.basis, cast(null as string) as standard_id, cast(null as string) as profile_id, v.indicator,
    v.value_steps, v.decimals
from period_values as v
union all
select
    area_kind, area, period_kind, period_no, basis, standard_id, profile_id, 'composite_index' as indicator,
    composite_centi as value_steps, 2 as decimals
from period_composites
union all
select
    area_kind, area, period_kind, period_no, basis, standard_id, cast(null as string) as profile_id, 'good_days' as indicator,
    good_days as value_steps, 0 as decimals
from period_day_counts
union all
select
    area_kind, area, period_kind, period_no, basis, standard_id, cast(null as string) as profile_id, 'heavy_days' as indicator,
    heavy_days as value_steps, 0 as decimals
from period_day_counts
union all
select
    area_kind, area, period_kind, period_no, basis, standard_id, cast(null as string) as profile_id, 'days_above_100' as indicator,
    days_above_100 as value_steps, 0 as decimals
from period_day_counts
union all
select
    area_kind, area, period_kind, period_no, basis, standard_id, cast(null as string) as profile_id, 'valid_days' as indicator,
    valid_days as value_steps, 0 as decimals
from period_day_counts
