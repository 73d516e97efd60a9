-- One row per station and hour: concentrations rounded half to even by GB/T 8170 (view)
-- to the display step, which is 1 µg/m³, for CO 0.1 mg/m³.
with halves as (
    select
        r.station_id,
        r.observed_at,
        r.observed_on,
        r.hour_of_day,
        r.month_id,
        r.flag,
        r.is_valid,
        r.published_aqi,
        r.published_primary,
        r.pm25_ngm3,
        r.pm10_ngm3,
        r.so2_ngm3,
        r.no2_ngm3,
        r.o3_ngm3,
        r.co_ugm3,
        cast(floor((2 * r.pm25_ngm3 + s.step_n) / (2e0 * s.step_n)) as bigint) as pm25_half_up,
        cast(floor((2 * r.pm10_ngm3 + s.step_n) / (2e0 * s.step_n)) as bigint) as pm10_half_up,
        cast(floor((2 * r.so2_ngm3 + s.step_n) / (2e0 * s.step_n)) as bigint) as so2_half_up,
        cast(floor((2 * r.no2_ngm3 + s.step_n) / (2e0 * s.step_n)) as bigint) as no2_half_up,
        cast(floor((2 * r.o3_ngm3 + s.step_n) / (2e0 * s.step_n)) as bigint) as o3_half_up,
        cast(floor((2 * r.co_ugm3 + s.co_step_n) / (2e0 * s.co_step_n)) as bigint) as co_half_up,
        s.step_n,
        s.co_step_n
    from stg_readings as r
    inner join run_months as k on r.month_id = k.month_id
    cross join display_steps as s
)

select
    station_id,
    observed_at,
    observed_on,
    hour_of_day,
    month_id,
    flag,
    is_valid,
    published_aqi,
    published_primary,
    pm25_ngm3,
    pm10_ngm3,
    so2_ngm3,
    no2_ngm3,
    o3_ngm3,
    co_ugm3,
    pm25_half_up - case when (2 * pm25_ngm3 + step_n) % (2 * step_n) = 0 then pm25_half_up % 2 else 0 end as pm25_rounded,
    pm10_half_up - case when (2 * pm10_ngm3 + step_n) % (2 * step_n) = 0 then pm10_half_up % 2 else 0 end as pm10_rounded,
    so2_half_up - case when (2 * so2_ngm3 + step_n) % (2 * step_n) = 0 then so2_half_up % 2 else 0 end as so2_rounded,
    no2_half_up - case when (2 * no2_ngm3 + step_n) % (2 * step_n) = 0 then no2_half_up % 2 else 0 end as no2_rounded,
    o3_half_up - case when (2 * o3_ngm3 + step_n) % (2 * step_n) = 0 then o3_half_up % 2 else 0 end as o3_rounded,
    co_half_up - case when (2 * co_ugm3 + co_step_n) % (2 * co_step_n) = 0 then co_half_up % 2 else 0 end as co_rounded
from halves
