-- One row per standard: when it holds, what its hourly report needs, and where its rows of `hourly_iaqi` begin and end.
with lookups as (
    select
        standard_id,
        min(lookup_no) as lookup_from,
        max(value) as lookup_top
    from hourly_iaqi
    where lookup_no > 0
    group by standard_id
)

select
    a.standard_id,
    a.valid_from,
    coalesce(a.valid_to, date '9999-12-31') as valid_to,
    a.missing_publish_above,
    a.primary_above,
    a.aqi_min,
    l.lookup_from,
    l.lookup_top
from rule_aqi_standards as a
inner join lookups as l on a.standard_id = l.standard_id
