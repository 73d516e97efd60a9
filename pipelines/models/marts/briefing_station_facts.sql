-- One row per station that is no micro station and has an index in the latest hour. filter and value_column as in briefing_day_facts.
with latest as (
    select max(observed_at) as observed_at
    from city_hours_today
)

select
    'station_now_' || station_hours.station_id as fact_key, 'stations' as section,
    cast(100 + row_number() over (order by station_hours.aqi_at_hand desc nulls last, station_hours.station_id asc nulls last) as bigint) as sort_no,
    'aqi_hour' as indicator, station_hours.aqi_at_hand * 1.0e0 as value, '' as unit,
    concat(coalesce(stations.name, stations.station_id), '：AQI ', cast(station_hours.aqi_at_hand as string),
        coalesce('，' || rule_aqi_levels.category_zh, ''), coalesce('，首要污染物 ' || station_hours.primary_pollutant, ''), '。') as text,
    cast(station_hours.observed_at as string) as period, station_hours.standard_id, 'station_hours' as mart,
    concat('[["station_id","=","text","', station_hours.station_id, '"],["observed_at","=","datetime","', cast(station_hours.observed_at as string),
        '"]]') as filter, 'aqi_at_hand' as value_column
from station_hours
join latest on latest.observed_at = station_hours.observed_at
join stations on stations.station_id = station_hours.station_id
left join rule_aqi_levels on station_hours.aqi_at_hand >= rule_aqi_levels.aqi_from
    and coalesce(station_hours.aqi_at_hand <= rule_aqi_levels.aqi_to, true)
    and rule_aqi_levels.valid_from <= cast(station_hours.observed_at as date)
    and coalesce(rule_aqi_levels.valid_to >= cast(station_hours.observed_at as date), true)
where station_hours.aqi_at_hand is not null and stations.level <> 'micro'
