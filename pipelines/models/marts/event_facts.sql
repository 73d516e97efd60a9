-- One row per enterprise, counted fact and window that some rule asks for: how many events, the latest, and its source.
-- Windows come from the rules; a count of nothing has no row.
with asked as (
    select fact, window_days, valid_from, valid_to from rule_patrol_points
    union all
    select fact, window_days, valid_from, valid_to from rule_exclusion_rules
    union all
    select fact, window_days, valid_from, valid_to from rule_conversion_rules
    union all
    select fact, window_days, valid_from, valid_to from rule_positive_list_rules
    union all
    select 'near_complaint_count', window_days, valid_from, valid_to from rule_positive_list_rules where fact = 'verified_complaint_count'
),

windows as (
    select distinct asked.fact, coalesce(cast(asked.window_days as bigint), 0) as window_days
    from asked
    cross join run_moment
    where asked.valid_from <= run_moment.as_of_on and coalesce(asked.valid_to >= run_moment.as_of_on, true)
),

counted_kinds as (
    select distinct windows.fact, windows.window_days, rule_fact_kinds.event_kind
    from windows
    join rule_fact_kinds on rule_fact_kinds.fact = windows.fact
),

last_visits as (
    select enterprise_id, observed_on from visit_facts where fact_key = 'days_since_visit'
),

matched as (
    select
        enterprise_events.enterprise_id, counted_kinds.fact, counted_kinds.window_days, enterprise_events.occurred_on,
        enterprise_events.source_table, enterprise_events.source_key, enterprise_events.source_file, enterprise_events.source_line,
        enterprise_events.evidence,
        row_number() over (
            partition by enterprise_events.enterprise_id, counted_kinds.fact, counted_kinds.window_days
            order by enterprise_events.occurred_on desc nulls last, enterprise_events.kind asc nulls last,
                enterprise_events.source_key asc nulls last
        ) as recency,
        count(*) over (partition by enterprise_events.enterprise_id, counted_kinds.fact, counted_kinds.window_days) as events
    from enterprise_events
    join counted_kinds on counted_kinds.event_kind = enterprise_events.kind
    cross join run_moment
    left join last_visits on last_visits.enterprise_id = enterprise_events.enterprise_id
    where enterprise_events.occurred_on <= run_moment.as_of_on
        and (counted_kinds.window_days = 0
            or cast(run_moment.as_of_on - enterprise_events.occurred_on as bigint) <= counted_kinds.window_days)
        and (counted_kinds.fact <> 'evidence_after_visit_count'
            or coalesce(enterprise_events.occurred_on > last_visits.observed_on, false))
)

select
    enterprise_id, fact as fact_key, window_days, cast(events as double) as observed, occurred_on as observed_on,
    source_table, source_key, source_file, source_line,
    concat(evidence, case when events > 1 then concat('（共 ', cast(events as string), ' 条）') else '' end) as evidence
from matched
where recency = 1
