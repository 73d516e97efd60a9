-- One row: the short name of each pollutant, side by side.
select
    max(case when pollutant = 'so2' then label end) as so2_label,
    max(case when pollutant = 'no2' then label end) as no2_label,
    max(case when pollutant = 'pm10' then label end) as pm10_label,
    max(case when pollutant = 'pm25' then label end) as pm25_label,
    max(case when pollutant = 'co' then label end) as co_label,
    max(case when pollutant = 'o3' then label end) as o3_label
from rule_pollutants
