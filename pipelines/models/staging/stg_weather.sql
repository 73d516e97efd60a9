-- One row per met station and hour (labelled by its end): the latest version; a day without hours is spread over its 24.
-- A spread day carries step_h = 24 and a 24th of the day's rain; (ux, uy) points to where the wind comes from, x east, y north.
with hourly_versions as (
    select
        met_id, observed_at, month_id, wind_from_deg, wind_ms, temp_c, humidity_pct, rain_mm, pressure_hpa,
        row_number() over (
            partition by met_id, observed_at
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_weather
    join run_months using (month_id)
),

daily_versions as (
    select
        met_id, observed_on, month_id, wind_from_deg, wind_ms, temp_c, humidity_pct, rain_mm, pressure_hpa,
        row_number() over (
            partition by met_id, observed_on
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_weather_daily
    join run_months using (month_id)
),

hourly as (
    select
        met_id, observed_at, cast(observed_at - interval 1 hour as date) as observed_on, month_id,
        wind_from_deg, wind_ms, temp_c, humidity_pct, rain_mm, pressure_hpa, cast(1 as bigint) as step_h
    from hourly_versions
    where version_no = 1
),

quarters as (select 0 as quarter_no union all select 1 union all select 2 union all select 3),

sixths as (select 1 as hour_no union all select 2 union all select 3 union all select 4 union all select 5 union all select 6),

day_hours as (select quarter_no * 6 + hour_no as hour_of_day from quarters cross join sixths),

measured_days as (select distinct met_id, observed_on from hourly),

spread as (
    select
        d.met_id, cast(d.observed_on as timestamp) + h.hour_of_day * interval 1 hour as observed_at, d.observed_on, d.month_id,
        d.wind_from_deg, d.wind_ms, d.temp_c, d.humidity_pct, d.rain_mm / 24.0e0 as rain_mm, d.pressure_hpa, cast(24 as bigint) as step_h
    from daily_versions as d
    cross join day_hours as h
    left join measured_days as m on m.met_id = d.met_id and m.observed_on = d.observed_on
    where d.version_no = 1 and m.met_id is null
),

hours as (
    select
        met_id, observed_at, observed_on, month_id, wind_from_deg, wind_ms, temp_c, humidity_pct, rain_mm, pressure_hpa, step_h
    from hourly
    union all
    select
        met_id, observed_at, observed_on, month_id, wind_from_deg, wind_ms, temp_c, humidity_pct, rain_mm, pressure_hpa, step_h
    from spread
)

select
    met_id, observed_at, observed_on, month_id, wind_from_deg, wind_ms,
    sin(radians(wind_from_deg)) as ux, cos(radians(wind_from_deg)) as uy,
    temp_c, humidity_pct, rain_mm, pressure_hpa, step_h
from hours
