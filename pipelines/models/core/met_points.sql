-- One row per met station that has a place: only what the wind joins need, so that other places do not redo them.
select source_key as met_id, x_m, y_m
from site_places
where kind = 'met_station' and x_m is not null and y_m is not null
