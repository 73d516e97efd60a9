-- One row per enterprise and fact on where the positive list's categories and excluded industries place it.
-- A rule lists industries by the first two, three or four digits of GB/T 4754.
with coded as (
    select
        enterprises.enterprise_id, enterprises.source_type, enterprises.industry_code, enterprises.has_cems,
        case when substring(enterprises.industry_code, 1, 1) >= 'A' then substring(enterprises.industry_code, 2, 4)
            else substring(enterprises.industry_code, 1, 4) end as code,
        coalesce(register_facts.observed, 0.0e0) as grade_rank
    from enterprises
    left join register_facts on register_facts.enterprise_id = enterprises.enterprise_id and register_facts.fact_key = 'grade_rank'
),

categories as (
    select distinct category, title_zh, '；' || source_types || '；' as source_types,
        '；' || industry_prefixes || '；' as prefixes, fact
    from rule_positive_list_categories
    cross join run_moment
    where valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
),

placed as (
    select coded.enterprise_id, categories.category, categories.title_zh
    from coded
    join categories on instr(categories.source_types, '；' || coded.source_type || '；') > 0
        or instr(categories.prefixes, '；' || substring(coded.code, 1, 2) || '；') > 0
        or instr(categories.prefixes, '；' || substring(coded.code, 1, 3) || '；') > 0
        or instr(categories.prefixes, '；' || coded.code || '；') > 0
        or categories.fact = 'has_cems' and coded.has_cems
        or categories.fact = 'grade_rank_5' and coded.grade_rank >= 5
),

excluded as (
    select distinct '；' || threshold_text || '；' as prefixes
    from rule_positive_list_rules
    cross join run_moment
    where fact = 'excluded_industry_count' and valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
)

select
    enterprise_id, 'category_count' as fact_key, cast(count(*) as double) as observed, min(category) as observed_text,
    concat('属于 ', min(concat(category, ' ', title_zh)),
        case when count(*) > 1 then concat(' 等 ', cast(count(*) as string), ' 类') else '' end) as evidence
from placed
group by enterprise_id
union all
select
    coded.enterprise_id, 'excluded_industry_count',
    cast(max(case when instr(excluded.prefixes, '；' || substring(coded.code, 1, 2) || '；') > 0
        or instr(excluded.prefixes, '；' || substring(coded.code, 1, 3) || '；') > 0
        or instr(excluded.prefixes, '；' || coded.code || '；') > 0 then 1 else 0 end) as double),
    max(coded.industry_code), concat('行业代码 ', max(coded.industry_code))
from coded
cross join excluded
where coded.code is not null and coded.code <> ''
group by coded.enterprise_id
