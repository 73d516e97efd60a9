-- A row without an index and without a reason, or with both an index and a reason.
select 'station_hours' as table_name, station_id as thing, aqi, invalid_reason
from station_hours
where (aqi is null) <> (invalid_reason is not null)
union all
select 'station_days' as table_name, station_id as thing, aqi, invalid_reason
from station_days
where (aqi is null) <> (invalid_reason is not null)
union all
select 'city_days' as table_name, area as thing, aqi, invalid_reason
from city_days
where (aqi is null) <> (invalid_reason is not null)
