-- One row per enterprise and rule that is met: what excludes it, what overrides an exclusion, what converts off-site into on-site.
with rules as (
    select 'exclusion' as rule_kind, rule_id, kind as effect, overrides_rule_id, title_zh, fact, comparator, threshold,
        cast(coalesce(window_days, 0) as bigint) as window_days, cast(null as double) as within_hours, clause, status, valid_from, valid_to
    from rule_exclusion_rules
    union all
    select 'conversion', rule_id, basis, cast(null as string), title_zh, fact, comparator, threshold,
        cast(coalesce(window_days, 0) as bigint), cast(within_hours as double), clause, status, valid_from, valid_to
    from rule_conversion_rules
)

select
    candidate_facts.enterprise_id, rules.rule_kind, rules.rule_id, rules.effect, rules.overrides_rule_id, rules.title_zh,
    rules.fact as fact_key, candidate_facts.observed, rules.threshold, candidate_facts.observed_on, candidate_facts.evidence,
    candidate_facts.source_table, candidate_facts.source_key, candidate_facts.source_file, candidate_facts.source_line,
    rules.within_hours, rules.clause, rules.status
from candidate_facts
cross join run_moment
join rules on rules.fact = candidate_facts.fact_key
    and coalesce(candidate_facts.window_days, rules.window_days) = rules.window_days
where rules.valid_from <= run_moment.as_of_on and coalesce(rules.valid_to >= run_moment.as_of_on, true)
    and (rules.comparator = '>=' and candidate_facts.observed >= rules.threshold
        or rules.comparator = '>' and candidate_facts.observed > rules.threshold
        or rules.comparator = '<=' and candidate_facts.observed <= rules.threshold
        or rules.comparator = '<' and candidate_facts.observed < rules.threshold
        or rules.comparator = '=' and candidate_facts.observed = rules.threshold)
