-- One row per enterprise that is on the positive list at the build's moment: days pass, the list seldom changes.
select c.enterprise_id, count(*) as listing_count
from stg_positive_list as t
join enterprise_codes as c on c.code = t.enterprise_id
cross join run_moment as m
where t.listed_on <= m.as_of_on and (t.valid_to is null or t.valid_to >= m.as_of_on)
    and (t.removed_on is null or t.removed_on > m.as_of_on)
group by c.enterprise_id
