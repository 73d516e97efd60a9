-- One row per monitoring station that has a place: only what distance joins need.
select s.station_id, s.level, p.x_m, p.y_m, p.convergence_deg
from stg_stations as s
join site_places as p on p.kind = 'station' and p.source_key = s.station_id
where p.x_m is not null and p.y_m is not null
