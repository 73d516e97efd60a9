-- One row per met station: the latest delivered version.
with ranked as (
    select
        met_id, name, lon, lat, datum, source_feed, source_file, source_sheet, source_line, source_received_at, source_datum,
        row_number() over (
            partition by met_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_met_stations
)

select
    met_id, name, lon, lat, datum, source_feed, source_file, source_sheet, source_line, source_received_at, source_datum
from ranked
where version_no = 1
