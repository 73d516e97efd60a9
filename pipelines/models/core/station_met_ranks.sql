-- One row per monitoring station and met station within the largest distance any wind rule allows, nearest first.
-- Both tables are small: a plain cross product, no grid.
with reach as (select max(max_distance_m) as reach_m from rule_wind_rules),

pairs as (
    select
        s.station_id, m.met_id,
        sqrt((m.x_m - s.x_m) * (m.x_m - s.x_m) + (m.y_m - s.y_m) * (m.y_m - s.y_m)) as distance_m
    from station_points as s
    cross join met_points as m
)

select
    p.station_id, p.met_id, p.distance_m,
    cast(row_number() over (partition by p.station_id order by p.distance_m nulls last, p.met_id nulls last) as bigint) as rank_no
from pairs as p
cross join reach as r
where p.distance_m <= r.reach_m
