-- One row per hot spot of complaints: where its reports lie on average, how many they are and when they came.
-- Averages are of whole millimetres and billionths of a degree: whole numbers add up to the same in any order.
with members as (
    select
        h.hot_spot_id, c.received_at, c.category,
        cast(floor(c.lon * 1.0e9 + 0.5e0) as bigint) as lon_n9, cast(floor(c.lat * 1.0e9 + 0.5e0) as bigint) as lat_n9,
        cast(floor(c.x_m * 1.0e3 + 0.5e0) as bigint) as x_mm, cast(floor(c.y_m * 1.0e3 + 0.5e0) as bigint) as y_mm
    from hot_spot_reports as h
    join complaints as c on c.complaint_id = h.complaint_id
)

select
    hot_spot_id, count(*) as reports, min(received_at) as first_received_at, max(received_at) as last_received_at,
    cast(sum(lon_n9) as double) / nullif(cast(count(lon_n9) as double), 0e0) / 1.0e9 as lon,
    cast(sum(lat_n9) as double) / nullif(cast(count(lat_n9) as double), 0e0) / 1.0e9 as lat,
    cast(sum(x_mm) as double) / nullif(cast(count(x_mm) as double), 0e0) / 1.0e3 as x_m,
    cast(sum(y_mm) as double) / nullif(cast(count(y_mm) as double), 0e0) / 1.0e3 as y_m,
    count(distinct category) as categories
from members
group by hot_spot_id
