-- One row per visit or remote check: the latest delivered version.
with versions as (
    select
        visit_id, enterprise_id, visited_at, mode, kind, is_random, is_joint, is_night, is_holiday, is_re_check, basis, plan_id,
        approved_by, approved_at, agency, unit, departments, officer_licences, channel, problems_found, outcome, campaign,
        source_feed, source_file, source_line,
        row_number() over (
            partition by visit_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_inspections
)

select
    visit_id, enterprise_id, visited_at, mode, kind, is_random, is_joint, is_night, is_holiday, is_re_check, basis, plan_id,
    approved_by, approved_at, agency, unit, departments, officer_licences, channel, problems_found, outcome, campaign,
    source_feed, source_file, source_line,
    cast(visited_at as date) as visited_on,
    cast(extract(year from visited_at) * 100 + extract(month from visited_at) as bigint) as visited_month,
    cast(case when officer_licences is null or trim(officer_licences) = '' then null
        else length(replace(replace(replace(officer_licences, ';', '；'), '、', '；'), ',', '；'))
            - length(replace(replace(replace(replace(officer_licences, ';', '；'), '、', '；'), ',', '；'), '；', '')) + 1
    end as bigint) as officers
from versions
where version_no = 1
