-- An index value with no level, or with two.
select v.iaqi, count(l.level_code) as level_count
from (select distinct iaqi from iaqi_values where iaqi is not null) as v
left join aqi_levels as l on v.iaqi = l.aqi
group by v.iaqi
having count(l.level_code) <> 1
