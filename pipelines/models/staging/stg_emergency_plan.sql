-- One row per enterprise, line and alert level: the latest delivered version.
with versions as (
    select
        enterprise_id, line, level, measure, target_share, stop_from, source_feed, source_file, source_line,
        row_number() over (
            partition by enterprise_id, line, level
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_emergency_plan
)

select
    enterprise_id, line, level, measure, target_share, stop_from, source_feed, source_file, source_line
from versions
where version_no = 1
