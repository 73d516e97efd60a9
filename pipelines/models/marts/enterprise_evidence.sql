-- One row per enterprise and dated fact, with its source row and, while it counts, the reason and points it supports:
-- what the enterprise page, the score and the order all quote. A fact that supports two reasons stands under the better one.
with grade_changes as (
    select
        enterprise_id, valid_from as occurred_on, grade,
        lag(grade) over (partition by enterprise_id order by version_no asc nulls first) as grade_before
    from enterprise_versions
),

dated as (
    select enterprise_id, kind, occurred_on, quantity, source_table, source_key, source_file, source_line, evidence
    from enterprise_events
    union all
    select
        enterprise_id, 'grade_change', occurred_on, cast(null as double), 'enterprise_versions',
        concat(enterprise_id, '/', cast(occurred_on as string)), cast(null as string), cast(null as bigint),
        concat(cast(occurred_on as string), ' 绩效分级由 ', coalesce(grade_before, '未定级'), ' 变为 ', coalesce(grade, '未定级'))
    from grade_changes
    where occurred_on is not null and coalesce(grade, '') <> coalesce(grade_before, '')
),

supports as (
    select distinct rule_fact_kinds.event_kind, rules.reason_id, cast(coalesce(rules.window_days, 0) as bigint) as window_days
    from rule_patrol_points as rules
    join rule_fact_kinds on rule_fact_kinds.fact = rules.fact
    cross join run_moment
    where rules.valid_from <= run_moment.as_of_on and coalesce(rules.valid_to >= run_moment.as_of_on, true)
    union all
    select distinct 'problem', reason_id, cast(0 as bigint) from rule_patrol_points where fact = 'violation_rate'
),

counted as (
    select
        dated.enterprise_id, dated.kind, dated.source_table, dated.source_key, candidate_points.reason_id, candidate_points.points,
        candidate_points.title_zh, candidate_points.clause, candidate_points.status,
        row_number() over (
            partition by dated.enterprise_id, dated.kind, dated.source_table, dated.source_key
            order by candidate_points.points desc nulls last, candidate_points.reason_id asc nulls last
        ) as place
    from dated
    cross join run_moment
    join candidate_points on candidate_points.enterprise_id = dated.enterprise_id
    left join supports on supports.event_kind = dated.kind and supports.reason_id = candidate_points.reason_id
        and (supports.window_days = 0
            or cast(run_moment.as_of_on - dated.occurred_on as bigint) <= supports.window_days)
    where supports.reason_id is not null
        or candidate_points.source_table = dated.source_table and candidate_points.source_key = dated.source_key
            and candidate_points.reason_group <> 'history'
)

select
    dated.enterprise_id, dated.kind, event_titles.title_zh as kind_zh, dated.occurred_on, dated.quantity, dated.evidence,
    dated.source_table, dated.source_key, dated.source_file, dated.source_line,
    counted.reason_id, counted.title_zh as reason_zh, counted.points, counted.clause, counted.status
from dated
left join (
    select event_kind, max(title_zh) as title_zh from rule_event_kinds group by event_kind
) as event_titles on event_titles.event_kind = dated.kind
left join counted
    on counted.enterprise_id = dated.enterprise_id and counted.kind = dated.kind
    and counted.source_table = dated.source_table and counted.source_key = dated.source_key and counted.place = 1
