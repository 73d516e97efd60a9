-- A valid area value from a smaller share of the expected stations than the least any rule allows, or from more than there are.
select v.area_kind, v.area, v.observed_on, v.basis, v.pollutant, v.valid_stations, v.station_count
from area_day_values as v
cross join (
    select coalesce(min(least), 0) as least from rule_validity_rules where statistic = 'city_day' and item in ('share', 'share_of_few')
) as m
where v.is_valid and (100 * v.valid_stations < m.least * v.station_count or v.valid_stations > v.station_count)
