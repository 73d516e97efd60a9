-- One row per day that an approved exceptional event touches and for which daily means were delivered: 1 for each pollutant left out.
with days as (
    select distinct
        r.observed_on,
        r.month_id
    from stg_readings_daily as r
    inner join run_months as k on r.month_id = k.month_id
)

select
    d.observed_on,
    d.month_id,
    max(case when e.is_pm25 then 1 else 0 end) as pm25_event,
    max(case when e.is_pm10 then 1 else 0 end) as pm10_event,
    max(case when e.is_so2 then 1 else 0 end) as so2_event,
    max(case when e.is_no2 then 1 else 0 end) as no2_event,
    max(case when e.is_o3 then 1 else 0 end) as o3_event,
    max(case when e.is_co then 1 else 0 end) as co_event
from days as d
inner join stg_exceptional_events as e
    on d.observed_on between cast(e.starts_at as date) and cast(e.ends_at as date) and e.is_approved
group by d.observed_on, d.month_id
