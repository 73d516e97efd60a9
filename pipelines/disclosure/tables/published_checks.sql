-- One row per finished double-random check whose outcome has a public word: nothing planned, nothing without an outcome, no other kind.
select distinct
    e.name,
    i.visited_on as checked_on,
    '双随机抽查' as kind,
    i.agency,
    o.public_zh as result_zh,
    o.public_en as result_en
from stg_inspections as i
inner join enterprise_codes as c on i.enterprise_id = c.code
inner join enterprises as e on c.enterprise_id = e.enterprise_id
inner join rule_disclosure_outcomes as o on i.outcome = o.outcome
cross join run_moment as m
cross join asked
where i.is_random and i.visited_at <= m.as_of_at
    and i.visited_on >= m.as_of_on - cast(asked.check_days as integer)
    and i.visited_on between o.valid_from and coalesce(o.valid_to, date '9999-12-31')
    and e.name is not null
order by checked_on desc, e.name, i.agency, result_zh
