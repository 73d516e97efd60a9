-- A profile of the composite index without six pollutants, or whose limits are not whole numbers above zero.
select profile_id, count(*) as term_count, min(limit_value) as least_limit
from rule_index_profiles
group by profile_id
having count(*) <> 6 or min(limit_value) <= 0
