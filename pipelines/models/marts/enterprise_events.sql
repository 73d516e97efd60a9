-- One row per enterprise and dated fact, whatever its kind: supervision, own data, complaints. No points, no thresholds but the
-- radius within which a complaint may concern an enterprise (rule_complaint_rules, repeat).
-- complaint_named: the complaint names the enterprise; complaint_near: it does not, but the enterprise is its first candidate close by.
-- Repeat complaints stand with every enterprise within the radius; the other candidates are in complaint_enterprises.
with radius as (
    select max(radius_m) as radius_m
    from rule_complaint_rules
    cross join run_moment
    where rule_id = 'repeat' and valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
),

named as (
    select complaints.complaint_id, enterprises.enterprise_id
    from complaints
    join enterprises on enterprises.name = trim(complaints.object_name)
),

linked as (
    select
        complaint_enterprises.enterprise_id, complaints.complaint_id, cast(complaints.received_at as date) as received_on,
        complaints.is_verified, complaints.is_repeat, complaint_enterprises.distance_m, complaint_enterprises.rank_no,
        named.complaint_id is not null as is_named, complaint_enterprises.distance_m <= radius.radius_m as is_near,
        concat(
            cast(cast(complaints.received_at as date) as string), ' 信访举报',
            coalesce('（' || complaints.category || '）', ''), '，相距 ',
            cast(cast(floor(complaint_enterprises.distance_m + 0.5e0) as bigint) as string), ' 米'
        ) as evidence
    from complaint_enterprises
    join complaints on complaints.complaint_id = complaint_enterprises.complaint_id
    cross join radius
    left join named
        on named.complaint_id = complaint_enterprises.complaint_id and named.enterprise_id = complaint_enterprises.enterprise_id
    where named.complaint_id is not null
        or complaint_enterprises.distance_m <= radius.radius_m and (complaint_enterprises.rank_no = 1 or complaints.is_repeat)
)

select enterprise_id, kind, occurred_on, quantity, source_table, source_key, source_file, source_line, evidence
from supervision_events
union all
select enterprise_id, kind, occurred_on, quantity, source_table, source_key, cast(null as string), cast(null as bigint), evidence
from monitoring_events
union all
select
    enterprise_id, case when is_named then 'complaint_named' else 'complaint_near' end, received_on, distance_m, 'complaints', complaint_id,
    cast(null as string), cast(null as bigint), concat(evidence, case when is_named then '，写明该企业' else '' end)
from linked
where is_named or rank_no = 1
union all
select
    enterprise_id, case when is_named then 'complaint_verified' else 'complaint_verified_near' end, received_on, distance_m, 'complaints',
    complaint_id, cast(null as string), cast(null as bigint), concat(evidence, '，查实')
from linked
where is_verified and (is_named or rank_no = 1)
union all
select
    enterprise_id, 'complaint_repeat', received_on, distance_m, 'complaints', complaint_id,
    cast(null as string), cast(null as bigint), concat(evidence, '，重复件')
from linked
where is_repeat and is_near
