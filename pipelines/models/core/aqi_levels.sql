-- One row per index value that can occur: its level.
with indices as (
    select iaqi as aqi
    from iaqi_values
    where iaqi is not null
    union
    select aqi_min as aqi
    from rule_aqi_standards
)

select
    i.aqi,
    l.level_code
from indices as i
inner join rule_aqi_levels as l on i.aqi >= l.aqi_from and i.aqi <= coalesce(l.aqi_to, i.aqi)
