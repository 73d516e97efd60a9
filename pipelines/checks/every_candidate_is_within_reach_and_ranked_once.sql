-- A candidate beyond the rule's radius, ranked beyond the rule's number, or sharing its rank with another.
with candidates as (
    select c.complaint_id, c.enterprise_id, c.distance_m, c.rank_no
    from complaint_enterprises as c
    join run_months as n on n.month_id = c.month_id
)

select c.complaint_id, c.enterprise_id, c.distance_m, c.rank_no
from candidates as c
join complaint_points as p on p.complaint_id = c.complaint_id
join rule_complaint_rules as r
    on r.rule_id = 'candidates'
    and cast(p.received_at as date) >= r.valid_from and (r.valid_to is null or cast(p.received_at as date) <= r.valid_to)
where c.distance_m > r.radius_m or c.rank_no > r.max_rank
union all
select complaint_id, min(enterprise_id) as enterprise_id, min(distance_m) as distance_m, rank_no
from candidates
group by complaint_id, rank_no
having count(*) > 1
