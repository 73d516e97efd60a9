-- One row per visit or remote check, under the enterprise's canonical id (null when the list names nobody we know).
select
    stg_inspections.visit_id,
    enterprise_codes.enterprise_id,
    stg_inspections.enterprise_id as enterprise_code,
    stg_inspections.visited_at,
    stg_inspections.visited_on,
    stg_inspections.visited_month,
    stg_inspections.mode,
    stg_inspections.kind,
    stg_inspections.is_random,
    stg_inspections.is_joint,
    stg_inspections.is_night,
    stg_inspections.is_holiday,
    stg_inspections.is_re_check,
    stg_inspections.basis,
    stg_inspections.plan_id,
    stg_inspections.agency,
    stg_inspections.unit,
    stg_inspections.channel,
    stg_inspections.campaign,
    stg_inspections.officers,
    stg_inspections.problems_found,
    stg_inspections.outcome,
    stg_inspections.source_file,
    stg_inspections.source_line
from stg_inspections
left join enterprise_codes on enterprise_codes.code = stg_inspections.enterprise_id
