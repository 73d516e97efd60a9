-- One row per complaint and one of its best candidates: at most as many as the rule says, within its radius.
-- Best = smallest weighted_m, then the lower code: the distance, times the rule's factor when the wind of the hour speaks against the enterprise.
-- A calm or unknown wind speaks against nobody. bearing_deg leads from the complaint to the enterprise. Candidates, not culprits.
-- complaint_sources says how far the best can be. Millions of pairs are ranked by number instead of by code: the order is the same, the memory a third.
with steps as (select -1 as step union all select 0 as step union all select 1 as step),

asked as (
    select
        c.complaint_id, row_number() over (order by c.complaint_id nulls last) as complaint_no, c.month_id, c.x_m, c.y_m,
        s.reach_m, s.cell_m, s.max_rank, s.against_wind_factor, s.turn_sine, sqrt(1.0e0 - s.turn_sine * s.turn_sine) as turn_cosine, w.ux, w.uy, w.is_calm, w.half_angle_cos
    from complaint_points as c
    join run_months as n on n.month_id = c.month_id
    join complaint_sources as s on s.complaint_id = c.complaint_id
    left join complaint_winds as w on w.complaint_id = c.complaint_id
),

complaint_cells as (
    select
        c.complaint_no, c.x_m, c.y_m, c.reach_m, c.cell_m,
        cast(floor(c.x_m / c.cell_m) as bigint) + a.step as cell_x, cast(floor(c.y_m / c.cell_m) as bigint) + b.step as cell_y
    from asked as c
    cross join steps as a
    cross join steps as b
),

numbered as (
    select enterprise_id, x_m, y_m, row_number() over (order by enterprise_id nulls last) as enterprise_no
    from enterprise_points
),

enterprise_cells as (
    select
        e.enterprise_no, e.x_m, e.y_m, r.cell_m,
        cast(floor(e.x_m / r.cell_m) as bigint) as cell_x, cast(floor(e.y_m / r.cell_m) as bigint) as cell_y
    from numbered as e
    cross join (select distinct cell_m from asked) as r
),

pairs as (
    select
        c.complaint_no, e.enterprise_no, e.x_m - c.x_m as dx_m, e.y_m - c.y_m as dy_m,
        sqrt((e.x_m - c.x_m) * (e.x_m - c.x_m) + (e.y_m - c.y_m) * (e.y_m - c.y_m)) as distance_m
    from complaint_cells as c
    join enterprise_cells as e on e.cell_m = c.cell_m and e.cell_x = c.cell_x and e.cell_y = c.cell_y
    where sqrt((e.x_m - c.x_m) * (e.x_m - c.x_m) + (e.y_m - c.y_m) * (e.y_m - c.y_m)) <= c.reach_m
),

weighted as (
    select
        p.complaint_no, p.enterprise_no, p.distance_m,
        p.dx_m * a.turn_cosine + p.dy_m * a.turn_sine as east_m, p.dy_m * a.turn_cosine - p.dx_m * a.turn_sine as north_m,
        case
            when a.is_calm or a.ux is null then p.distance_m
            when (p.dx_m * a.turn_cosine + p.dy_m * a.turn_sine) * a.ux + (p.dy_m * a.turn_cosine - p.dx_m * a.turn_sine) * a.uy
                >= p.distance_m * a.half_angle_cos then p.distance_m
            else p.distance_m * a.against_wind_factor
        end as weighted_m
    from pairs as p
    join asked as a on a.complaint_no = p.complaint_no
),

ranked as (
    select
        complaint_no, enterprise_no, distance_m, east_m, north_m, weighted_m,
        row_number() over (partition by complaint_no order by weighted_m nulls last, enterprise_no nulls last) as rank_no
    from weighted
)

select
    a.complaint_id, e.enterprise_id, a.month_id, r.distance_m,
    case
        when r.distance_m = 0.0e0 then null
        when degrees(atan2(r.east_m, r.north_m)) < 0.0e0 then degrees(atan2(r.east_m, r.north_m)) + 360.0e0
        else degrees(atan2(r.east_m, r.north_m))
    end as bearing_deg,
    case
        when a.is_calm then 'calm'
        when a.ux is null or r.distance_m = 0.0e0 then 'unknown'
        when r.weighted_m = r.distance_m then 'upwind'
        else 'not_upwind'
    end as wind_match,
    r.weighted_m, cast(r.rank_no as bigint) as rank_no
from ranked as r
join asked as a on a.complaint_no = r.complaint_no
join numbered as e on e.enterprise_no = r.enterprise_no
where r.rank_no <= a.max_rank
