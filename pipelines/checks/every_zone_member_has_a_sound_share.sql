-- A ring or polygon member with a share outside 0 to 1, a direction without a distance, or a ring that does not fit its distance.
select zone_kind, zone_id, enterprise_id, distance_m, ring_km, upwind_share_24h, calm_share_24h
from zone_members
where upwind_share_1h < 0.0 or upwind_share_1h > 1.0 or upwind_share_24h < 0.0 or upwind_share_24h > 1.0
    or calm_share_24h < 0.0 or calm_share_24h > 1.0 or bearing_deg < 0.0 or bearing_deg > 360.0
    or (bearing_deg is not null and distance_m is null) or (zone_kind = 'ring' and distance_m is null)
    or (distance_m = 0.0 and upwind_share_24h is not null)
