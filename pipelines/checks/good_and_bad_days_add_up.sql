-- A period whose good days and days above 100 are not its valid days.
select area_kind, area, period_kind, period, basis, standard_id, valid_days, good_days, days_above_100, heavy_days
from air_indices
where good_days + days_above_100 <> valid_days or heavy_days > days_above_100 or good_day_share_pct > 100
