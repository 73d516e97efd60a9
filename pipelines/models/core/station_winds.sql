-- One row per monitoring station and hour: the wind of the nearest met station that has a valid one and is not too far.
-- The nearest is tried first; only the hours it misses look further, so two years of hours stay cheap.
-- Days spread over hours are carried to the stations only in months with readings: a decade of daily weather is no decade of rows.
with read_months as (
    select month_id from stg_readings join run_months using (month_id)
    union
    select month_id from stg_readings_daily join run_months using (month_id)
),

winds as (
    select
        w.met_id, w.observed_at, month_id, w.wind_from_deg, w.wind_ms, w.ux, w.uy, w.step_h,
        w.is_calm, w.half_angle_cos, w.max_distance_m
    from met_winds as w
    join run_months using (month_id)
    left join read_months as r using (month_id)
    where w.step_h = 1 or r.month_id is not null
),

nearest as (select station_id, met_id from station_met_ranks where rank_no = 1),

hours as (select distinct observed_at from winds),

gaps as (
    select m.met_id, h.observed_at
    from (select distinct met_id from nearest) as m
    cross join hours as h
    left join winds as w on w.met_id = m.met_id and w.observed_at = h.observed_at
    where w.met_id is null
),

next_best as (
    select n.station_id, g.observed_at, min(r.rank_no) as rank_no
    from gaps as g
    join nearest as n on n.met_id = g.met_id
    join station_met_ranks as r on r.station_id = n.station_id
    join winds as w on w.met_id = r.met_id and w.observed_at = g.observed_at
    where r.distance_m <= w.max_distance_m
    group by n.station_id, g.observed_at
),

chosen as (
    select r.station_id, w.observed_at, r.met_id, r.distance_m
    from station_met_ranks as r
    join winds as w on w.met_id = r.met_id
    where r.rank_no = 1 and r.distance_m <= w.max_distance_m
    union all
    select r.station_id, b.observed_at, r.met_id, r.distance_m
    from next_best as b
    join station_met_ranks as r on r.station_id = b.station_id and r.rank_no = b.rank_no
)

select
    c.station_id, c.observed_at, w.month_id, c.met_id, c.distance_m,
    w.wind_from_deg, w.wind_ms, w.ux, w.uy, w.is_calm, w.half_angle_cos, w.step_h
from chosen as c
join winds as w on w.met_id = c.met_id and w.observed_at = c.observed_at
