-- Every delivered enterprise row, station and met station has exactly one place, be it a missing one.
with delivered as (
    select 'enterprise' as kind, source_key from stg_enterprises
    union all
    select 'station' as kind, station_id as source_key from stg_stations
    union all
    select 'met_station' as kind, met_id as source_key from stg_met_stations
),

counted as (
    select kind, source_key, sum(is_delivered) as delivered_count, sum(is_placed) as placed_count
    from (
        select kind, source_key, 1 as is_delivered, 0 as is_placed from delivered
        union all
        select kind, source_key, 0 as is_delivered, 1 as is_placed from site_places
    ) as both_sides
    group by kind, source_key
)

select kind, source_key, delivered_count, placed_count
from counted
where delivered_count <> 1 or placed_count <> 1
