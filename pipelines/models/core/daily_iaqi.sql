-- One row per standard, daily statistic and concentration in display steps: its index by the daily report.
select
    cast(row_number() over (
        order by i.standard_id asc nulls last, v.pollutant asc nulls last, i.statistic asc nulls last, v.value asc nulls last
    ) as bigint) as lookup_no,
    i.standard_id,
    i.pollutant,
    i.statistic,
    v.value,
    v.iaqi
from rule_aqi_inputs as i
inner join iaqi_values as v
    on i.standard_id = v.standard_id and i.pollutant = v.pollutant and i.table_averaging = v.averaging
where i.report = 'day'
