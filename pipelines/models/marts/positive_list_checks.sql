-- One row per enterprise and part of a positive-list rule: for those on the list every rule, for those a category admits the
-- conditions of admission and exclusion. is_met: null where no data hold the answer (待人工核实).
with subjects as (
    select enterprise_id, max(case when fact_key = 'is_on_positive_list' then 1 else 0 end) as is_listed,
        max(case when fact_key = 'is_on_positive_list' then observed_on end) as listed_on,
        max(case when fact_key = 'is_on_positive_list' then observed_text end) as category
    from candidate_facts
    cross join (select count(*) as listings from positive_listings) as feed
    where feed.listings > 0 and fact_key in ('is_on_positive_list', 'category_count', 'days_since_removal')
    group by enterprise_id
),

rules as (
    select rule_id, part, rule_group, title_zh, fact, comparator, threshold, unit, coalesce(cast(window_days as bigint), 0) as window_days,
        effect, clause, status,
        case when fact in ('penalty_count', 'criminal_case_count', 'fraud_count', 'violation_count') then 'enforcement_cases'
            when fact = 'verified_complaint_count' then 'complaints' when fact = 'exceedance_count' then 'emission_hours'
            when fact = 'treatment_off_count' then 'power_hours' end as zero_from
    from rule_positive_list_rules
    cross join run_moment
    where comparator <> 'text' and valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
),

held as (
    select 'enforcement_cases' as feed, count(*) as held_rows from enforcement_cases
    union all
    select 'complaints', count(*) from complaints where is_verified is not null
),

measured as (
    select enterprise_id, fact_key, max(observed) as hours from candidate_facts
    where fact_key in ('emission_hours', 'power_hours') group by enterprise_id, fact_key
),

answers as (
    select candidate_facts.enterprise_id, rules.rule_id, rules.part, candidate_facts.observed, candidate_facts.observed_on,
        candidate_facts.evidence, candidate_facts.source_table, candidate_facts.source_key
    from candidate_facts
    join rules on rules.fact = candidate_facts.fact_key
        and coalesce(candidate_facts.window_days, rules.window_days) = rules.window_days
),

hints as (
    select candidate_facts.enterprise_id, rules.rule_id, rules.part, candidate_facts.evidence
    from candidate_facts
    join rules on rules.fact = 'verified_complaint_count' and candidate_facts.window_days = rules.window_days
    where candidate_facts.fact_key = 'near_complaint_count'
),

observed as (
    select
        subjects.enterprise_id, subjects.is_listed, rules.rule_id, rules.part, rules.rule_group, rules.title_zh,
        rules.fact, rules.comparator, rules.threshold, rules.unit, rules.effect, rules.clause, rules.status,
        -- A removal rule that counts faults looks at those since the listing; earlier ones were judged on admission. A state, such
        -- as a grade (>=), holds whenever it was given.
        rules.rule_group = 'removal' and rules.window_days = 0 and rules.comparator in ('<=', '<')
            and coalesce(answers.observed_on < subjects.listed_on, false) as is_older,
        case when rules.rule_group = 'removal' and rules.window_days = 0 and rules.comparator in ('<=', '<')
                and answers.observed_on < subjects.listed_on then 0.0e0
            when answers.rule_id is null and hints.rule_id is null and (held.held_rows > 0 or measured.hours > 0) then 0.0e0
            else answers.observed end as observed,
        answers.observed_on, coalesce(answers.evidence, '未写明对象，附近有查实举报：' || hints.evidence) as evidence,
        answers.source_table, answers.source_key
    from subjects
    join rules on subjects.is_listed = 1 or rules.rule_group in ('admission', 'exclusion', 're_entry')
    left join answers on answers.enterprise_id = subjects.enterprise_id and answers.rule_id = rules.rule_id and answers.part = rules.part
    left join hints on hints.enterprise_id = subjects.enterprise_id and hints.rule_id = rules.rule_id and hints.part = rules.part
    left join held on held.feed = rules.zero_from
    left join measured on measured.enterprise_id = subjects.enterprise_id and measured.fact_key = rules.zero_from
    where (rules.rule_id <> 'OUT-7' or subjects.category = 'C6')
        and (rules.rule_group <> 're_entry' or answers.rule_id is not null)
)

select
    enterprise_id, rule_id, part, rule_group, title_zh, fact as fact_key, observed, threshold, comparator, unit,
    case comparator when '>=' then observed >= threshold when '>' then observed > threshold when '<=' then observed <= threshold
        when '<' then observed < threshold when '=' then observed = threshold end as is_met,
    case when is_older then '纳入后无记录' when observed is null then coalesce(evidence || '，待人工核实', '无数据，待人工核实')
        else coalesce(evidence, '无记录') end as evidence,
    observed_on, source_table, source_key, effect, is_listed = 1 as is_listed, clause, status
from observed
