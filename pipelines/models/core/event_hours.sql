-- One row per hour that an approved exceptional event touches: 1 for each pollutant left out of evaluation.
with hours as (
    select distinct
        r.observed_at,
        r.observed_on,
        r.month_id
    from stg_readings as r
    inner join run_months as k on r.month_id = k.month_id
)

select
    h.observed_at,
    h.observed_on,
    h.month_id,
    max(case when e.is_pm25 then 1 else 0 end) as pm25_event,
    max(case when e.is_pm10 then 1 else 0 end) as pm10_event,
    max(case when e.is_so2 then 1 else 0 end) as so2_event,
    max(case when e.is_no2 then 1 else 0 end) as no2_event,
    max(case when e.is_o3 then 1 else 0 end) as o3_event,
    max(case when e.is_co then 1 else 0 end) as co_event
from hours as h
inner join stg_exceptional_events as e
    on h.observed_at > e.starts_at and h.observed_at - interval 1 hour < e.ends_at and e.is_approved
group by h.observed_at, h.observed_on, h.month_id
