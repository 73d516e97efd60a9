-- One row: the display step of a concentration in ng/m³, and that of CO in µg/m³.
with steps as (
    select
        pollutant,
        case decimals when 0 then 1000 when 1 then 100 when 2 then 10 else 1 end as step_n
    from rule_pollutants
)

select
    max(case when pollutant <> 'co' then step_n end) as step_n,
    max(case when pollutant = 'co' then step_n end) as co_step_n
from steps
