-- One row per responsible body: the latest delivered version.
with ranked as (
    select
        org_id, name, kind, district, contact, source_feed, source_file, source_sheet, source_line, source_received_at,
        row_number() over (
            partition by org_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_organisations
)

select
    org_id, name, kind, district, contact, source_feed, source_file, source_sheet, source_line, source_received_at
from ranked
where version_no = 1
