-- A station hour without a standard on a day on which a text of the index is in force.
select h.station_id, h.observed_at, h.observed_on
from station_hours as h
inner join run_months as n on n.month_id = h.month_id
inner join rule_aqi_standards as s on h.observed_on between s.valid_from and coalesce(s.valid_to, date '9999-12-31')
where h.standard_id is null or h.standard_id <> s.standard_id
