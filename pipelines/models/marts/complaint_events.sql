-- One row per enterprise and complaint that counts as a fact about it, by kind. No points, no thresholds but complaint_radius.
-- complaint_named: the complaint names the enterprise; complaint_near: it does not, but the enterprise is its first candidate close by.
-- Repeat complaints stand with every enterprise within the radius; the other candidates are in complaint_enterprises.
with asked as (
    select
        c.complaint_id, c.month_id, cast(c.received_at as date) as received_on, c.category, trim(c.object_name) as object_name,
        c.is_verified, c.is_repeat
    from complaints as c
    join run_months as n on n.month_id = c.month_id
),

named as (
    select asked.complaint_id, enterprises.enterprise_id
    from asked
    join enterprises on enterprises.name = asked.object_name
),

linked as (
    select
        p.enterprise_id, asked.complaint_id, asked.month_id, asked.received_on, asked.is_verified, asked.is_repeat,
        p.distance_m, p.rank_no, named.complaint_id is not null as is_named, p.distance_m <= radius.radius_m as is_near,
        concat(
            cast(asked.received_on as string), ' 信访举报', coalesce('（' || asked.category || '）', ''), '，相距 ',
            cast(cast(floor(p.distance_m + 0.5e0) as bigint) as string), ' 米'
        ) as evidence
    from complaint_enterprises as p
    join asked on asked.complaint_id = p.complaint_id and asked.month_id = p.month_id
    cross join complaint_radius as radius
    left join named on named.complaint_id = p.complaint_id and named.enterprise_id = p.enterprise_id
    where named.complaint_id is not null
        or p.distance_m <= radius.radius_m and (p.rank_no = 1 or asked.is_repeat)
)

select
    enterprise_id, case when is_named then 'complaint_named' else 'complaint_near' end as kind, received_on as occurred_on,
    distance_m as quantity, 'complaints' as source_table, complaint_id as source_key,
    concat(evidence, case when is_named then '，写明该企业' else '' end) as evidence, month_id
from linked
where is_named or rank_no = 1
union all
select
    enterprise_id, case when is_named then 'complaint_verified' else 'complaint_verified_near' end, received_on, distance_m, 'complaints',
    complaint_id, concat(evidence, '，查实'), month_id
from linked
where is_verified and (is_named or rank_no = 1)
union all
select enterprise_id, 'complaint_repeat', received_on, distance_m, 'complaints', complaint_id, concat(evidence, '，重复件'), month_id
from linked
where is_repeat and is_near
