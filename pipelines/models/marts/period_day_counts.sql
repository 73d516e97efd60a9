-- One row per area, period, basis and standard: valid days and days by level.
select
    c.area_kind, c.area, p.period_kind, p.period_no, c.basis, c.standard_id,
    count(c.aqi) as valid_days,
    count(case when c.level_code <= 2 then 1 end) as good_days,
    count(case when c.level_code >= 3 then 1 end) as days_above_100,
    count(case when c.level_code >= 5 then 1 end) as heavy_days
from city_days as c
inner join period_days as p on c.observed_on = p.observed_on
group by c.area_kind, c.area, p.period_kind, p.period_no, c.basis, c.standard_id
