-- An area, period, basis, standard and profile that stands twice in air_indices.
select area_kind, area, period_kind, period_no, basis, standard_id, profile_id, count(*) as row_count
from air_indices
group by area_kind, area, period_kind, period_no, basis, standard_id, profile_id
having count(*) > 1
