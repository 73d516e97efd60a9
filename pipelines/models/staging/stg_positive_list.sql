-- One row per listing of an enterprise in one batch: the latest delivered version.
with versions as (
    select
        enterprise_id, batch, category, listed_on, valid_to, removed_on, reason, source_feed, source_file, source_line,
        row_number() over (
            partition by enterprise_id, batch
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_positive_list
)

select
    enterprise_id, batch, category, listed_on, valid_to, removed_on, reason, source_feed, source_file, source_line
from versions
where version_no = 1
