-- One row per area, indicator and period; a later file replaces an earlier one.
with versions as (
    select
        area,
        indicator,
        period,
        value,
        document,
        row_number() over (
            partition by area, indicator, period
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_targets
)

select
    area,
    indicator,
    period,
    value,
    document
from versions
where version_no = 1
