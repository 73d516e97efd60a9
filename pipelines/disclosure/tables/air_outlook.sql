-- One row per day that the latest imported forecast speaks of: today and the two days after it; empty where none was imported.
with known as (
    select f.*
    from stg_forecasts as f
    cross join run_moment as m
    where f.issued_at <= m.as_of_at and f.valid_on between m.as_of_on and m.as_of_on + 2
    qualify row_number() over (partition by f.valid_on order by f.issued_at desc) = 1
),

levels as (
    select v.*
    from rule_aqi_levels as v
    cross join run_moment as m
    where m.as_of_on between v.valid_from and coalesce(v.valid_to, date '9999-12-31')
)

select
    k.valid_on,
    k.aqi_low,
    k.aqi_high,
    low.level_code as level_low,
    high.level_code as level_high,
    k.primary_pollutant,
    k.issued_at,
    k.source
from known as k
left join levels as low on k.aqi_low between low.aqi_from and coalesce(low.aqi_to, 500)
left join levels as high on k.aqi_high between high.aqi_from and coalesce(high.aqi_to, 500)
order by k.valid_on
