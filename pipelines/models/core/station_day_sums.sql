-- One row per station, day and basis: sums and counts of the valid hours. Basis `excl_event` stands only on days with an event.
with event_days as (
    select distinct observed_on
    from event_hours
),

hours as (
    select
        r.station_id, r.observed_on, r.month_id, 'raw' as basis,
        r.pm25_ngm3, r.pm10_ngm3, r.so2_ngm3, r.no2_ngm3, r.o3_ngm3, r.co_ugm3
    from stg_readings as r
    inner join run_months as k on r.month_id = k.month_id
    union all
    select
        r.station_id, r.observed_on, r.month_id, 'excl_event' as basis,
        case when coalesce(e.pm25_event, 0) = 0 then r.pm25_ngm3 end as pm25_ngm3,
        case when coalesce(e.pm10_event, 0) = 0 then r.pm10_ngm3 end as pm10_ngm3,
        case when coalesce(e.so2_event, 0) = 0 then r.so2_ngm3 end as so2_ngm3,
        case when coalesce(e.no2_event, 0) = 0 then r.no2_ngm3 end as no2_ngm3,
        case when coalesce(e.o3_event, 0) = 0 then r.o3_ngm3 end as o3_ngm3,
        case when coalesce(e.co_event, 0) = 0 then r.co_ugm3 end as co_ugm3
    from stg_readings as r
    inner join run_months as k on r.month_id = k.month_id
    inner join event_days as d on r.observed_on = d.observed_on
    left join event_hours as e on r.observed_at = e.observed_at
)

select
    station_id,
    observed_on,
    month_id,
    basis,
    count(*) as delivered_hours,
    cast(sum(pm25_ngm3) as bigint) as pm25_sum,
    cast(sum(pm10_ngm3) as bigint) as pm10_sum,
    cast(sum(so2_ngm3) as bigint) as so2_sum,
    cast(sum(no2_ngm3) as bigint) as no2_sum,
    cast(sum(o3_ngm3) as bigint) as o3_sum,
    cast(sum(co_ugm3) as bigint) as co_sum,
    max(o3_ngm3) as o3_max,
    count(pm25_ngm3) as pm25_hours,
    count(pm10_ngm3) as pm10_hours,
    count(so2_ngm3) as so2_hours,
    count(no2_ngm3) as no2_hours,
    count(o3_ngm3) as o3_hours,
    count(co_ugm3) as co_hours
from hours
group by station_id, observed_on, month_id, basis
