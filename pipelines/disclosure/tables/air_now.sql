-- One row for the city (the mean of the stations that make its mean, in their latest common hour) and one per published station.
-- The index is read from the table of every concentration, as the build itself reads it; a missing pollutant leaves it empty unless it is above
-- what the text allows to publish.
with recent as (
    select h.*
    from station_hours as h
    cross join run_moment as m
    where h.observed_at <= m.as_of_at and h.observed_at > m.as_of_at - interval 24 hour
),

of_stations as (
    select r.*
    from recent as r
    inner join stations as s on r.station_id = s.station_id
    inner join asked_levels as l on s.level = l.level
    where coalesce(s.active_to, r.observed_on) >= r.observed_on
    qualify row_number() over (partition by r.station_id order by r.observed_at desc) = 1
),

of_city as (
    select r.*
    from recent as r
    inner join station_areas as a on r.station_id = a.station_id and a.area_kind = 'city'
    qualify r.observed_at = max(r.observed_at) over ()
),

steps as (
    select p.pollutant, p.sort_no, p.label, cast(1000 / power(10, p.decimals) as bigint) as step
    from rule_pollutants as p
    cross join run_moment as m
    where m.as_of_on between p.valid_from and coalesce(p.valid_to, date '9999-12-31')
),

sums as (
    select 'pm25' as pollutant, sum(pm25_ngm3) as total, count(pm25_ngm3) as n from of_city
    union all
    select 'pm10' as pollutant, sum(pm10_ngm3) as total, count(pm10_ngm3) as n from of_city
    union all
    select 'so2' as pollutant, sum(so2_ngm3) as total, count(so2_ngm3) as n from of_city
    union all
    select 'no2' as pollutant, sum(no2_ngm3) as total, count(no2_ngm3) as n from of_city
    union all
    select 'o3' as pollutant, sum(o3_ngm3) as total, count(o3_ngm3) as n from of_city
    union all
    select 'co' as pollutant, sum(co_ugm3) as total, count(co_ugm3) as n from of_city
),

-- half to even, in whole numbers, to the display step
means as (
    select
        s.pollutant, t.sort_no, t.label,
        s.total // (s.n * t.step) + case
            when 2 * (s.total % (s.n * t.step)) > s.n * t.step then 1
            when 2 * (s.total % (s.n * t.step)) = s.n * t.step and (s.total // (s.n * t.step)) % 2 = 1 then 1
            else 0
        end as value
    from sums as s
    inner join steps as t on s.pollutant = t.pollutant
    where s.n > 0
),

reads as (
    select
        n.pollutant, n.sort_no, n.label, n.value, rules.standard_id, rules.primary_above, rules.aqi_min, rules.missing_publish_above,
        case n.pollutant
            when 'pm25' then i.iaqi_pm25 when 'pm10' then i.iaqi_pm10 when 'so2' then i.iaqi_so2
            when 'no2' then i.iaqi_no2 when 'o3' then i.iaqi_o3 else i.iaqi_co
        end as iaqi
    from means as n
    cross join (select distinct observed_on from of_city) as d
    inner join hourly_aqi_rules as rules on d.observed_on between rules.valid_from and rules.valid_to
    left join hourly_iaqi as i on rules.standard_id = i.standard_id and i.value = n.value
),

index_of_city as (
    select
        case
            when count(iaqi) = 6 or max(iaqi) > max(missing_publish_above) then greatest(max(iaqi), max(aqi_min))
        end as aqi,
        max(iaqi) as top,
        max(primary_above) as primary_above
    from reads
),

city as (
    select
        i.aqi,
        case when i.aqi > i.primary_above then (select string_agg(label, '、' order by sort_no) from reads where iaqi = i.top) end
            as primary_pollutant
    from index_of_city as i
),

together as (
    select
        0 as sort_no, 'city' as scope, cast(null as varchar) as station_id,
        (select max(observed_at) from of_city) as observed_at,
        city.aqi, city.primary_pollutant,
        (select value from means where pollutant = 'pm25') * 1.0e0 as pm25_ugm3,
        (select value from means where pollutant = 'pm10') * 1.0e0 as pm10_ugm3,
        (select value from means where pollutant = 'so2') * 1.0e0 as so2_ugm3,
        (select value from means where pollutant = 'no2') * 1.0e0 as no2_ugm3,
        (select value from means where pollutant = 'o3') * 1.0e0 as o3_ugm3,
        (select value from means where pollutant = 'co') / 10.0e0 as co_mgm3,
        (select count(distinct station_id) from of_city) as stations
    from city
    where exists (select 1 from of_city)
    union all
    select
        1 as sort_no, 'station' as scope, station_id, observed_at, aqi, case when aqi is not null then primary_pollutant end,
        pm25_ugm3, pm10_ugm3, so2_ugm3, no2_ugm3, o3_ugm3, co_mgm3, 1 as stations
    from of_stations
)

select
    t.scope,
    t.station_id,
    t.observed_at,
    cast(t.aqi as bigint) as aqi,
    v.level_code,
    t.primary_pollutant,
    t.pm25_ugm3,
    t.pm10_ugm3,
    t.so2_ugm3,
    t.no2_ugm3,
    t.o3_ugm3,
    t.co_mgm3,
    cast(t.stations as bigint) as stations,
    'realtime' as data_state
from together as t
cross join run_moment as m
left join rule_aqi_levels as v
    on t.aqi between v.aqi_from and coalesce(v.aqi_to, 500)
    and m.as_of_on between v.valid_from and coalesce(v.valid_to, date '9999-12-31')
order by t.sort_no, t.station_id
