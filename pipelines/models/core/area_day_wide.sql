-- One row per area, day and basis: the daily values side by side, null where too few stations are valid.
select
    v.area_kind,
    v.area,
    v.observed_on,
    v.basis,
    max(v.station_count) as station_count,
    min(v.valid_stations) as fewest_valid_stations,
    max(case when v.pollutant = 'pm25' and v.is_valid then v.rounded end) as pm25_rounded,
    max(case when v.pollutant = 'pm10' and v.is_valid then v.rounded end) as pm10_rounded,
    max(case when v.pollutant = 'so2' and v.is_valid then v.rounded end) as so2_rounded,
    max(case when v.pollutant = 'no2' and v.is_valid then v.rounded end) as no2_rounded,
    max(case when v.pollutant = 'co' and v.is_valid then v.rounded end) as co_rounded,
    max(case when v.statistic = 'max_8h' and v.is_valid then v.rounded end) as o3_8h_max_rounded
from area_day_values as v
group by v.area_kind, v.area, v.observed_on, v.basis
