-- One row per monitoring station, with its nearest met station whatever the distance.
-- Both tables are small: a plain cross product, no grid.
with station_places as (
    select source_key, lon, lat, x_m, y_m, place_quality, place_note, district_code, district, township_code, township
    from site_places
    where kind = 'station'
),

pairs as (
    select
        s.source_key as station_id, m.source_key as met_id,
        sqrt((m.x_m - s.x_m) * (m.x_m - s.x_m) + (m.y_m - s.y_m) * (m.y_m - s.y_m)) as met_distance_m
    from station_places as s
    cross join site_places as m
    where m.kind = 'met_station' and m.x_m is not null and s.x_m is not null
),

nearest as (
    select
        station_id, met_id, met_distance_m,
        row_number() over (partition by station_id order by met_distance_m nulls last, met_id nulls last) as met_no
    from pairs
)

select
    s.station_id, s.name, s.level, p.district_code, coalesce(p.district, s.district) as district, p.township_code, p.township,
    p.lon, p.lat, p.x_m, p.y_m, p.place_quality, p.place_note, n.met_id, n.met_distance_m, s.active_from, s.active_to
from stg_stations as s
join station_places as p on p.source_key = s.station_id
left join nearest as n on n.station_id = s.station_id and n.met_no = 1
