-- One row per accepted correction of something published here: the public words before and after; no reason, no person.
with fields as (
    select c.table_name, c.row_key, c.column_name, c.old_text, c.new_text, cast(c.corrected_at as date) as corrected_on
    from stg_corrections as c
    cross join run_moment as m
    where c.corrected_at <= m.as_of_at
)

select
    'published_checks' as table_name,
    e.name,
    '结果' as field,
    coalesce(was.public_zh, '未公布') as old_text,
    coalesce(became.public_zh, '未公布') as new_text,
    f.corrected_on
from fields as f
inner join stg_inspections as i on f.row_key = i.visit_id and i.is_random
inner join enterprise_codes as c on i.enterprise_id = c.code
inner join enterprises as e on c.enterprise_id = e.enterprise_id
cross join run_moment as m
cross join asked
left join rule_disclosure_outcomes as was on f.old_text = was.outcome
left join rule_disclosure_outcomes as became on f.new_text = became.outcome
where f.table_name = 'inspections' and f.column_name = 'outcome'
    and i.visited_on >= m.as_of_on - cast(asked.check_days as integer) and i.visited_at <= m.as_of_at
    and coalesce(was.public_zh, '') <> coalesce(became.public_zh, '')
order by f.corrected_on desc, e.name, old_text, new_text
