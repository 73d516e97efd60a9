-- One row per station, day, basis and statistic: the exact value as numerator / denominator in ng/m³ (CO µg/m³).
-- `hours` counts what stands behind it: valid hours, for ozone maxima valid 8-hour windows, for delivered days the stated hours.
with measured as (
    select
        s.station_id, s.observed_on, s.month_id, s.basis,
        s.pm25_sum, s.pm25_hours, s.pm10_sum, s.pm10_hours, s.so2_sum, s.so2_hours, s.no2_sum, s.no2_hours, s.o3_sum, s.o3_hours, s.co_sum, s.co_hours,
        s.o3_max, z.max_8h_n840, coalesce(z.valid_windows, 0) as valid_windows
    from station_day_sums as s
    inner join run_months as k on s.month_id = k.month_id
    left join station_day_ozone as z on s.station_id = z.station_id and s.observed_on = z.observed_on and s.basis = z.basis
),

delivered as (
    select
        d.station_id, d.observed_on, d.month_id, d.basis,
        d.pm25_ngm3, d.pm10_ngm3, d.so2_ngm3, d.no2_ngm3, d.o3_8h_max_ngm3, d.co_ugm3, d.valid_hours
    from delivered_days as d
    inner join run_months as k on d.month_id = k.month_id
)

select
    station_id, observed_on, month_id, basis, 'hour' as source_step, 'pm25' as pollutant, 'mean_24h' as statistic,
    pm25_sum as value_num, pm25_hours as value_den, pm25_hours as hours
from measured where pm25_hours > 0
union all
select
    station_id, observed_on, month_id, basis, 'hour' as source_step, 'pm10' as pollutant, 'mean_24h' as statistic,
    pm10_sum as value_num, pm10_hours as value_den, pm10_hours as hours
from measured where pm10_hours > 0
union all
select
    station_id, observed_on, month_id, basis, 'hour' as source_step, 'so2' as pollutant, 'mean_24h' as statistic,
    so2_sum as value_num, so2_hours as value_den, so2_hours as hours
from measured where so2_hours > 0
union all
select
    station_id, observed_on, month_id, basis, 'hour' as source_step, 'no2' as pollutant, 'mean_24h' as statistic,
    no2_sum as value_num, no2_hours as value_den, no2_hours as hours
from measured where no2_hours > 0
union all
select
    station_id, observed_on, month_id, basis, 'hour' as source_step, 'co' as pollutant, 'mean_24h' as statistic,
    co_sum as value_num, co_hours as value_den, co_hours as hours
from measured where co_hours > 0
union all
select
    station_id, observed_on, month_id, basis, 'hour' as source_step, 'o3' as pollutant, 'max_8h' as statistic,
    max_8h_n840 as value_num, 840 as value_den, valid_windows as hours
from measured where valid_windows > 0
union all
select
    station_id, observed_on, month_id, basis, 'hour' as source_step, 'o3' as pollutant, 'max_1h' as statistic,
    o3_max as value_num, 1 as value_den, valid_windows as hours
from measured where o3_max is not null
union all
select
    station_id, observed_on, month_id, basis, 'day' as source_step, 'pm25' as pollutant, 'mean_24h' as statistic,
    pm25_ngm3 as value_num, 1 as value_den, valid_hours as hours
from delivered where pm25_ngm3 is not null
union all
select
    station_id, observed_on, month_id, basis, 'day' as source_step, 'pm10' as pollutant, 'mean_24h' as statistic,
    pm10_ngm3 as value_num, 1 as value_den, valid_hours as hours
from delivered where pm10_ngm3 is not null
union all
select
    station_id, observed_on, month_id, basis, 'day' as source_step, 'so2' as pollutant, 'mean_24h' as statistic,
    so2_ngm3 as value_num, 1 as value_den, valid_hours as hours
from delivered where so2_ngm3 is not null
union all
select
    station_id, observed_on, month_id, basis, 'day' as source_step, 'no2' as pollutant, 'mean_24h' as statistic,
    no2_ngm3 as value_num, 1 as value_den, valid_hours as hours
from delivered where no2_ngm3 is not null
union all
select
    station_id, observed_on, month_id, basis, 'day' as source_step, 'co' as pollutant, 'mean_24h' as statistic,
    co_ugm3 as value_num, 1 as value_den, valid_hours as hours
from delivered where co_ugm3 is not null
union all
select
    station_id, observed_on, month_id, basis, 'day' as source_step, 'o3' as pollutant, 'max_8h' as statistic,
    o3_8h_max_ngm3 as value_num, 1 as value_den, valid_hours as hours
from delivered where o3_8h_max_ngm3 is not null
