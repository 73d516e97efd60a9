-- One row per monitoring station and enterprise within the largest ring of any control-zone rule, or in a zone of the station.
-- (east_m, north_m) leads from the station to the enterprise in axes of true north; the plane's north differs by the convergence.
-- A station lies in the middle of 3 x 3 cells no smaller than the largest ring (a check forbids others): no pair is lost.
with reach as (
    select max(largest_radius_m) as reach_m, max(cell_m) as cell_m
    from rule_control_zones
),

steps as (select -1 as step union all select 0 as step union all select 1 as step),

station_cells as (
    select
        s.station_id, s.x_m, s.y_m, r.reach_m,
        cast(floor(s.x_m / r.cell_m) as bigint) + a.step as cell_x,
        cast(floor(s.y_m / r.cell_m) as bigint) + b.step as cell_y
    from station_points as s
    cross join reach as r
    cross join steps as a
    cross join steps as b
),

enterprise_cells as (
    select
        e.enterprise_id, e.x_m, e.y_m,
        cast(floor(e.x_m / r.cell_m) as bigint) as cell_x,
        cast(floor(e.y_m / r.cell_m) as bigint) as cell_y
    from enterprise_points as e
    cross join reach as r
),

near as (
    select s.station_id, e.enterprise_id, s.x_m, s.y_m, e.x_m - s.x_m as dx_m, e.y_m - s.y_m as dy_m, s.reach_m
    from enterprise_cells as e
    join station_cells as s on s.cell_x = e.cell_x and s.cell_y = e.cell_y
),

zoned as (
    select s.station_id, e.enterprise_id, s.x_m, s.y_m, e.x_m - s.x_m as dx_m, e.y_m - s.y_m as dy_m, r.reach_m
    from (select distinct station_id, enterprise_id from zone_places) as z
    join station_points as s on s.station_id = z.station_id
    join enterprise_points as e on e.enterprise_id = z.enterprise_id
    cross join reach as r
),

pairs as (
    select station_id, enterprise_id, x_m, y_m, dx_m, dy_m, sqrt(dx_m * dx_m + dy_m * dy_m) as distance_m
    from near
    where sqrt(dx_m * dx_m + dy_m * dy_m) <= reach_m
    union all
    select station_id, enterprise_id, x_m, y_m, dx_m, dy_m, sqrt(dx_m * dx_m + dy_m * dy_m) as distance_m
    from zoned
    where sqrt(dx_m * dx_m + dy_m * dy_m) > reach_m
),

turned as (
    select
        p.station_id, p.enterprise_id, p.dx_m, p.dy_m, p.distance_m,
        g.sine + g.sine_per_x * (p.x_m - g.x_m) + g.sine_per_y * (p.y_m - g.y_m)
        + g.sine_per_xy * (p.x_m - g.x_m) * (p.y_m - g.y_m) as turn_sine
    from pairs as p
    cross join grid_north as g
),

placed as (
    select
        station_id, enterprise_id,
        dx_m * sqrt(1.0e0 - turn_sine * turn_sine) + dy_m * turn_sine as east_m,
        dy_m * sqrt(1.0e0 - turn_sine * turn_sine) - dx_m * turn_sine as north_m,
        distance_m
    from turned
)

select
    station_id, enterprise_id, east_m, north_m, distance_m,
    case
        when distance_m = 0.0e0 then null
        when degrees(atan2(east_m, north_m)) < 0.0e0 then degrees(atan2(east_m, north_m)) + 360.0e0
        else degrees(atan2(east_m, north_m))
    end as bearing_deg
from placed
