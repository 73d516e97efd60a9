-- One row per enforcement case, under the enterprise's canonical id (null when the list names nobody we know).
select
    stg_cases.case_id,
    enterprise_codes.enterprise_id,
    stg_cases.enterprise_id as enterprise_code,
    stg_cases.opened_on,
    stg_cases.decided_on,
    cast(extract(year from stg_cases.opened_on) * 100 + extract(month from stg_cases.opened_on) as bigint) as opened_month,
    cast(extract(year from stg_cases.decided_on) * 100 + extract(month from stg_cases.decided_on) as bigint) as decided_month,
    stg_cases.kind,
    cast(floor(stg_cases.fine_cny * 100.0e0 + 0.5e0) as bigint) as fine_fen,
    stg_cases.clause,
    stg_cases.source_file,
    stg_cases.source_line
from stg_cases
left join enterprise_codes on enterprise_codes.code = stg_cases.enterprise_id
