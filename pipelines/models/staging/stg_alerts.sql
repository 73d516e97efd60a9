-- One row per alert: its level and its first hour; a later file replaces an earlier one.
with versions as (
    select
        level,
        starts_at,
        ends_at,
        document,
        row_number() over (
            partition by level, starts_at
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_alerts
)

select
    level,
    starts_at,
    ends_at,
    document
from versions
where version_no = 1
