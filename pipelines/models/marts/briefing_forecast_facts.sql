-- One row per day of the forecast in force. filter and value_column as in briefing_day_facts.
select
    'forecast_' || cast(valid_on as string) as fact_key, 'forecast' as section,
    cast(50 + row_number() over (order by valid_on asc nulls last) as bigint) as sort_no, 'aqi_day' as indicator, aqi_high * 1.0e0 as value, '' as unit,
    concat(cast(cast(extract(month from valid_on) as bigint) as string), '月', cast(cast(extract(day from valid_on) as bigint) as string),
        '日预报 AQI ', coalesce(cast(cast(aqi_low as bigint) as string) || '～', ''), cast(cast(aqi_high as bigint) as string),
        coalesce('，首要污染物 ' || primary_pollutant, ''), coalesce('（' || source || '，', '（'),
        cast(cast(extract(month from issued_at) as bigint) as string), '月', cast(cast(extract(day from issued_at) as bigint) as string), '日 ',
        cast(cast(extract(hour from issued_at) as bigint) as string), ' 时发布）。') as text,
    cast(valid_on as string) as period, cast(null as string) as standard_id, 'forecast_days' as mart,
    concat('[["valid_on","=","date","', cast(valid_on as string), '"]]') as filter,
    'aqi_high' as value_column
from forecast_days
