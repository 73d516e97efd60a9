-- One row per complaint with a place and a known wind: that of the nearest valid met station in the hour of receipt,
-- or else in an hour before it that the rule still allows and that lies in the same month.
-- An instant belongs to the hour it falls in: 10:00 to the hour that ends at 11:00, a bare date to its day's first hour.
with steps as (select 0 as step union all select -1 union all select -2 union all select -3),

asked as (
    select
        c.complaint_id, c.month_id, c.x_m, c.y_m, s.step,
        cast(date_trunc('hour', c.received_at) as timestamp) + interval 1 hour + s.step * interval 1 hour as observed_at
    from complaint_points as c
    join run_months as n on n.month_id = c.month_id
    join rule_complaint_rules as r
        on r.rule_id = 'candidates'
        and cast(c.received_at as date) >= r.valid_from and (r.valid_to is null or cast(c.received_at as date) <= r.valid_to)
    join steps as s on s.step >= r.hours_before
),

winds as (
    select
        w.met_id, w.observed_at, w.wind_from_deg, w.wind_ms, w.ux, w.uy, w.step_h, w.is_calm, w.half_angle_cos, w.max_distance_m,
        p.x_m, p.y_m
    from met_winds as w
    join run_months using (month_id)
    join met_points as p on p.met_id = w.met_id
),

reachable as (
    select
        a.complaint_id, a.month_id, a.step, w.met_id, w.observed_at, w.wind_from_deg, w.wind_ms, w.ux, w.uy, w.step_h,
        w.is_calm, w.half_angle_cos, w.max_distance_m,
        sqrt((w.x_m - a.x_m) * (w.x_m - a.x_m) + (w.y_m - a.y_m) * (w.y_m - a.y_m)) as distance_m
    from asked as a
    join winds as w on w.observed_at = a.observed_at
),

ranked as (
    select
        complaint_id, month_id, met_id, observed_at, wind_from_deg, wind_ms, ux, uy, step_h, is_calm, half_angle_cos, distance_m,
        row_number() over (
            partition by complaint_id order by step desc nulls last, distance_m nulls last, met_id nulls last
        ) as rank_no
    from reachable
    where distance_m <= max_distance_m
)

select complaint_id, month_id, met_id, observed_at, distance_m, wind_from_deg, wind_ms, ux, uy, is_calm, half_angle_cos, step_h
from ranked
where rank_no = 1
