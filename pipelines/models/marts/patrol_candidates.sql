-- One row per enterprise with points: facts × rules = points by reason, total 0–100, band; who is left out and by which rule;
-- whose matter it is, what to do, on what basis. Frequency is for display; the ledger decides. Clues, not conclusions.
with excluded as (
    select
        enterprise_id,
        min(case when is_standing then rule_id end) as exclusion_rule_id,
        min(case when is_standing then concat(rule_id, ' ', title_zh, '：', evidence) end) as exclusion,
        sum(case when is_standing then 1 else 0 end) as exclusions,
        min(case when not is_standing then concat(rule_id, ' ', title_zh, '，因', override_title_zh, '不适用：', override_evidence) end)
            as override
    from candidate_exclusions
    group by enterprise_id
),

case_bases as (
    select enterprise_id, min(concat(title_zh, '：', evidence)) as basis, min(within_hours) as within_hours
    from candidate_verdicts
    where rule_kind = 'conversion' and effect = '个案检查'
    group by enterprise_id
),

bodies as (
    select source_type, max(competent_body) as competent_body, max(second_body) as second_body, max(measures_zh) as measures
    from rule_source_types
    cross join run_moment
    where valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
    group by source_type
),

remote as (
    select enterprise_id, evidence from register_facts where fact_key = 'remote_kind_count' and observed > 0
),

judged as (
    select
        candidate_totals.enterprise_id, enterprises.name, enterprises.source_type, enterprises.district, enterprises.township,
        candidate_totals.points_upwind, candidate_totals.points_own_data, candidate_totals.points_complaint,
        candidate_totals.points_history, candidate_totals.points_unfixed, candidate_totals.points_hazard,
        candidate_totals.points_recency, candidate_totals.total, candidate_totals.band, candidate_totals.band_no,
        candidate_totals.reasons, candidate_totals.latest_on,
        coalesce(excluded.exclusions, 0) > 0 as is_excluded, excluded.exclusion_rule_id, excluded.exclusion, excluded.override,
        bodies.competent_body, bodies.second_body, bodies.measures,
        -- The bureau's own matters are those whose competent body is an ecology department; the words are the rule's.
        coalesce(strpos(bodies.competent_body, '生态环境') = 1, false) as is_own_matter,
        case_bases.basis as case_basis, case_bases.within_hours, remote.evidence as remote_evidence,
        frequency_used.used as frequency_used, frequency_used.max_per_year as frequency_limit, frequency_used.left_this_year
    from candidate_totals
    join enterprises on enterprises.enterprise_id = candidate_totals.enterprise_id
    left join excluded on excluded.enterprise_id = candidate_totals.enterprise_id
    left join case_bases on case_bases.enterprise_id = candidate_totals.enterprise_id
    left join bodies on bodies.source_type = enterprises.source_type
    left join remote on remote.enterprise_id = candidate_totals.enterprise_id
    left join frequency_used on frequency_used.enterprise_id = candidate_totals.enterprise_id
)

select
    enterprise_id, name, source_type, district, township, points_upwind, points_own_data, points_complaint, points_history,
    points_unfixed, points_hazard, points_recency, total, band, reasons, latest_on, is_excluded, exclusion_rule_id, exclusion, override,
    competent_body, second_body, measures, is_own_matter,
    case when not is_own_matter then case when case_basis is not null or points_complaint > 0 then '转办' else '属地巡查' end
        when case_basis is not null then '入企检查'
        when remote_evidence is not null then '非现场核查'
        when band_no < 3 and coalesce(left_this_year, 1) > 0 then '入企检查'
        else '属地巡查' end as action,
    case when not is_own_matter then cast(null as string)
        when case_basis is not null then concat('个案检查：', case_basis)
        when remote_evidence is not null then concat('非现场核查：', remote_evidence)
        when coalesce(left_this_year, 1) > 0 then '日常检查：须列入年度计划' end as basis,
    is_own_matter and (case_basis is not null or coalesce(left_this_year, 1) > 0) as is_basis_available,
    within_hours, frequency_used, frequency_limit, frequency_used is not null and left_this_year <= 0 as is_frequency_used_up,
    row_number() over (order by is_excluded asc nulls last, total desc nulls last, enterprise_id asc nulls last) as rank_no
from judged
