-- One row per enforcement case: the latest delivered version.
with versions as (
    select
        case_id, enterprise_id, opened_on, decided_on, kind, fine_cny, clause, source_feed, source_file, source_line,
        row_number() over (
            partition by case_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_cases
)

select
    case_id, enterprise_id, opened_on, decided_on, kind, fine_cny, clause, source_feed, source_file, source_line
from versions
where version_no = 1
