-- One row per competent body with open candidates: how many by action, and the three townships with the most of them that ask for more than
-- a look from outside; and one on the township with the most proposed visits. Leads, no findings. filter and value_column as in briefing_day_facts.
with open_ones as (
    select competent_body, action, township, is_own_matter, case when action = '属地巡查' then 0 else 1 end as is_asked
    from patrol_candidates
    where not is_excluded and competent_body is not null
),

bodies as (
    select
        competent_body, count(*) as candidates, max(case when is_own_matter then 1 else 0 end) as is_own,
        sum(case when action = '入企检查' then 1 else 0 end) as entries, sum(case when action = '非现场核查' then 1 else 0 end) as off_site,
        sum(case when action = '转办' then 1 else 0 end) as passed_on, sum(case when action = '属地巡查' then 1 else 0 end) as patrols
    from open_ones
    group by competent_body
),

towns as (
    select
        competent_body, township,
        row_number() over (partition by competent_body order by sum(is_asked) desc nulls last, township asc nulls last) as place
    from open_ones
    where township is not null
    group by competent_body, township
    having sum(is_asked) > 0
),

firsts as (
    select
        competent_body, max(case when place = 1 then township end) as first_town, max(case when place = 2 then township end) as second_town,
        max(case when place = 3 then township end) as third_town
    from towns
    where place <= 3
    group by competent_body
),

focus as (
    select township, count(*) as visits, row_number() over (order by count(*) desc nulls last, min(rank_no) asc nulls last, township asc nulls last) as place
    from patrol_candidates
    where not is_excluded and action = '入企检查' and township is not null
    group by township
)

select
    'action_' || bodies.competent_body as fact_key, 'action' as section,
    cast(60 + row_number() over (order by bodies.is_own desc nulls last, bodies.competent_body asc nulls last) as bigint) as sort_no,
    'patrol_candidate_count' as indicator, bodies.candidates * 1.0e0 as value, '家' as unit,
    concat('现有线索 ', cast(bodies.candidates as string), ' 家：',
        case when bodies.entries > 0 then concat('建议入企检查 ', cast(bodies.entries as string), ' 家，') else '' end,
        case when bodies.off_site > 0 then concat('先行非现场核查 ', cast(bodies.off_site as string), ' 家，') else '' end,
        case when bodies.passed_on > 0 then concat('转办 ', cast(bodies.passed_on as string), ' 家，') else '' end,
        '属地巡查 ', cast(bodies.patrols as string), ' 家', coalesce('；重点区域为' || firsts.first_town, ''),
        coalesce('、' || firsts.second_town, ''), coalesce('、' || firsts.third_town, ''), '。') as text,
    cast(run_moment.as_of_on as string) as period, cast(null as string) as standard_id, 'patrol_candidates' as mart,
    concat('[["is_excluded","=","boolean","false"],["competent_body","=","text","', bodies.competent_body, '"]]') as filter, 'rows' as value_column
from bodies
cross join run_moment
left join firsts on firsts.competent_body = bodies.competent_body
union all
select
    'focus', 'focus', cast(60 as bigint), 'patrol_visit_count', focus.visits * 1.0e0, '家',
    concat('建议入企检查最多的是', focus.township, '，', cast(focus.visits as string), ' 家。'),
    cast(run_moment.as_of_on as string), cast(null as string), 'patrol_candidates',
    concat('[["is_excluded","=","boolean","false"],["action","=","text","入企检查"],["township","=","text","', focus.township, '"]]'), 'rows'
from focus
cross join run_moment
where focus.place = 1
