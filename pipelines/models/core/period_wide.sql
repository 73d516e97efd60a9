-- One row per area, period and basis: means and percentiles side by side; a year the text calls invalid has a reason and no values.
with gaps as (
    select area_kind, area, period_kind, period_no, basis, max(invalid_reason) as invalid_reason
    from year_gaps
    group by area_kind, area, period_kind, period_no, basis
),

wide as (
    select
        area_kind, area, period_kind, period_no, basis, min(day_count) as covered_days,
        max(case when indicator = 'pm25_mean' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as pm25_mean_ugm3,
        max(case when indicator = 'pm25_p95' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as pm25_p95_ugm3,
        max(case when indicator = 'pm10_mean' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as pm10_mean_ugm3,
        max(case when indicator = 'pm10_p95' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as pm10_p95_ugm3,
        max(case when indicator = 'so2_mean' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as so2_mean_ugm3,
        max(case when indicator = 'so2_p98' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as so2_p98_ugm3,
        max(case when indicator = 'no2_mean' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as no2_mean_ugm3,
        max(case when indicator = 'no2_p98' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as no2_p98_ugm3,
        max(case when indicator = 'o3_p90' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as o3_p90_ugm3,
        max(case when indicator = 'co_p95' then value_steps / case decimals when 0 then 1e0 else 1e1 end end) as co_p95_mgm3
    from period_values
    group by area_kind, area, period_kind, period_no, basis
)

select
    w.area_kind, w.area, w.period_kind, p.period, w.period_no, p.from_on, p.to_on, w.basis, w.covered_days, p.period_days, p.required_days, g.invalid_reason,
    case when g.invalid_reason is null then w.pm25_mean_ugm3 end as pm25_mean_ugm3,
    case when g.invalid_reason is null then w.pm25_p95_ugm3 end as pm25_p95_ugm3,
    case when g.invalid_reason is null then w.pm10_mean_ugm3 end as pm10_mean_ugm3,
    case when g.invalid_reason is null then w.pm10_p95_ugm3 end as pm10_p95_ugm3,
    case when g.invalid_reason is null then w.so2_mean_ugm3 end as so2_mean_ugm3,
    case when g.invalid_reason is null then w.so2_p98_ugm3 end as so2_p98_ugm3,
    case when g.invalid_reason is null then w.no2_mean_ugm3 end as no2_mean_ugm3,
    case when g.invalid_reason is null then w.no2_p98_ugm3 end as no2_p98_ugm3,
    case when g.invalid_reason is null then w.o3_p90_ugm3 end as o3_p90_ugm3,
    case when g.invalid_reason is null then w.co_p95_mgm3 end as co_p95_mgm3
from wide as w
inner join period_spans as p on w.period_kind = p.period_kind and w.period_no = p.period_no
left join gaps as g
    on w.area_kind = g.area_kind and w.area = g.area and w.period_kind = g.period_kind and w.period_no = g.period_no and w.basis = g.basis
