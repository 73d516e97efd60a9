-- One row per officer: the latest delivered version.
with versions as (
    select
        licence, name, valid_to, unit, team, skills, on_leave, avoids, source_feed, source_file, source_line,
        row_number() over (
            partition by licence
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_officers
)

select
    licence, name, valid_to, unit, team, skills, on_leave, avoids, source_feed, source_file, source_line
from versions
where version_no = 1
