-- One row per day of the latest forecast issued before the build's moment, from that day on. filter and value_column as in briefing_day_facts.
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

select
    'forecast_' || cast(valid_on as string) as fact_key, 'forecast' as section,
    50 + row_number() over (order by valid_on asc nulls last) as sort_no, 'aqi_day' as indicator, aqi_high * 1.0e0 as value, '' as unit,
    concat(cast(cast(extract(month from valid_on) as bigint) as string), '月', cast(cast(extract(day from valid_on) as bigint) as string),
        '日预报 AQI ', coalesce(cast(cast(aqi_low as bigint) as string) || '～', ''), cast(cast(aqi_high as bigint) as string),
        coalesce('，首要污染物 ' || primary_pollutant, ''), coalesce('（' || source || '，', '（'),
        cast(cast(extract(month from issued_at) as bigint) as string), '月', cast(cast(extract(day from issued_at) as bigint) as string), '日 ',
        cast(cast(extract(hour from issued_at) as bigint) as string), ' 时发布）。') as text,
    cast(valid_on as string) as period, cast(null as string) as standard_id, 'stg_forecasts' as mart,
    concat('[["issued_at","=","datetime","', cast(issued_at as string), '"],["valid_on","=","date","', cast(valid_on as string), '"]]') as filter,
    'aqi_high' as value_column
from days
where choice = 1
