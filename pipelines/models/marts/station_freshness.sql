-- One row per station that should still report: its latest hour and how late it is at the build's moment.
with latest as (
  select
    station_id,
    max(observed_at) as latest_observed_at
  from station_hours
  where
    pm25_ngm3 is not null or pm10_ngm3 is not null or so2_ngm3 is not null
    or no2_ngm3 is not null or o3_ngm3 is not null or co_ugm3 is not null
  group by station_id
),

newest as (
  select max(latest_observed_at) as newest_observed_at from latest
),

numbered as (
  select
    l.station_id,
    l.latest_observed_at,
    n.newest_observed_at,
    extract(year from n.newest_observed_at) - 1.0 as newest_y,
    extract(doy from n.newest_observed_at) as newest_doy,
    extract(year from l.latest_observed_at) - 1.0 as latest_y,
    extract(doy from l.latest_observed_at) as latest_doy
  from latest as l
  cross join newest as n
)

select
  s.station_id,
  s.name,
  s.level,
  d.latest_observed_at,
  (
    (365.0 * d.newest_y + floor(d.newest_y / 4.0) - floor(d.newest_y / 100.0) + floor(d.newest_y / 400.0) + d.newest_doy)
    - (365.0 * d.latest_y + floor(d.latest_y / 4.0) - floor(d.latest_y / 100.0) + floor(d.latest_y / 400.0) + d.latest_doy)
  ) * 24.0 + extract(hour from d.newest_observed_at) - extract(hour from d.latest_observed_at) as hours_late,
  d.latest_observed_at < d.newest_observed_at as is_late
from stations as s
inner join numbered as d on d.station_id = s.station_id
cross join run_moment as r
where s.active_to is null or s.active_to >= r.as_of_on
