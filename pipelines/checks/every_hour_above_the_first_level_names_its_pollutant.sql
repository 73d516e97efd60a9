-- A station hour whose index lies above the threshold of its text without a primary pollutant, or at or below it with one.
select h.station_id, h.observed_at, h.aqi, h.primary_pollutant
from station_hours as h
inner join run_months as n on n.month_id = h.month_id
inner join rule_aqi_standards as s on h.standard_id = s.standard_id
where h.aqi > s.primary_above and h.primary_pollutant is null
    or h.primary_pollutant is not null and h.aqi <= s.primary_above
