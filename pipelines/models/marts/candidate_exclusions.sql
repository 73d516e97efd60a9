-- One row per enterprise and exclusion rule that is met; overridden where recorded evidence of a listed kind speaks for a visit.
with overrides as (
    select
        enterprise_id, overrides_rule_id, rule_id, title_zh, evidence, observed_on, source_table, source_key,
        row_number() over (
            partition by enterprise_id, overrides_rule_id order by observed_on desc nulls last, rule_id asc nulls last
        ) as place
    from candidate_verdicts
    where rule_kind = 'exclusion' and effect = 'override'
)

select
    candidate_verdicts.enterprise_id,
    candidate_verdicts.rule_id,
    candidate_verdicts.title_zh,
    candidate_verdicts.fact_key,
    candidate_verdicts.observed,
    candidate_verdicts.threshold,
    candidate_verdicts.observed_on,
    candidate_verdicts.evidence,
    candidate_verdicts.source_table,
    candidate_verdicts.source_key,
    candidate_verdicts.clause,
    candidate_verdicts.status,
    overrides.rule_id is null as is_standing,
    overrides.rule_id as override_rule_id,
    overrides.title_zh as override_title_zh,
    overrides.evidence as override_evidence,
    overrides.source_table as override_source_table,
    overrides.source_key as override_source_key
from candidate_verdicts
left join overrides
    on overrides.enterprise_id = candidate_verdicts.enterprise_id
    and overrides.overrides_rule_id = candidate_verdicts.rule_id and overrides.place = 1
where candidate_verdicts.rule_kind = 'exclusion' and candidate_verdicts.effect = 'exclude'
