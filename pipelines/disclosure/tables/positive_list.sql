-- One row per company and listing in force: what the public notice of the positive list says, and no more.
select
    e.name,
    l.category,
    c.title_zh as category_zh,
    c.title_en as category_en,
    l.batch,
    l.listed_on,
    l.valid_to,
    c.clause,
    c.status
from positive_listings as l
inner join enterprises as e on l.enterprise_id = e.enterprise_id
cross join run_moment as m
left join rule_positive_list_categories as c
    on l.category = c.category and m.as_of_on between c.valid_from and coalesce(c.valid_to, date '9999-12-31')
where l.is_in_force and l.listed_on <= m.as_of_on and e.name is not null
order by l.listed_on desc, e.name, l.category
