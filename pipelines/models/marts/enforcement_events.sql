-- One row per check or case (its opening, and again its decision), as the counts it adds to, by month, district and clue channel.
-- A share counts only the checks that say whether they were joint, random or who went; a case belongs to the last check before it.
with places as (
    select enterprise_id, district from enterprises
),

checks as (
    select
        visits.visit_id, visits.visited_month as month_id, coalesce(places.district, '') as district,
        coalesce(visits.channel, '未注明') as channel, coalesce(visits.mode, 'on_site') as mode, visits.is_joint, visits.is_random,
        visits.officers, visits.problems_found
    from visits
    left join places on places.enterprise_id = visits.enterprise_id
),

case_visits as (
    select
        enforcement_cases.case_id, visits.channel,
        row_number() over (
            partition by enforcement_cases.case_id order by visits.visited_at desc nulls last, visits.visit_id desc nulls last
        ) as recency
    from enforcement_cases
    join visits on visits.enterprise_code = enforcement_cases.enterprise_code and visits.visited_on <= enforcement_cases.opened_on
),

cases as (
    select
        enforcement_cases.case_id, enforcement_cases.opened_month, enforcement_cases.decided_month, enforcement_cases.fine_fen,
        coalesce(places.district, '') as district, coalesce(case_visits.channel, '未注明') as channel
    from enforcement_cases
    left join case_visits on case_visits.case_id = enforcement_cases.case_id and case_visits.recency = 1
    left join places on places.enterprise_id = enforcement_cases.enterprise_id
)
select
    month_id, district, channel,
    case when mode = 'on_site' then 1 else 0 end as on_site,
    case when mode = 'off_site' then 1 else 0 end as off_site,
    case when mode = 'assistance' then 1 else 0 end as assistance,
    case when mode = 'on_site' then officers end as people,
    case when mode = 'on_site' and officers is not null then 1 else 0 end as people_visits,
    case when mode = 'on_site' and is_joint then 1 else 0 end as joint,
    case when mode = 'on_site' and is_joint is not null then 1 else 0 end as joint_known,
    case when mode <> 'assistance' then problems_found end as problems,
    case when mode <> 'assistance' and problems_found > 0 then 1 else 0 end as problem_checks,
    case when mode <> 'assistance' and problems_found is not null then 1 else 0 end as judged_checks,
    case when is_random and mode <> 'assistance' and problems_found > 0 then 1 else 0 end as random_problems,
    case when is_random and mode <> 'assistance' and problems_found is not null then 1 else 0 end as random_checks,
    0 as opened, 0 as decided, cast(null as bigint) as fine_fen
from checks
union all
select opened_month, district, channel, 0, 0, 0, cast(null as bigint), 0, 0, 0, cast(null as bigint), 0, 0, 0, 0, 1, 0, cast(null as bigint)
from cases
union all
select decided_month, district, channel, 0, 0, 0, cast(null as bigint), 0, 0, 0, cast(null as bigint), 0, 0, 0, 0, 0, 1, fine_fen
from cases
where decided_month is not null
