-- One row per complaint with a place: how many enterprises are near, and how far its best candidates can be at most.
-- Wind at most doubles a distance (complaint_enterprises), so when enough lie within r none of the best lies beyond 2 r:
-- in a dense street reach_m is a quarter of the rule's radius, and 16 times fewer pairs need ranking.
-- turn_sine: sine of the angle between the plane's north and true north, there.
with rules as (
    select radius_m, near_radius_m, max_rank, valid_from, valid_to
    from rule_complaint_rules
    where rule_id = 'candidates'
),

grid as (
    select max(case when near_radius_m > radius_m then near_radius_m else radius_m end) as cell_m
    from rules
),

steps as (select -1 as step union all select 0 as step union all select 1 as step),

asked as (
    select
        c.complaint_id, c.month_id, c.x_m, c.y_m, r.radius_m, r.near_radius_m, r.max_rank, g.cell_m,
        row_number() over (order by c.complaint_id nulls last) as complaint_no
    from complaint_points as c
    join run_months as n on n.month_id = c.month_id
    join rules as r
        on cast(c.received_at as date) >= r.valid_from and (r.valid_to is null or cast(c.received_at as date) <= r.valid_to)
    cross join grid as g
),

complaint_cells as (
    select
        c.complaint_no, c.x_m, c.y_m, c.radius_m, c.near_radius_m, c.cell_m,
        cast(floor(c.x_m / c.cell_m) as bigint) + a.step as cell_x,
        cast(floor(c.y_m / c.cell_m) as bigint) + b.step as cell_y
    from asked as c
    cross join steps as a
    cross join steps as b
),

enterprise_cells as (
    select
        e.x_m, e.y_m, cast(floor(e.x_m / g.cell_m) as bigint) as cell_x, cast(floor(e.y_m / g.cell_m) as bigint) as cell_y
    from enterprise_points as e
    cross join grid as g
),

pairs as (
    select
        c.complaint_no, c.radius_m, c.near_radius_m,
        sqrt((e.x_m - c.x_m) * (e.x_m - c.x_m) + (e.y_m - c.y_m) * (e.y_m - c.y_m)) as distance_m
    from complaint_cells as c
    join enterprise_cells as e on e.cell_x = c.cell_x and e.cell_y = c.cell_y
    where sqrt((e.x_m - c.x_m) * (e.x_m - c.x_m) + (e.y_m - c.y_m) * (e.y_m - c.y_m)) <= c.cell_m
),

counts as (
    select
        complaint_no,
        sum(case when distance_m <= near_radius_m then 1 else 0 end) as near_count,
        sum(case when distance_m <= radius_m / 4.0 then 1 else 0 end) as quarter_count,
        sum(case when distance_m <= radius_m / 8.0 then 1 else 0 end) as eighth_count
    from pairs
    group by complaint_no
)

select
    a.complaint_id, a.month_id, cast(coalesce(n.near_count, 0) as bigint) as sources_within_2km, a.max_rank,
    g.sine + g.sine_per_x * (a.x_m - g.x_m) + g.sine_per_y * (a.y_m - g.y_m)
    + g.sine_per_xy * (a.x_m - g.x_m) * (a.y_m - g.y_m) as turn_sine,
    case
        when n.eighth_count >= a.max_rank then a.radius_m / 4.0
        when n.quarter_count >= a.max_rank then a.radius_m / 2.0
        else a.radius_m
    end as reach_m
from asked as a
cross join grid_north as g
left join counts as n on n.complaint_no = a.complaint_no
