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
    select
        enterprise_id, title_zh || '：' || evidence as basis, within_hours,
        row_number() over (partition by enterprise_id order by within_hours asc nulls last, rule_id asc nulls last) as place
    from candidate_verdicts
    where rule_kind = 'conversion' and effect = '个案检查'
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
        coalesce(instr(bodies.competent_body, '生态环境') = 1, false) as is_own_matter,
        case_bases.basis as case_basis, case_bases.within_hours, remote.evidence as remote_evidence,
        frequency_used.used as frequency_used, frequency_used.max_per_year as frequency_limit, frequency_used.left_this_year
    from candidate_totals
    join enterprises on enterprises.enterprise_id = candidate_totals.enterprise_id
    left join excluded on excluded.enterprise_id = candidate_totals.enterprise_id
    left join case_bases on case_bases.enterprise_id = candidate_totals.enterprise_id and case_bases.place = 1
    left join bodies on bodies.source_type = enterprises.source_type
    left join remote on remote.enterprise_id = candidate_totals.enterprise_id
    left join frequency_used on frequency_used.enterprise_id = candidate_totals.enterprise_id
),

acted as (
    select
        enterprise_id,
        case when not is_own_matter then case when case_basis is not null or points_complaint > 0 then '转办' else '属地巡查' end
            when case_basis is not null then '入企检查'
            when remote_evidence is not null then '非现场核查'
            when band_no < 3 and coalesce(left_this_year, 1) > 0 then '入企检查'
            else '属地巡查' end as action
    from judged
)

select
    judged.enterprise_id, judged.name, judged.source_type, judged.district, judged.township, judged.points_upwind,
    judged.points_own_data, judged.points_complaint, judged.points_history, judged.points_unfixed, judged.points_hazard,
    judged.points_recency, judged.total, judged.band, judged.reasons, judged.latest_on, judged.is_excluded,
    judged.exclusion_rule_id, judged.exclusion, judged.override, judged.competent_body, judged.second_body, judged.measures,
    judged.is_own_matter, acted.action,
    case acted.action
        when '入企检查' then coalesce('个案检查：' || judged.case_basis, '日常检查：须列入年度计划')
        when '非现场核查' then '非现场核查：' || judged.remote_evidence end as basis,
    judged.is_own_matter and (judged.case_basis is not null or coalesce(judged.left_this_year, 1) > 0) as is_basis_available,
    judged.within_hours, judged.frequency_used, judged.frequency_limit,
    coalesce(judged.left_this_year <= 0, false) as is_frequency_used_up,
    cast(row_number() over (
        order by judged.is_excluded asc nulls last, judged.total desc nulls last, judged.enterprise_id asc nulls last
    ) as bigint) as rank_no
from judged
join acted on acted.enterprise_id = judged.enterprise_id
