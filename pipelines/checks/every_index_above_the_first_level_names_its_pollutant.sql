-- A daily index above the threshold of its text without a primary pollutant, or a primary pollutant at or below it.
select 'station_days' as table_name, d.station_id as thing, d.aqi, d.primary_pollutant
from station_days as d
inner join rule_aqi_standards as s on d.standard_id = s.standard_id
where d.aqi > s.primary_above and d.primary_pollutant is null
    or d.primary_pollutant is not null and d.aqi <= s.primary_above
union all
select 'city_days' as table_name, c.area as thing, c.aqi, c.primary_pollutant
from city_days as c
inner join rule_aqi_standards as s on c.standard_id = s.standard_id
where c.aqi > s.primary_above and c.primary_pollutant is null
    or c.primary_pollutant is not null and c.aqi <= s.primary_above
