-- One row per station, day and basis: the largest 8-hour running mean of ozone, times 840 (a multiple of 1 to 8) to stay whole.
with event_days as (
    select distinct observed_on
    from event_hours
),

hours as (
    select
        r.station_id, r.observed_on, r.month_id, 'raw' as basis, r.hour_of_day, r.o3_ngm3
    from stg_readings as r
    inner join run_months as k on r.month_id = k.month_id
    where r.o3_ngm3 is not null
    union all
    select
        r.station_id, r.observed_on, r.month_id, 'excl_event' as basis, r.hour_of_day, r.o3_ngm3
    from stg_readings as r
    inner join run_months as k on r.month_id = k.month_id
    inner join event_days as d on r.observed_on = d.observed_on
    left join event_hours as e on r.observed_at = e.observed_at
    where r.o3_ngm3 is not null and coalesce(e.o3_event, 0) = 0
),

windows as (
    select
        h.station_id,
        h.observed_on,
        h.month_id,
        h.basis,
        w.window_end,
        cast(sum(h.o3_ngm3) as bigint) as window_sum,
        count(*) as window_count
    from hours as h
    inner join ozone_windows as w on h.hour_of_day = w.hour_of_day
    group by h.station_id, h.observed_on, h.month_id, h.basis, w.window_end
)

select
    w.station_id,
    w.observed_on,
    w.month_id,
    w.basis,
    max(w.window_sum * cast(floor(84e1 / w.window_count) as bigint)) as max_8h_n840,
    count(*) as valid_windows
from windows as w
inner join ozone_day_rules as d on w.observed_on = d.observed_on
where w.window_count >= d.window_hours and w.window_end >= d.first_window_end
group by w.station_id, w.observed_on, w.month_id, w.basis
