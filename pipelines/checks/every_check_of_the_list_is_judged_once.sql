-- One verdict per enterprise and part of a rule, and none without an observation.
select enterprise_id, rule_id, part, count(*) as verdicts
from positive_list_checks
group by enterprise_id, rule_id, part
having count(*) > 1 or max(case when is_met is not null and observed is null then 1 else 0 end) = 1
