-- One row per station and hour (labelled by its end): scaled integers in ng/m³ (CO µg/m³), null where they do not count: by their flag, or outside the station's years of service.
with versions as (
    select
        r.station_id,
        r.observed_at,
        r.month_id,
        r.pm25_ugm3,
        r.pm10_ugm3,
        r.so2_ugm3,
        r.no2_ugm3,
        r.o3_ugm3,
        r.co_mgm3,
        upper(trim(r.flag)) as flag,
        r.published_aqi,
        r.published_primary,
        row_number() over (
            partition by r.station_id, r.observed_at
            order by r.source_received_at desc nulls last, r.source_file desc nulls last, r.source_line desc nulls last
        ) as version_no
    from raw_readings as r
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
),

hours as (
    select
        v.station_id,
        v.observed_at,
        v.month_id,
        v.pm25_ugm3,
        v.pm10_ugm3,
        v.so2_ugm3,
        v.no2_ugm3,
        v.o3_ugm3,
        v.co_mgm3,
        v.flag,
        v.published_aqi,
        v.published_primary,
        v.observed_at - interval 1 hour as began_at,
        cast(v.observed_at - interval 1 hour as date) >= coalesce(s.active_from, date '0001-01-01')
        and cast(v.observed_at - interval 1 hour as date) <= coalesce(s.active_to, date '9999-12-31') as is_active,
        coalesce(v.flag, '') = '' or coalesce(f.is_valid, false) as is_unflagged
    from versions as v
    left join rule_reading_flags as f on v.flag = f.flag
    left join services as s on v.station_id = s.station_id and s.version_no = 1
    where v.version_no = 1
),

judged as (
    select
        station_id, observed_at, month_id, pm25_ugm3, pm10_ugm3, so2_ugm3, no2_ugm3, o3_ugm3, co_mgm3, flag, published_aqi, published_primary,
        began_at, is_active, is_active and is_unflagged as is_valid
    from hours
)

select
    station_id,
    observed_at,
    cast(began_at as date) as observed_on,
    cast(extract(hour from began_at) as bigint) + 1 as hour_of_day,
    month_id,
    case when is_valid then cast(floor(pm25_ugm3 * 1e3 + 0.5e0) as bigint) end as pm25_ngm3,
    case when is_valid then cast(floor(pm10_ugm3 * 1e3 + 0.5e0) as bigint) end as pm10_ngm3,
    case when is_valid then cast(floor(so2_ugm3 * 1e3 + 0.5e0) as bigint) end as so2_ngm3,
    case when is_valid then cast(floor(no2_ugm3 * 1e3 + 0.5e0) as bigint) end as no2_ngm3,
    case when is_valid then cast(floor(o3_ugm3 * 1e3 + 0.5e0) as bigint) end as o3_ngm3,
    case when is_valid then cast(floor(co_mgm3 * 1e3 + 0.5e0) as bigint) end as co_ugm3,
    flag,
    is_valid,
    is_active,
    published_aqi,
    published_primary
from judged
