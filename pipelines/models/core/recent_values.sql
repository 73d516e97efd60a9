-- One row per station or running power meter, item and step of the last fourteen days: the value as its contract writes it. (view)
-- A stopped line draws the same little power for days, so a meter counts only while its line runs.
with readings as (
    select
        h.station_id, h.observed_at,
        h.pm25_ngm3 / 1e3 as pm25, h.pm10_ngm3 / 1e3 as pm10, h.so2_ngm3 / 1e3 as so2,
        h.no2_ngm3 / 1e3 as no2, h.o3_ngm3 / 1e3 as o3, h.co_ugm3 / 1e3 as co
    from stg_readings as h
    cross join run_moment as r
    where h.observed_at > r.as_of_at - interval 14 day and h.observed_at <= r.as_of_at
),

stations as (
    select station_id as subject_id, 'pm25' as item, observed_at, pm25 as amount from readings
    union all
    select station_id as subject_id, 'pm10' as item, observed_at, pm10 as amount from readings
    union all
    select station_id as subject_id, 'so2' as item, observed_at, so2 as amount from readings
    union all
    select station_id as subject_id, 'no2' as item, observed_at, no2 as amount from readings
    union all
    select station_id as subject_id, 'o3' as item, observed_at, o3 as amount from readings
    union all
    select station_id as subject_id, 'co' as item, observed_at, co as amount from readings
)

select 'station' as kind, subject_id, item, observed_at, amount, 3600 as step_s
from stations
where amount is not null
union all
select 'meter' as kind, p.meter_id as subject_id, 'power' as item, p.observed_at, p.power_w / 1e3 as amount, m.step_s
from stg_power as p
cross join run_moment as r
join meter_months as m on m.month_id = p.month_id and m.meter_id = p.meter_id
where p.observed_at > r.as_of_at - interval 14 day and p.observed_at <= r.as_of_at and p.power_w >= m.run_w
