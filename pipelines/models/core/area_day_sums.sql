-- One row per area, day, basis and statistic: sum and number of the valid station values, in 1e-9 ng/m³ (CO 1e-9 µg/m³).
-- `source_step` is hour when any of them comes from hours.
select
    a.area_kind, a.area, v.observed_on, v.month_id, w.basis, v.pollutant, v.statistic,
    max(v.source_step) as source_step,
    cast(sum(v.value_n9) as bigint) as value_sum,
    count(*) as n
from station_areas as a
inner join station_day_wide as w on a.station_id = w.station_id and w.observed_on between a.active_from and a.active_to
inner join run_months as k on w.month_id = k.month_id
inner join station_day_values as v on w.station_id = v.station_id and w.observed_on = v.observed_on and w.value_basis = v.basis
where v.is_valid
group by a.area_kind, a.area, v.observed_on, v.month_id, w.basis, v.pollutant, v.statistic
