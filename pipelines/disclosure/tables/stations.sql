-- One row per station in service whose readings are published; its place only where the city has a map approval number.
select
    stations.station_id,
    stations.name,
    stations.level,
    stations.district,
    stations.township,
    case when asked.has_map and stations.place_quality = 'ok' then stations.lon end as lon,
    case when asked.has_map and stations.place_quality = 'ok' then stations.lat end as lat
from stations
inner join asked_levels on stations.level = asked_levels.level
cross join asked
cross join run_moment
where coalesce(stations.active_from, run_moment.as_of_on) <= run_moment.as_of_on
    and coalesce(stations.active_to, run_moment.as_of_on) >= run_moment.as_of_on
order by asked_levels.sort_no, stations.name, stations.station_id
