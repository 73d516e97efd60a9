-- One row per power meter: the latest delivered version.
with versions as (
    select
        meter_id, enterprise_id, line, side, rated_kw, source_feed, source_file, source_line,
        row_number() over (
            partition by meter_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_meters
)

select
    meter_id, enterprise_id, line, side, source_feed, source_file, source_line,
    cast(floor(rated_kw * 1000.0e0 + 0.5e0) as bigint) as rated_w
from versions
where version_no = 1
