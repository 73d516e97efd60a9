-- One row per enterprise that has a place: only what distance joins need, so that a new phone number does not redo them.
-- Of several rows of one enterprise the best place wins, then the earlier list.
with placed as (
    select
        l.enterprise_id, e.source_type, p.x_m, p.y_m,
        row_number() over (
            partition by l.enterprise_id
            order by
                case p.place_quality when 'ok' then 1 when 'duplicate' then 2 when 'suspected_datum' then 3 else 4 end nulls last,
                l.rank_no nulls last
        ) as place_no
    from enterprise_links as l
    join stg_enterprises as e on e.source_key = l.source_key
    join site_places as p on p.kind = 'enterprise' and p.source_key = l.source_key
    where p.x_m is not null and p.y_m is not null
),

types as (
    select l.enterprise_id, coalesce(max(case when l.rank_no = 1 then e.source_type end), min(e.source_type)) as source_type
    from enterprise_links as l
    join stg_enterprises as e on e.source_key = l.source_key
    group by l.enterprise_id
)

select p.enterprise_id, p.x_m, p.y_m, t.source_type
from placed as p
join types as t on t.enterprise_id = p.enterprise_id
where p.place_no = 1
