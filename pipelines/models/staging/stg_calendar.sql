-- One row per day; a later file replaces an earlier one.
with versions as (
    select
        day_on,
        is_workday,
        holiday,
        row_number() over (
            partition by day_on
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_calendar
)

select
    day_on,
    is_workday,
    holiday
from versions
where version_no = 1
