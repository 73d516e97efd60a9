-- One row per delivered state of one enterprise in one list: what the register said of its grade, permit and flags, and when.
-- known_on: the day the file came; null for the first delivery, whose facts may be older than the file.
with delivered as (
    select
        concat(source_feed, ':', enterprise_id) as source_key, grade, graded_on, permit_no, permit_category, permit_valid_to,
        is_key_unit, has_cems, has_power_meter, has_video, status, source_file, source_line, source_received_at,
        row_number() over (
            partition by source_feed, enterprise_id
            order by source_received_at asc nulls first, source_file asc nulls first, source_line asc nulls first
        ) as version_no
    from raw_enterprises
)

select
    source_key, cast(version_no as bigint) as version_no, grade, graded_on, permit_no, permit_category, permit_valid_to,
    is_key_unit, has_cems, has_power_meter, has_video, status, source_file, source_line,
    case when version_no > 1 then cast(source_received_at as date) end as known_on
from delivered
