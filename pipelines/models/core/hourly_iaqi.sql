-- One row per standard and concentration in display steps (1 µg/m³; CO 0.1 mg/m³): the six indices of the hourly report.
-- `lookup_no` is dense and whole, so that an hour finds its index by one number; beyond a table its last row repeats,
-- and row 0 stands for a concentration that is missing or has no text.
with reads as (
    select
        i.standard_id,
        i.pollutant,
        v.value,
        v.iaqi,
        v.is_above_table
    from rule_aqi_inputs as i
    inner join iaqi_values as v
        on i.standard_id = v.standard_id and i.pollutant = v.pollutant and i.table_averaging = v.averaging
    where i.report = 'hour'
),

grid as (
    select
        standard_id,
        value,
        cast(row_number() over (order by standard_id asc nulls last, value asc nulls last) as bigint) as lookup_no
    from (select distinct s.standard_id, r.value from rule_aqi_standards as s inner join reads as r on s.standard_id = r.standard_id) as g
),

filled as (
    select
        g.lookup_no,
        g.standard_id,
        g.value,
        r.pollutant,
        r.iaqi
    from grid as g
    inner join reads as r on g.standard_id = r.standard_id and g.value = r.value
    union all
    select
        g.lookup_no,
        g.standard_id,
        g.value,
        r.pollutant,
        r.iaqi
    from grid as g
    inner join reads as r on g.standard_id = r.standard_id and r.is_above_table and g.value > r.value
)

select
    lookup_no,
    standard_id,
    value,
    max(case when pollutant = 'so2' then iaqi end) as iaqi_so2,
    max(case when pollutant = 'no2' then iaqi end) as iaqi_no2,
    max(case when pollutant = 'pm10' then iaqi end) as iaqi_pm10,
    max(case when pollutant = 'pm25' then iaqi end) as iaqi_pm25,
    max(case when pollutant = 'co' then iaqi end) as iaqi_co,
    max(case when pollutant = 'o3' then iaqi end) as iaqi_o3
from filled
group by lookup_no, standard_id, value
union all
select
    0 as lookup_no,
    null as standard_id,
    null as value,
    null as iaqi_so2,
    null as iaqi_no2,
    null as iaqi_pm10,
    null as iaqi_pm25,
    null as iaqi_co,
    null as iaqi_o3
