-- A station and hour that stands twice in station_hours.
select station_id, observed_at, count(*) as row_count
from station_hours
join run_months using (month_id)
group by station_id, observed_at
having count(*) > 1
