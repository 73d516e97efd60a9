-- A candidate's total is the sum of its points by reason, at most 100, and every candidate left out names the rule.
select patrol_candidates.enterprise_id, patrol_candidates.total, summed.points
from patrol_candidates
left join (
    select enterprise_id, sum(points) as points from candidate_points group by enterprise_id
) as summed on summed.enterprise_id = patrol_candidates.enterprise_id
where summed.points is null or patrol_candidates.total > 100
    or abs(patrol_candidates.total - least(100.0e0, summed.points)) > 0.051e0
    or patrol_candidates.is_excluded and patrol_candidates.exclusion_rule_id is null
