-- One row per day of the latest forecast issued before the build's moment, from that day on; of two sources the first by name.
with issues as (
    select max(stg_forecasts.issued_at) as issued_at
    from stg_forecasts
    join run_moment on stg_forecasts.issued_at <= run_moment.as_of_at
),

days as (
    select
        stg_forecasts.valid_on, stg_forecasts.issued_at, stg_forecasts.aqi_low, stg_forecasts.aqi_high, stg_forecasts.primary_pollutant,
        stg_forecasts.source,
        row_number() over (
            partition by stg_forecasts.valid_on order by stg_forecasts.source asc nulls last, stg_forecasts.aqi_high desc nulls last
        ) as choice
    from stg_forecasts
    join issues on issues.issued_at = stg_forecasts.issued_at
    join run_moment on stg_forecasts.valid_on >= run_moment.as_of_on
    where stg_forecasts.aqi_high is not null
)

select valid_on, issued_at, aqi_low, aqi_high, primary_pollutant, source
from days
where choice = 1
