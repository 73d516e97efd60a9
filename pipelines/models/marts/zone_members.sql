-- One row per station or zone and enterprise: ring members within the largest radius, and what a polygon contains.
-- Upwind shares: of the valid hours that were not calm, how many had the enterprise inside the upwind sector. Null = not known:
-- no such hour, or the enterprise stands on the station. Calm hours, when every direction is possible, are counted apart.
with rings as (
    select
        r.ring_km, r.radius_m, r.largest_radius_m,
        lag(r.radius_m) over (order by r.radius_m nulls last, r.ring_km nulls last) as inner_radius_m
    from rule_control_zones as r
    cross join run_moment as n
    where n.as_of_on >= r.valid_from and (r.valid_to is null or n.as_of_on <= r.valid_to)
),

reach as (select max(largest_radius_m) as reach_m from rings),

recent as (
    select
        w.station_id, w.ux, w.uy, w.is_calm, w.half_angle_cos, w.distance_m,
        case when w.observed_at > n.as_of_at - interval 1 hour then 1 else 0 end as in_1h,
        case when w.observed_at > n.as_of_at - interval 3 hour then 1 else 0 end as in_3h,
        case when w.observed_at > n.as_of_at - interval 6 hour then 1 else 0 end as in_6h
    from station_winds as w
    cross join run_moment as n
    where w.observed_at > n.as_of_at - interval 24 hour and w.observed_at <= n.as_of_at
),

support as (
    select
        station_id, max(distance_m) as wind_distance_m,
        cast(sum(case when is_calm then 1 else 0 end) as double) / cast(count(*) as double) as calm_share_24h,
        nullif(cast(sum(case when is_calm then 0 else in_1h end) as double), 0.0e0) as known_1h,
        nullif(cast(sum(case when is_calm then 0 else in_3h end) as double), 0.0e0) as known_3h,
        nullif(cast(sum(case when is_calm then 0 else in_6h end) as double), 0.0e0) as known_6h,
        nullif(cast(sum(case when is_calm then 0 else 1 end) as double), 0.0e0) as known_24h
    from recent
    group by station_id
),

upwind as (
    select
        p.station_id, p.enterprise_id,
        cast(sum(w.in_1h) as double) as hours_1h, cast(sum(w.in_3h) as double) as hours_3h,
        cast(sum(w.in_6h) as double) as hours_6h, cast(count(*) as double) as hours_24h
    from station_enterprises as p
    join recent as w on w.station_id = p.station_id
    where not w.is_calm and p.east_m * w.ux + p.north_m * w.uy >= p.distance_m * w.half_angle_cos
    group by p.station_id, p.enterprise_id
),

shares as (
    select
        p.station_id, p.enterprise_id, p.distance_m, p.bearing_deg, r.ring_km, s.calm_share_24h, s.wind_distance_m,
        case when p.distance_m > 0.0e0 then coalesce(u.hours_1h, 0.0e0) / s.known_1h end as upwind_share_1h,
        case when p.distance_m > 0.0e0 then coalesce(u.hours_3h, 0.0e0) / s.known_3h end as upwind_share_3h,
        case when p.distance_m > 0.0e0 then coalesce(u.hours_6h, 0.0e0) / s.known_6h end as upwind_share_6h,
        case when p.distance_m > 0.0e0 then coalesce(u.hours_24h, 0.0e0) / s.known_24h end as upwind_share_24h
    from station_enterprises as p
    left join rings as r on p.distance_m <= r.radius_m and (r.inner_radius_m is null or p.distance_m > r.inner_radius_m)
    left join support as s on s.station_id = p.station_id
    left join upwind as u on u.station_id = p.station_id and u.enterprise_id = p.enterprise_id
),

members as (
    select 'ring' as zone_kind, p.station_id as zone_id, p.station_id, p.enterprise_id, p.ring_km is not null as in_zone
    from shares as p
    cross join reach as r
    where p.distance_m <= r.reach_m
    union all
    select 'polygon' as zone_kind, z.zone_id, z.station_id, z.enterprise_id, true as in_zone
    from zone_places as z
)

select
    m.zone_kind, m.zone_id, m.station_id, t.level, m.enterprise_id, p.distance_m, p.bearing_deg, p.ring_km, m.in_zone,
    p.upwind_share_1h, p.upwind_share_3h, p.upwind_share_6h, p.upwind_share_24h, p.calm_share_24h, p.wind_distance_m
from members as m
left join shares as p on p.station_id = m.station_id and p.enterprise_id = m.enterprise_id
left join station_points as t on t.station_id = m.station_id
