-- One row per station and day delivered as daily means: scaled integers in ng/m³ (CO µg/m³); a later file replaces an earlier one.
-- `left_out` says why a day does not count for the station: not_active (outside its years of service) or away (it stood outside the
-- city's box that day, as far as the reading says where it stood). The values stay here, nothing above reads them.
with versions as (
    select
        r.station_id,
        r.observed_on,
        r.month_id,
        r.pm25_ugm3,
        r.pm10_ugm3,
        r.so2_ugm3,
        r.no2_ugm3,
        r.o3_8h_max_ugm3,
        r.co_mgm3,
        r.valid_hours,
        r.lon,
        r.lat,
        row_number() over (
            partition by r.station_id, r.observed_on
            order by r.source_received_at desc nulls last, r.source_file desc nulls last, r.source_line desc nulls last
        ) as version_no
    from raw_readings_daily as r
    inner join run_months as k on r.month_id = k.month_id
),

services as (
    select
        station_id, active_from, active_to,
        row_number() over (
            partition by station_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_stations
)

select
    v.station_id,
    v.observed_on,
    v.month_id,
    cast(floor(v.pm25_ugm3 * 1e3 + 0.5e0) as bigint) as pm25_ngm3,
    cast(floor(v.pm10_ugm3 * 1e3 + 0.5e0) as bigint) as pm10_ngm3,
    cast(floor(v.so2_ugm3 * 1e3 + 0.5e0) as bigint) as so2_ngm3,
    cast(floor(v.no2_ugm3 * 1e3 + 0.5e0) as bigint) as no2_ngm3,
    cast(floor(v.o3_8h_max_ugm3 * 1e3 + 0.5e0) as bigint) as o3_8h_max_ngm3,
    cast(floor(v.co_mgm3 * 1e3 + 0.5e0) as bigint) as co_ugm3,
    cast(floor(v.valid_hours) as bigint) as valid_hours,
    case
        when v.observed_on < s.active_from or v.observed_on > s.active_to then 'not_active'
        when v.lon < c.west_deg or v.lon > c.east_deg or v.lat < c.south_deg or v.lat > c.north_deg then 'away'
    end as left_out
from versions as v
cross join run_city as c
left join services as s on v.station_id = s.station_id and s.version_no = 1
where v.version_no = 1
