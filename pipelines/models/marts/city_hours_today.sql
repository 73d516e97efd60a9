-- One row per hour of the build's day: the city's PM2.5, the mean of the stations that make the city's mean, to the whole µg/m³ (half to even).
with sums as (
    select
        station_areas.area, station_hours.observed_at, station_hours.hour_of_day,
        count(station_hours.pm25_ngm3) as stations, cast(sum(station_hours.pm25_ngm3) as bigint) as sum_ngm3
    from station_hours
    cross join run_moment
    join station_areas on station_areas.station_id = station_hours.station_id and station_areas.area_kind = 'city'
    where station_hours.observed_on = run_moment.as_of_on and station_hours.observed_at <= run_moment.as_of_at
    group by station_areas.area, station_hours.observed_at, station_hours.hour_of_day
),

parts as (
    select area, observed_at, hour_of_day, stations, sum_ngm3, stations * 1000 as divisor, sum_ngm3 % (stations * 1000) as remainder
    from sums
    where stations > 0
),

wholes as (
    select
        area, observed_at, hour_of_day, stations, sum_ngm3, divisor, remainder,
        cast((sum_ngm3 - remainder) / (divisor * 1.0e0) as bigint) as whole
    from parts
)

select
    area, observed_at, hour_of_day, stations, sum_ngm3,
    (whole + case when 2 * remainder > divisor or 2 * remainder = divisor and whole % 2 = 1 then 1 else 0 end) * 1.0e0 as pm25_ugm3
from wholes
