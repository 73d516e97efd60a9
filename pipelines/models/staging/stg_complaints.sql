-- One row per complaint code: the latest delivered version.
with ranked as (
    select
        complaint_id, received_at, channel, category, content, address, district, object_name, lon, lat, datum, status, closed_on,
        is_verified, reporter_key, month_id, source_feed, source_file, source_sheet, source_line, source_received_at, source_datum,
        row_number() over (
            partition by complaint_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_complaints
)

select
    complaint_id, received_at, channel, category, content, address, district, object_name, lon, lat, datum, status, closed_on,
    is_verified, reporter_key, month_id, source_feed, source_file, source_sheet, source_line, source_received_at, source_datum
from ranked
where version_no = 1
