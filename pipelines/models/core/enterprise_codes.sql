-- One row per code by which any list names an enterprise (its own code, else its source key), with the enterprise it belongs to.
-- Where two lists use one code for two enterprises, the earlier list's meaning holds.
with codes as (
    select e.enterprise_id as code, l.enterprise_id, l.feed_rank, e.source_key
    from stg_enterprises as e
    join enterprise_links as l on l.source_key = e.source_key
    union all
    select e.source_key as code, l.enterprise_id, l.feed_rank, e.source_key
    from stg_enterprises as e
    join enterprise_links as l on l.source_key = e.source_key
),

ranked as (
    select
        code, enterprise_id,
        row_number() over (partition by code order by feed_rank nulls last, source_key nulls last) as meaning_no
    from codes
)

select code, enterprise_id
from ranked
where meaning_no = 1
