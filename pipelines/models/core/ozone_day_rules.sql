-- One row per day with data: the minimums and the limit that decide whether an ozone maximum of that day counts.
with days as (
    select distinct
        r.observed_on,
        r.month_id
    from stg_readings as r
    inner join run_months as k on r.month_id = k.month_id
)

select
    d.observed_on,
    d.month_id,
    max(case when v.statistic = 'mean_8h' and v.item = 'hours' then v.least end) as window_hours,
    max(case when v.statistic = 'max_8h' and v.item = 'first_window_end' then v.least end) as first_window_end
from days as d
inner join rule_validity_rules as v
    on v.pollutant = 'o3' and d.observed_on between v.valid_from and coalesce(v.valid_to, date '9999-12-31')
group by d.observed_on, d.month_id
