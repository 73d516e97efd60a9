-- One row per station; a later file replaces an earlier one.
with versions as (
    select
        station_id,
        name,
        level,
        city_name,
        district,
        lon,
        lat,
        datum,
        active_from,
        active_to,
        source_feed,
        source_datum,
        row_number() over (
            partition by station_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_stations
)

select
    station_id,
    name,
    level,
    city_name,
    district,
    lon,
    lat,
    datum,
    active_from,
    active_to,
    source_feed,
    source_datum
from versions
where version_no = 1
