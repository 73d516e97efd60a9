-- One row per level of the index: range, word, colour, health effects and advice, with the text they come from.
select
    v.level_code,
    v.aqi_from,
    v.aqi_to,
    v.level_zh,
    v.category_zh,
    v.category_en,
    v.hex,
    v.text_tone,
    a.health_zh,
    a.advice_zh,
    a.health_en,
    a.advice_en,
    a.clause,
    a.status
from rule_aqi_levels as v
cross join run_moment as m
left join rule_aqi_advice as a
    on v.level_code = a.level_code and m.as_of_on between a.valid_from and coalesce(a.valid_to, date '9999-12-31')
where m.as_of_on between v.valid_from and coalesce(v.valid_to, date '9999-12-31')
order by v.level_code
