-- One row per rule that shaped this file: its value, the text it comes from and how far that is certain.
with rules as (
    select r.title_zh, r.title_en, coalesce(r.words, cast(cast(r.value as bigint) as varchar)) as value, r.clause, r.status, 1 as part, r.rule_id as key
    from rule_disclosure_rules as r
    cross join run_moment as m
    where m.as_of_on between r.valid_from and coalesce(r.valid_to, date '9999-12-31') and r.rule_id <> 'station_levels'
    union all
    select s.title_zh, s.title_en, s.standard_id as value, s.clause, s.status, 0 as part, s.standard_id as key
    from rule_aqi_standards as s
    cross join run_moment as m
    where m.as_of_on between s.valid_from and coalesce(s.valid_to, date '9999-12-31')
)

select
    row_number() over (order by part, key) as sort_no,
    title_zh,
    title_en,
    value,
    clause,
    status
from rules
order by sort_no
