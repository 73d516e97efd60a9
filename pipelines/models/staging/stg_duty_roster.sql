-- One row per day of duty: the latest delivered version.
with versions as (
    select
        on_duty_on, leader, staff, source_feed, source_file, source_line,
        row_number() over (
            partition by on_duty_on
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_duty_roster
)

select
    on_duty_on, leader, staff, source_feed, source_file, source_line
from versions
where version_no = 1
