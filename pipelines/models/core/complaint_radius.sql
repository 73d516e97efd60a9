-- One row: the radius within which a complaint may concern an enterprise, by the rule in force at the build's moment (repeat).
select max(radius_m) as radius_m
from rule_complaint_rules
cross join run_moment
where rule_id = 'repeat' and valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
