-- One row per station, day and basis delivered as daily means, where the day counts and the station has no hours of it.
-- Basis `excl_event` stands only on days with an event: a daily mean cannot be cut to the hours outside it.
with days as (
    select
        d.station_id, d.observed_on, d.month_id,
        d.pm25_ngm3, d.pm10_ngm3, d.so2_ngm3, d.no2_ngm3, d.o3_8h_max_ngm3, d.co_ugm3, d.valid_hours
    from stg_readings_daily as d
    inner join run_months as k on d.month_id = k.month_id
    left join station_day_sums as s on d.station_id = s.station_id and d.observed_on = s.observed_on
    where s.station_id is null and d.left_out is null
)

select
    station_id, observed_on, month_id, 'raw' as basis,
    pm25_ngm3, pm10_ngm3, so2_ngm3, no2_ngm3, o3_8h_max_ngm3, co_ugm3, valid_hours
from days
union all
select
    d.station_id, d.observed_on, d.month_id, 'excl_event' as basis,
    case when e.pm25_event = 0 then d.pm25_ngm3 end as pm25_ngm3,
    case when e.pm10_event = 0 then d.pm10_ngm3 end as pm10_ngm3,
    case when e.so2_event = 0 then d.so2_ngm3 end as so2_ngm3,
    case when e.no2_event = 0 then d.no2_ngm3 end as no2_ngm3,
    case when e.o3_event = 0 then d.o3_8h_max_ngm3 end as o3_8h_max_ngm3,
    case when e.co_event = 0 then d.co_ugm3 end as co_ugm3,
    d.valid_hours
from days as d
inner join event_days as e on d.observed_on = e.observed_on
