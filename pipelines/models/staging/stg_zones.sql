-- One row per custom zone polygon: the latest delivered version, geometry as delivered GeoJSON.
with ranked as (
    select
        zone_id, station_id, name, measures, geometry, source_feed, source_file, source_sheet, source_line, source_received_at, source_datum,
        row_number() over (
            partition by zone_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_zones
)

select
    zone_id, station_id, name, measures, geometry, source_feed, source_file, source_sheet, source_line, source_received_at, source_datum
from ranked
where version_no = 1
