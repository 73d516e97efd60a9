-- One row per station that should still report: its latest value and how late it is against the newest of its kind.
-- `judged_by` day: the station delivers daily values only. It is asked for the newest day that is over, as the other daily stations
-- deliver it or the hours of the network have passed it; its latest moment is that day's end.
with latest_hours as (
  select
    station_id,
    max(observed_at) as latest_observed_at
  from station_hours
  where
    pm25_ngm3 is not null or pm10_ngm3 is not null or so2_ngm3 is not null
    or no2_ngm3 is not null or o3_ngm3 is not null or co_ugm3 is not null
  group by station_id
),

latest_days as (
  select
    d.station_id,
    cast(max(d.observed_on) + interval 1 day as timestamp) as latest_observed_at
  from delivered_days as d
  left join latest_hours as h on d.station_id = h.station_id
  where
    h.station_id is null and d.basis = 'raw'
    and (
      d.pm25_ngm3 is not null or d.pm10_ngm3 is not null or d.so2_ngm3 is not null
      or d.no2_ngm3 is not null or d.o3_8h_max_ngm3 is not null or d.co_ugm3 is not null
    )
  group by d.station_id
),

newest as (
  select
    h.newest_observed_at as newest_hour_at,
    case
      when d.newest_observed_at is null or cast(h.newest_observed_at as date) > cast(d.newest_observed_at as date)
        then cast(cast(h.newest_observed_at as date) as timestamp)
      else d.newest_observed_at
    end as newest_day_at
  from (select max(latest_observed_at) as newest_observed_at from latest_hours) as h
  cross join (select max(latest_observed_at) as newest_observed_at from latest_days) as d
),

judged as (
  select l.station_id, 'hour' as judged_by, l.latest_observed_at, n.newest_hour_at as newest_observed_at
  from latest_hours as l
  cross join newest as n
  union all
  select l.station_id, 'day' as judged_by, l.latest_observed_at, n.newest_day_at as newest_observed_at
  from latest_days as l
  cross join newest as n
)

select
  s.station_id,
  s.name,
  s.level,
  d.judged_by,
  d.latest_observed_at,
  cast(cast(d.newest_observed_at as date) - cast(d.latest_observed_at as date) as bigint) * 24.0e0
    + extract(hour from d.newest_observed_at) - extract(hour from d.latest_observed_at) as hours_late,
  d.latest_observed_at < d.newest_observed_at as is_late
from stations as s
inner join judged as d on d.station_id = s.station_id
cross join run_moment as r
where s.active_to is null or s.active_to >= r.as_of_on
