-- An area, day, basis and standard that stands twice in city_days.
select area_kind, area, observed_on, basis, standard_id, count(*) as row_count
from city_days
group by area_kind, area, observed_on, basis, standard_id
having count(*) > 1
