-- One row per area, day, basis and standard: the six daily indices of the valid values, and the largest.
select
    v.area_kind,
    v.area,
    v.observed_on,
    v.basis,
    a.standard_id,
    max(case when v.pollutant = 'pm25' then d.iaqi end) as iaqi_pm25,
    max(case when v.pollutant = 'pm10' then d.iaqi end) as iaqi_pm10,
    max(case when v.pollutant = 'so2' then d.iaqi end) as iaqi_so2,
    max(case when v.pollutant = 'no2' then d.iaqi end) as iaqi_no2,
    max(case when v.pollutant = 'o3' then d.iaqi end) as iaqi_o3,
    max(case when v.pollutant = 'co' then d.iaqi end) as iaqi_co,
    max(d.iaqi) as iaqi_max
from area_day_values as v
inner join daily_aqi_reads as a on v.pollutant = a.pollutant and v.statistic = a.statistic
inner join daily_iaqi as d
    on a.lookup_from + case when v.rounded > a.lookup_top then a.lookup_top else v.rounded end = d.lookup_no
where v.is_valid
group by v.area_kind, v.area, v.observed_on, v.basis, a.standard_id
