-- One row per dated fact of supervision at one enterprise: visits, problems, cases, penalties, listings and removals.
with visit_events as (
    select
        enterprise_id,
        case mode when 'off_site' then 'off_site_check' when 'assistance' then 'assistance' else 'visit' end as kind,
        visited_on as occurred_on, visit_id, source_file, source_line,
        concat(
            cast(visited_on as string),
            case mode when 'off_site' then ' 非现场检查' when 'assistance' then ' 帮扶' else ' 现场检查' end,
            coalesce('（' || kind || '）', ''),
            case when problems_found > 0 then concat('，发现问题 ', cast(problems_found as string), ' 个')
                when problems_found = 0 then '，未发现问题' else '' end
        ) as evidence,
        problems_found, outcome
    from visits
    where enterprise_id is not null
),

case_events as (
    select
        enterprise_id, case_id, opened_on, decided_on, kind, fine_fen, source_file, source_line,
        coalesce('（' || kind || '）', '') as kind_text
    from enforcement_cases
    where enterprise_id is not null
)

select
    enterprise_id, kind, occurred_on, cast(coalesce(problems_found, 0) as double) as quantity,
    'visits' as source_table, visit_id as source_key, source_file, source_line, evidence
from visit_events
union all
select
    enterprise_id, case kind when 'off_site_check' then 'off_site_problem' else 'problem' end, occurred_on, cast(problems_found as double),
    'visits', visit_id, source_file, source_line, evidence
from visit_events
where problems_found > 0 and kind <> 'assistance'
union all
select
    visit_events.enterprise_id, 'violation', visit_events.occurred_on, 1.0e0,
    'visits', visit_events.visit_id, visit_events.source_file, visit_events.source_line,
    concat(visit_events.evidence, '，', visit_events.outcome)
from visit_events
left join case_events
    on case_events.enterprise_id = visit_events.enterprise_id and case_events.opened_on >= visit_events.occurred_on
where instr(visit_events.outcome, '立案') > 0 and case_events.case_id is null
union all
select
    enterprise_id, 'violation', opened_on, 1.0e0, 'enforcement_cases', case_id, source_file, source_line,
    concat(cast(opened_on as string), ' 立案', kind_text)
from case_events
union all
select
    enterprise_id, 'penalty', decided_on, cast(fine_fen as double) / 100.0e0, 'enforcement_cases', case_id, source_file, source_line,
    concat(cast(decided_on as string), ' 作出处罚决定', kind_text,
        coalesce('，罚款 ' || cast(round(fine_fen / 1000000.0e0, 2) as string) || ' 万元', ''))
from case_events
where decided_on is not null
union all
select
    case_events.enterprise_id, case_words.event_kind, case_events.opened_on, 1.0e0, 'enforcement_cases', case_events.case_id,
    case_events.source_file, case_events.source_line, concat(cast(case_events.opened_on as string), ' 立案', case_events.kind_text)
from case_events
join (
    select distinct event_kind, word from rule_case_words
) as case_words on instr(case_events.kind, case_words.word) > 0
union all
select
    enterprise_id, 'listing', listed_on, 1.0e0, 'positive_listings', concat(enterprise_code, '/', batch), source_file, source_line,
    concat(cast(listed_on as string), ' 纳入监督执法正面清单（', batch, '）')
from positive_listings
where enterprise_id is not null
union all
select
    enterprise_id, 'removal', removed_on, 1.0e0, 'positive_listings', concat(enterprise_code, '/', batch), source_file, source_line,
    concat(cast(removed_on as string), ' 移出监督执法正面清单', coalesce('：' || reason, ''))
from positive_listings
where enterprise_id is not null and removed_on is not null
