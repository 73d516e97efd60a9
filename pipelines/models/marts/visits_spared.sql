-- One row per enterprise of the bureau's own that is spared a visit today, and why: its data are checked off site instead, it is on
-- the positive list, or its yearly frequency is used up. Counts what the mart knows; the ledger knows what was really saved.
with spared_by_rule as (
    select
        enterprise_id, fact_key, rule_id, title_zh, evidence, clause, status,
        row_number() over (
            partition by enterprise_id
            order by case fact_key when 'is_on_positive_list' then 1 else 2 end asc nulls last, rule_id asc nulls last
        ) as place
    from candidate_exclusions
    where is_standing and fact_key in ('is_on_positive_list', 'frequency_left')
)

select
    patrol_candidates.enterprise_id, patrol_candidates.name, patrol_candidates.district, patrol_candidates.township,
    case when spared_by_rule.fact_key = 'is_on_positive_list' then 'positive_list'
        when spared_by_rule.fact_key = 'frequency_left' then 'frequency'
        else 'off_site' end as spared_by,
    coalesce(spared_by_rule.rule_id || ' ' || spared_by_rule.title_zh || '：' || coalesce(spared_by_rule.evidence, ''), patrol_candidates.basis) as basis,
    patrol_candidates.total,
    patrol_candidates.band,
    spared_by_rule.clause,
    spared_by_rule.status
from patrol_candidates
left join spared_by_rule on spared_by_rule.enterprise_id = patrol_candidates.enterprise_id and spared_by_rule.place = 1
where patrol_candidates.is_own_matter
    and (spared_by_rule.enterprise_id is not null
        or not patrol_candidates.is_excluded and patrol_candidates.action = '非现场核查')
