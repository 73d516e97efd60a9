-- Every delivered enterprise row belongs to one enterprise; a merged row names the rule and the row it was merged with.
with linked as (
    select
        e.source_key, l.enterprise_id, l.rule, l.linked_to, t.enterprise_id as linked_enterprise_id,
        count(l.source_key) over (partition by e.source_key) as link_count
    from stg_enterprises as e
    left join enterprise_links as l on l.source_key = e.source_key
    left join enterprise_links as t on t.source_key = l.linked_to
)

select source_key, enterprise_id, rule, linked_to, link_count
from linked
where link_count <> 1
    or rule not in ('self', 'uscc', 'name_and_distance', 'correction')
    or (rule in ('uscc', 'name_and_distance') and (linked_enterprise_id is null or linked_enterprise_id <> enterprise_id))
