-- One row per fact on yesterday's and today's air. filter: JSON array of [column, operator, type, value] that finds the fact's rows in
-- its mart; value_column: the column that holds the value there, or 'rows' when the value is their number.
with moment as (
    select
        as_of_at, as_of_on, cast(as_of_on - interval '1' day as date) as yesterday,
        concat('昨日（', cast(cast(extract(month from as_of_on - interval '1' day) as bigint) as string), '月',
            cast(cast(extract(day from as_of_on - interval '1' day) as bigint) as string), '日）') as day_words
    from run_moment
),

days as (
    select
        city_days.area, city_days.observed_on, city_days.standard_id, city_days.is_in_force, city_days.aqi, city_days.primary_pollutant,
        city_days.pm25_ugm3, rule_aqi_levels.category_zh,
        cast(extract(year from city_days.observed_on) as bigint) as y,
        cast(extract(month from city_days.observed_on) * 100 + extract(day from city_days.observed_on) as bigint) as month_day
    from city_days
    left join rule_aqi_levels on rule_aqi_levels.level_code = city_days.level_code
        and rule_aqi_levels.valid_from <= city_days.observed_on and coalesce(rule_aqi_levels.valid_to >= city_days.observed_on, true)
    where city_days.area_kind = 'city' and city_days.basis = 'raw'
),

yesterdays as (
    select
        days.area, days.observed_on, days.standard_id, days.aqi, days.primary_pollutant, days.pm25_ugm3, days.category_zh,
        moment.day_words, before.aqi as aqi_before, earlier.aqi as aqi_earlier, earlier.observed_on as earlier_on,
        round((days.aqi - earlier.aqi) * 100.0e0 / nullif(earlier.aqi, 0), 1) as day_change_pct,
        round((days.aqi - before.aqi) * 100.0e0 / nullif(before.aqi, 0), 1) as change_pct,
        concat('[["area_kind","=","text","city"],["area","=","text","', days.area, '"],["basis","=","text","raw"],["observed_on","=","date","',
            cast(days.observed_on as string), '"],["standard_id","=","text","', days.standard_id, '"]]') as filter
    from days
    join moment on moment.yesterday = days.observed_on
    left join days as before on before.area = days.area and before.y = days.y - 1 and before.month_day = days.month_day
        and before.standard_id = days.standard_id
    left join days as earlier on earlier.area = days.area and earlier.standard_id = days.standard_id
        and earlier.observed_on = cast(days.observed_on - interval '1' day as date)
    where days.is_in_force
),

late as (
    select
        count(*) as stations, sum(case when station_freshness.is_late then 1 else 0 end) as late_stations,
        min(case when station_freshness.is_late then station_freshness.name end) as first_name,
        max(case when station_freshness.is_late then station_freshness.name end) as last_name
    from station_freshness
),

worst as (
    select
        station_hours.station_id, stations.name, station_hours.observed_at, station_hours.aqi_at_hand, station_hours.standard_id,
        row_number() over (order by station_hours.aqi_at_hand desc nulls last, station_hours.station_id asc nulls last) as place
    from station_hours
    join stations on stations.station_id = station_hours.station_id
    join (select max(observed_at) as observed_at from city_hours_today) as latest on latest.observed_at = station_hours.observed_at
    cross join run_city
    where station_hours.aqi_at_hand is not null and stations.level = run_city.mean_level
)

select 'aqi_yesterday' as fact_key, 'yesterday' as section, 1 as sort_no, 'aqi_day' as indicator, aqi * 1.0e0 as value, '' as unit,
    concat(day_words, 'AQI ', cast(aqi as string), coalesce('，' || category_zh, ''), coalesce('，首要污染物 ' || primary_pollutant, ''),
        case when change_pct < 0 then concat('；同口径比去年同日下降 ', cast(-change_pct as string), '%。')
            when change_pct > 0 then concat('；同口径比去年同日上升 ', cast(change_pct as string), '%。')
            when change_pct = 0 then '；同口径与去年同日持平。' else '。' end) as text,
    cast(observed_on as string) as period, standard_id, 'city_days' as mart, filter, 'aqi' as value_column
from yesterdays
where aqi is not null
union all
select 'aqi_day_before', 'yesterday', 1, 'aqi_day', aqi_earlier * 1.0e0, '',
    concat('前日 AQI ', cast(aqi_earlier as string),
        case when day_change_pct < 0 then concat('，昨日较前日下降 ', cast(-day_change_pct as string), '%。')
            when day_change_pct > 0 then concat('，昨日较前日上升 ', cast(day_change_pct as string), '%。')
            when day_change_pct = 0 then '，昨日与前日持平。' else '。' end),
    cast(earlier_on as string), standard_id, 'city_days', concat('[["area_kind","=","text","city"],["area","=","text","', area,
        '"],["basis","=","text","raw"],["observed_on","=","date","', cast(earlier_on as string), '"],["standard_id","=","text","', standard_id, '"]]'),
    'aqi'
from yesterdays
where aqi is not null and aqi_earlier is not null
union all
select 'pm25_yesterday', 'yesterday', 2, 'pm25_day', pm25_ugm3, 'μg/m³',
    concat(day_words, 'PM2.5 日均浓度 ', cast(cast(floor(pm25_ugm3 + 0.5e0) as bigint) as string), ' μg/m³。'),
    cast(observed_on as string), standard_id, 'city_days', filter, 'pm25_ugm3'
from yesterdays
where pm25_ugm3 is not null
union all
select 'pm25_now', 'today', 3, 'pm25_hour', city_hours_today.pm25_ugm3, 'μg/m³',
    concat('今日 ', cast(city_hours_today.hour_of_day as string), ' 时', city_hours_today.area, ' PM2.5 小时浓度 ',
        cast(cast(floor(city_hours_today.pm25_ugm3 + 0.5e0) as bigint) as string), ' μg/m³（', cast(city_hours_today.stations as string),
        ' 个站点平均）。'),
    cast(city_hours_today.observed_at as string), cast(null as string), 'city_hours_today',
    concat('[["observed_at","=","datetime","', cast(city_hours_today.observed_at as string), '"]]'), 'pm25_ugm3'
from city_hours_today
join (select max(observed_at) as observed_at from city_hours_today) as latest on latest.observed_at = city_hours_today.observed_at
union all
select 'worst_station_now', 'today', 4, 'aqi_hour', aqi_at_hand * 1.0e0, '',
    concat('最近一小时指数最高的站点为', name, '，实时 AQI ', cast(aqi_at_hand as string), '。'),
    cast(observed_at as string), standard_id, 'station_hours',
    concat('[["station_id","=","text","', station_id, '"],["observed_at","=","datetime","', cast(observed_at as string), '"]]'), 'aqi_at_hand'
from worst
where place = 1
union all
select 'late_stations', 'today', 5, 'late_station_count', late_stations * 1.0e0, '个',
    case when late_stations = 0 then concat('全部 ', cast(stations as string), ' 个站点均已报送最近一小时数据。')
        when late_stations = 1 then concat('1 个站点缺最近一小时数据：', first_name, '。')
        when late_stations = 2 then concat('2 个站点缺最近一小时数据：', first_name, '、', last_name, '。')
        else concat(cast(late_stations as string), ' 个站点缺最近一小时数据，其中有', first_name, '、', last_name, '。') end,
    cast(moment.as_of_at as string), cast(null as string), 'station_freshness', '[["is_late","=","boolean","true"]]', 'rows'
from late
cross join moment
where stations > 0
