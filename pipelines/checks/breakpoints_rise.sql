-- Two breakpoints of one column of which the higher index has not the higher concentration.
select a.standard_id, a.pollutant, a.averaging, a.iaqi, a.concentration, b.iaqi as higher_iaqi, b.concentration as not_higher
from rule_aqi_breakpoints as a
inner join rule_aqi_breakpoints as b
    on a.standard_id = b.standard_id and a.pollutant = b.pollutant and a.averaging = b.averaging and a.iaqi < b.iaqi
where a.concentration >= b.concentration
