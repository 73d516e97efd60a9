-- A station, day, basis and standard that stands twice in station_days.
select station_id, observed_on, basis, standard_id, count(*) as row_count
from station_days
join run_months using (month_id)
group by station_id, observed_on, basis, standard_id
having count(*) > 1
