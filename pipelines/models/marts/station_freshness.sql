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
    n.newest_observed_at
  from latest as l
  cross join newest as n
)

select
  s.station_id,
  s.name,
  s.level,
  d.latest_observed_at,
  cast(cast(d.newest_observed_at as date) - cast(d.latest_observed_at as date) as bigint) * 24.0e0
    + extract(hour from d.newest_observed_at) - extract(hour from d.latest_observed_at) as hours_late,
  d.latest_observed_at < d.newest_observed_at as is_late
from stations as s
inner join numbered as d on d.station_id = s.station_id
cross join run_moment as r
where s.active_to is null or s.active_to >= r.as_of_on
