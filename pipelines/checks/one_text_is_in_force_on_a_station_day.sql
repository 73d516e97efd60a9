-- A station day on which two texts of the index are in force at once.
select station_id, observed_on, basis, count(*) as text_count
from station_days
join run_months using (month_id)
where is_in_force
group by station_id, observed_on, basis
having count(*) > 1
