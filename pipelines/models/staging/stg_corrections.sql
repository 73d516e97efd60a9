-- One row per corrected cell: the last accepted correction of it.
with ranked as (
    select
        correction_id, c.table as table_name, c.key as row_key, c.column as column_name, c.old as old_text, c.new as new_text,
        reason, c.by as corrected_by, c.at as corrected_at,
        row_number() over (
            partition by c.table, c.key, c.column
            order by c.at desc nulls last, source_received_at desc nulls last, source_file desc nulls last,
                source_line desc nulls last, correction_id asc nulls last
        ) as version_no
    from raw_corrections as c
)

select
    correction_id, table_name, row_key, column_name, old_text, new_text, reason, corrected_by, corrected_at
from ranked
where version_no = 1
