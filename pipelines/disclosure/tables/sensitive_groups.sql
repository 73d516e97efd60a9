-- One row per pollutant: who should take more care.
select
    p.label as pollutant,
    g.groups_zh,
    g.groups_en
from rule_aqi_sensitive_groups as g
cross join run_moment as m
inner join rule_pollutants as p on g.pollutant = p.pollutant and m.as_of_on between p.valid_from and coalesce(p.valid_to, date '9999-12-31')
where m.as_of_on between g.valid_from and coalesce(g.valid_to, date '9999-12-31')
order by p.sort_no
