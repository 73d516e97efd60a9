-- One row per met station and hour with a valid wind: speed known, and direction known unless it is calm.
-- The rules are those in force on the day the hour began in; max_distance_m is how far the wind may be carried.
with winds as (
    select
        w.met_id, w.observed_at, month_id, w.wind_from_deg, w.wind_ms, w.ux, w.uy, w.step_h,
        u.is_calm, u.half_angle_cos, d.max_distance_m
    from stg_weather as w
    join run_months using (month_id)
    join rule_upwind_rules as u
        on w.wind_ms >= u.wind_from_ms and (u.wind_below_ms is null or w.wind_ms < u.wind_below_ms)
        and w.observed_on >= u.valid_from and (u.valid_to is null or w.observed_on <= u.valid_to)
    join rule_wind_rules as d
        on w.observed_on >= d.valid_from and (d.valid_to is null or w.observed_on <= d.valid_to)
)

select met_id, observed_at, month_id, wind_from_deg, wind_ms, ux, uy, step_h, is_calm, half_angle_cos, max_distance_m
from winds
where is_calm or wind_from_deg is not null
