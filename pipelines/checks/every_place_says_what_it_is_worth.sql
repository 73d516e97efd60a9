-- A place is good, doubtful or missing in one of five words; a good one lies in the city's box and has metres, a missing one has nothing.
select p.kind, p.source_key, p.place_quality, p.lon, p.lat, p.x_m, p.y_m
from places as p
cross join run_city as c
where p.place_quality is null
    or p.place_quality not in ('ok', 'suspected_datum', 'outside_city', 'duplicate', 'missing')
    or (p.place_quality = 'missing' and (p.lon is not null or p.lat is not null or p.x_m is not null or p.y_m is not null))
    or (
        p.place_quality in ('ok', 'suspected_datum', 'duplicate')
        and (p.x_m is null or p.y_m is null or p.lon is null or p.lat is null
            or p.lon < c.west_deg or p.lon > c.east_deg or p.lat < c.south_deg or p.lat > c.north_deg)
    )
    or (p.place_quality <> 'ok' and p.place_note is null)
