-- A statistic that enters the index but is read against a column the breakpoints do not have.
select i.standard_id, i.report, i.pollutant, i.statistic, i.table_averaging
from rule_aqi_inputs as i
left join (select distinct standard_id, pollutant, averaging from iaqi_values) as v
    on i.standard_id = v.standard_id and i.pollutant = v.pollutant and i.table_averaging = v.averaging
where v.standard_id is null
