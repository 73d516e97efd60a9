-- An index below the least or above the largest value its text knows.
select 'station_hours' as table_name, h.station_id as thing, h.aqi
from station_hours as h
inner join rule_aqi_standards as s on h.standard_id = s.standard_id
where h.aqi_at_hand < s.aqi_min or h.aqi_at_hand > s.aqi_max
union all
select 'station_days' as table_name, d.station_id as thing, d.aqi
from station_days as d
inner join rule_aqi_standards as s on d.standard_id = s.standard_id
where d.aqi_at_hand < s.aqi_min or d.aqi_at_hand > s.aqi_max
union all
select 'city_days' as table_name, c.area as thing, c.aqi
from city_days as c
inner join rule_aqi_standards as s on c.standard_id = s.standard_id
where c.aqi_at_hand < s.aqi_min or c.aqi_at_hand > s.aqi_max
