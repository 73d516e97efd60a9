-- One row per station, day and basis (raw, excl_event): the daily values side by side, null where they are not valid.
-- A day without an event has the same values on both bases.
with wide as (
    select
        v.station_id, v.observed_on, v.month_id, v.basis,
        max(v.source_step) as source_step,
        max(case when v.pollutant = 'pm25' then v.hours end) as pm25_hours,
        max(case when v.pollutant = 'pm10' then v.hours end) as pm10_hours,
        max(case when v.pollutant = 'so2' then v.hours end) as so2_hours,
        max(case when v.pollutant = 'no2' then v.hours end) as no2_hours,
        max(case when v.pollutant = 'co' then v.hours end) as co_hours,
        max(case when v.statistic = 'max_8h' then v.hours end) as o3_windows,
        max(case when v.pollutant = 'pm25' and v.is_valid then v.rounded end) as pm25_rounded,
        max(case when v.pollutant = 'pm10' and v.is_valid then v.rounded end) as pm10_rounded,
        max(case when v.pollutant = 'so2' and v.is_valid then v.rounded end) as so2_rounded,
        max(case when v.pollutant = 'no2' and v.is_valid then v.rounded end) as no2_rounded,
        max(case when v.pollutant = 'co' and v.is_valid then v.rounded end) as co_rounded,
        max(case when v.statistic = 'max_8h' and v.is_valid then v.rounded end) as o3_8h_max_rounded,
        max(case when v.statistic = 'max_1h' and v.is_valid then v.rounded end) as o3_1h_max_rounded
    from station_day_values as v
    inner join run_months as k on v.month_id = k.month_id
    group by v.station_id, v.observed_on, v.month_id, v.basis
)

select
    w.station_id, w.observed_on, w.month_id, w.basis as basis, w.basis as value_basis, w.source_step,
    w.pm25_hours, w.pm10_hours, w.so2_hours, w.no2_hours, w.co_hours, w.o3_windows,
    w.pm25_rounded, w.pm10_rounded, w.so2_rounded, w.no2_rounded, w.co_rounded, w.o3_8h_max_rounded, w.o3_1h_max_rounded
from wide as w
union all
select
    r.station_id, r.observed_on, r.month_id, 'excl_event' as basis, 'raw' as value_basis, r.source_step,
    r.pm25_hours, r.pm10_hours, r.so2_hours, r.no2_hours, r.co_hours, r.o3_windows,
    r.pm25_rounded, r.pm10_rounded, r.so2_rounded, r.no2_rounded, r.co_rounded, r.o3_8h_max_rounded, r.o3_1h_max_rounded
from wide as r
left join wide as x on r.station_id = x.station_id and r.observed_on = x.observed_on and x.basis = 'excl_event'
where r.basis = 'raw' and x.station_id is null
