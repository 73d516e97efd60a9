-- One row per text of the index that can be chosen, or one row without a name where the jurisdiction has none.
select
    standard_id,
    valid_from,
    coalesce(valid_to, date '9999-12-31') as valid_to,
    missing_publish_above,
    primary_above,
    aqi_min
from rule_aqi_standards
union all
select
    null as standard_id,
    null as valid_from,
    null as valid_to,
    null as missing_publish_above,
    null as primary_above,
    null as aqi_min
from (select count(*) as standard_count from rule_aqi_standards) as c
where standard_count = 0
