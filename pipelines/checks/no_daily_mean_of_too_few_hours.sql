-- A daily mean from hours that are fewer than any rule allows.
select d.station_id, d.observed_on, d.basis, d.pm25_hours, d.pm10_hours, d.so2_hours, d.no2_hours, d.co_hours
from station_days as d
cross join (
    select min(least) as least from rule_validity_rules where statistic = 'mean_24h' and item = 'hours'
) as m
where d.source_step = 'hour' and (
    d.pm25_ugm3 is not null and d.pm25_hours < m.least
    or d.pm10_ugm3 is not null and d.pm10_hours < m.least
    or d.so2_ugm3 is not null and d.so2_hours < m.least
    or d.no2_ugm3 is not null and d.no2_hours < m.least
    or d.co_mgm3 is not null and d.co_hours < m.least
)
