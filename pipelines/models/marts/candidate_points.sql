-- One row per enterprise and reason that earns points: the rule, its fact, date and source row. Of one group only the best counts.
-- Absence of a visit earns the full recency: nobody knows what goes on there.
with rules as (
    select reason_id, reason_group, title_zh, fact, comparator, threshold, form, points, scale,
        cast(coalesce(window_days, 0) as bigint) as window_days, clause, status
    from rule_patrol_points
    cross join run_moment
    where valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
),

earned as (
    select
        candidate_facts.enterprise_id, rules.reason_id, rules.reason_group, rules.title_zh, rules.points as points_max,
        round(case
            when rules.form = 'share' then rules.points * least(1.0e0, coalesce(candidate_facts.observed / rules.scale, 1.0e0))
            when rules.comparator = '>=' and candidate_facts.observed >= rules.threshold then rules.points
            when rules.comparator = '>' and candidate_facts.observed > rules.threshold then rules.points
            when rules.comparator = '<=' and candidate_facts.observed <= rules.threshold then rules.points
            when rules.comparator = '<' and candidate_facts.observed < rules.threshold then rules.points
            when rules.comparator = '=' and candidate_facts.observed = rules.threshold then rules.points
            else 0.0e0
        end * 1.0e0, 1) as points_alone,
        candidate_facts.fact_key, candidate_facts.observed, candidate_facts.observed_on, candidate_facts.evidence,
        candidate_facts.source_table, candidate_facts.source_key, candidate_facts.source_file, candidate_facts.source_line,
        rules.clause, rules.status
    from candidate_facts
    join rules on rules.fact = candidate_facts.fact_key
        and coalesce(candidate_facts.window_days, rules.window_days) = rules.window_days
),

ranked as (
    select
        enterprise_id, reason_id, reason_group, title_zh, points_max, points_alone, fact_key, observed, observed_on, evidence,
        source_table, source_key, source_file, source_line, clause, status,
        row_number() over (
            partition by enterprise_id, reason_group order by points_alone desc nulls last, reason_id asc nulls last
        ) as place
    from earned
    where points_alone > 0
)

select
    enterprise_id, reason_id, reason_group, title_zh, case when place = 1 then points_alone else 0.0e0 end as points, points_alone,
    points_max, fact_key, observed, observed_on, evidence, source_table, source_key, source_file, source_line, clause, status
from ranked
