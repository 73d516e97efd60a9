-- A control-zone rule whose cells are smaller than its largest radius, or whose ring is wider: pairs would be lost silently.
select ring_km, radius_m, largest_radius_m, cell_m, valid_from
from rule_control_zones
where cell_m is null or largest_radius_m is null or radius_m is null or cell_m < largest_radius_m or largest_radius_m < radius_m
