-- One row per code by which a list may name an enterprise: its canonical enterprise_id.
-- A code that two lists give to different enterprises counts only where it is an enterprise's own id; otherwise it names nobody.
with spoken as (
    select enterprise_links.enterprise_id as code, enterprise_links.enterprise_id, 1 as priority
    from enterprise_links
    union all
    select stg_enterprises.enterprise_id as code, enterprise_links.enterprise_id, 2 as priority
    from enterprise_links
    join stg_enterprises on stg_enterprises.source_key = enterprise_links.source_key
    union all
    select stg_enterprises.source_key as code, enterprise_links.enterprise_id, 2 as priority
    from enterprise_links
    join stg_enterprises on stg_enterprises.source_key = enterprise_links.source_key
    union all
    select stg_enterprises.uscc as code, enterprise_links.enterprise_id, 3 as priority
    from enterprise_links
    join stg_enterprises on stg_enterprises.source_key = enterprise_links.source_key
    where stg_enterprises.uscc is not null
),

meanings as (
    select code, priority, min(enterprise_id) as enterprise_id, count(distinct enterprise_id) as meanings
    from spoken
    group by code, priority
),

ranked as (
    select code, enterprise_id, meanings, row_number() over (partition by code order by priority asc nulls last) as choice
    from meanings
)

select code, enterprise_id
from ranked
where choice = 1 and meanings = 1
