-- One row per day before the build's day: the city's daily report.
select
    d.observed_on,
    d.aqi,
    d.level_code,
    d.primary_pollutant,
    d.pm25_ugm3,
    'daily' as data_state
from city_days as d
cross join run_moment as m
cross join asked
where d.area_kind = 'city' and d.basis = 'raw' and d.is_in_force
    and d.observed_on < m.as_of_on and d.observed_on >= m.as_of_on - cast(asked.air_days as integer)
order by d.observed_on desc
